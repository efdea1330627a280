import { abortScope } from '../../../libs/clock/index.js';
import type { RememberedSessions } from '../commands/remember-sessions.js';
import type { Watch } from '../ports.js';

/** A watch that is as it should be says something every 10 s. */
const SILENCE_MS = 25_000;

export interface FollowSessionsParts {
  readonly watch: Watch;
  readonly sessions: Pick<RememberedSessions, 'follow' | 'ended' | 'lose'>;
  /** Whether endings are heard of, whenever that changes. */
  readonly onFollowing: (isFollowing: boolean) => void;
}

/**
 * Follows trust that ends, so that what is remembered of sessions is true: a session that was revoked,
 * and one whose sign-in an address or a device carried. Begins from now on each time, as nothing is
 * remembered until then. Ends with `stop`, or with what failed.
 */
export async function followSessions(
  { watch, sessions, onFollowing }: FollowSessionsParts,
  stop: AbortSignal,
): Promise<void> {
  const over = abortScope({ signals: [stop], ms: SILENCE_MS });
  try {
    // The first message comes at once, and what ends after it is heard of.
    for await (const { ended } of watch('', over.signal)) {
      over.refresh();
      if (ended !== undefined) sessions.ended(ended.account);
      sessions.follow();
      onFollowing(true);
    }
  } finally {
    over.abort();
    sessions.lose();
    onFollowing(false);
  }
}
