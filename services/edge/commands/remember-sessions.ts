import { createHash } from 'node:crypto';
import type { MailToken, StandingSession } from '../core/web-session.js';
import type { Clock, Sessions } from '../ports.js';

/** A session that ends, and a rule that changes, is seen within this time. */
const STANDS_MS = 1_000;
/** A mail token is given out for as long as it has this time left. */
const LEFT_MS = 60_000;
/** Of each kind; the one asked for longest ago is forgotten first. */
const MOST = 10_000;

export interface RememberedSessions extends Pick<Sessions, 'end'> {
  /** @param fresh asks, whatever is remembered */
  check(secret: string, client: string, fresh: boolean): Promise<StandingSession | undefined>;
  mailToken(secret: string): Promise<MailToken | undefined>;
}

/**
 * Sessions of which the answer is remembered for a second, so that the many requests of one page ask
 * once. Requests that come while the answer is on its way wait for it. Failures are not remembered.
 */
export function rememberSessions(parts: { sessions: Sessions; clock: Clock }): RememberedSessions {
  const { sessions, clock } = parts;
  const standing = new Memory<StandingSession | undefined>();
  const tokens = new Memory<MailToken | undefined>();
  return {
    check(secret, client, fresh) {
      if (fresh) return sessions.check(secret, client);
      const ask = () => sessions.check(secret, client);
      return standing.get(secret, { client, now: clock.now(), ask, isGood: () => true });
    },
    mailToken(secret) {
      const now = clock.now();
      const isGood = (token: MailToken | undefined) =>
        token !== undefined && token.expiresAt - now > LEFT_MS;
      const ask = () => sessions.mailToken(secret);
      return tokens.get(secret, { client: '', now, ask, isGood, keepMs: Number.POSITIVE_INFINITY });
    },
    async end(secret) {
      await sessions.end(secret);
      standing.forget(secret);
      tokens.forget(secret);
    },
  };
}

interface Remembered<T> {
  /** When it was asked for. */
  readonly since: number;
  readonly client: string;
  readonly answer: Promise<T>;
  /** Once it is known. */
  known?: { readonly value: T };
}

interface Question<T> {
  /** An answer is one client's. */
  readonly client: string;
  readonly now: number;
  readonly ask: () => Promise<T>;
  /** Of an answer that is known. */
  readonly isGood: (value: T) => boolean;
  /** How long an answer is good, from when it was asked for; by default a second. */
  readonly keepMs?: number;
}

class Memory<T> {
  readonly #entries = new Map<string, Remembered<T>>();

  get(secret: string, question: Question<T>): Promise<T> {
    const key = digest(secret);
    const { client, now, ask, isGood, keepMs = STANDS_MS } = question;
    const before = this.#entries.get(key);
    if (before?.client === client) {
      const age = now - before.since;
      const { known } = before;
      // One on its way is as old as the question for it.
      if (known === undefined ? age < STANDS_MS : age < keepMs && isGood(known.value)) {
        return before.answer;
      }
    }
    const entry: Remembered<T> = { since: now, client, answer: ask() };
    this.#keep(key, entry);
    entry.answer.then(
      (value) => {
        entry.known = { value };
      },
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    return entry.answer;
  }

  forget(secret: string): void {
    this.#entries.delete(digest(secret));
  }

  #keep(key: string, entry: Remembered<T>): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MOST && oldest !== undefined) this.#entries.delete(oldest);
  }
}

/** No secret is kept as it is. */
function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64');
}
