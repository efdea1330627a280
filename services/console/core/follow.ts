import type { Administrator } from './administrator.js';
import type { SignIn } from './sign-in.js';

/** How often the record is looked at. */
const EVERY_MS = 2_000;
/** How often a new ticket is asked for: a session that ended sees nothing after this time. */
const ASK_MS = 5_000;
/** Then the stream ends, and a browser that is still there reconnects. */
const LONGEST_MS = 600_000;
/** Sign-ins may be recorded out of order, but not by more than this. */
const LATE_MS = 60_000;

/** What `follow` needs. */
export interface Following {
  readonly now: () => number;
  /** May end early if nobody follows any more. */
  readonly pause: (ms: number) => Promise<void>;
  readonly isOver: () => boolean;
  /** Returns the administrator with a fresh ticket; undefined: the session ended. */
  readonly ask: () => Promise<Administrator | undefined>;
  /** Returns the newest first. @param since ms since the epoch */
  readonly look: (who: Administrator, since: number) => Promise<readonly SignIn[]>;
}

export type Followed =
  /** The oldest first. If there are too many, only the newest. */
  | { readonly kind: 'sign-ins'; readonly signIns: readonly SignIn[] }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'ended' };

/** Yields sign-ins as they are recorded, until the administrator's session ends. @param after ms since the epoch */
export async function* follow(
  { now, pause, isOver, ask, look }: Following,
  after: number,
): AsyncGenerator<Followed> {
  const begun = now();
  let newest = after;
  let seen: ReadonlySet<string> = new Set();
  let who: Administrator | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  while (!isOver() && now() - begun < LONGEST_MS) {
    if (now() - askedAt >= ASK_MS) {
      askedAt = now();
      who = await ask();
    }
    if (who === undefined) {
      yield { kind: 'ended' };
      return;
    }
    const found = await look(who, newest - LATE_MS);
    const fresh = found.filter(({ id }) => !seen.has(id)).toReversed();
    seen = new Set(found.map(({ id }) => id));
    newest = found.reduce((latest, { at }) => Math.max(latest, at), newest);
    yield fresh.length === 0 ? { kind: 'nothing' } : { kind: 'sign-ins', signIns: fresh };
    await pause(EVERY_MS);
  }
}
