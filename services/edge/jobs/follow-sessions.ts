import { abortScope } from '../../../libs/clock/index.js';
import type { RememberedSessions } from '../commands/remember-sessions.js';
import type { Watch } from '../ports.js';

/** A healthy watch sends something every 10 s. */
const SILENCE_MS = 25_000;

export interface FollowSessionsParts {
  readonly watch: Watch;
  readonly sessions: Pick<RememberedSessions, 'follow' | 'ended' | 'lose'>;
  /** Called with whether endings are received, when that changes. */
  readonly onFollowing: (isFollowing: boolean) => void;
}

/**
 * Follows trust that ends, so that remembered answers about sessions stay true: for a revoked session, and for one
 * whose sign-in was carried by an address or a device. Starts from now each time, because nothing is remembered before.
 * Ends with `stop`, or with the error that occurred.
 */
export async function followSessions(
  { watch, sessions, onFollowing }: FollowSessionsParts,
  stop: AbortSignal,
): Promise<void> {
  const over = abortScope({ signals: [stop], ms: SILENCE_MS });
  try {
    // The first message comes at once, and every later ending is received.
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
