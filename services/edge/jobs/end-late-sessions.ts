import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveSessions, PositionStore, WatchMessage } from '../ports.js';

/**
 * A login that was let in just before its trust ended may not be a session yet when sessions are
 * ended. So they are ended once more, `lateMs` after each message, in order, and only then is its
 * position noted.
 *
 * @param parts.signal ends it; what was not done then is done again from the position noted last
 * @param parts.onFailed called once; nothing further is done or noted
 */
export function endLateSessions(parts: {
  readonly sessions: LiveSessions;
  readonly position: PositionStore;
  readonly signal: AbortSignal;
  readonly onFailed: (error: unknown) => void;
}): { add(message: WatchMessage): void } {
  const { sessions, position, signal, onFailed } = parts;
  let before = Promise.resolve();
  const settle = async ({ ended, position: reached }: WatchMessage, due: number): Promise<void> => {
    await before;
    if (ended !== undefined && sessions.lateMs !== undefined) {
      await sleep(Math.max(0, due - performance.now()), undefined, { signal });
      await sessions.end(ended);
    }
    if (!signal.aborted) position.write(reached);
  };
  return {
    add(message) {
      const due = performance.now() + (sessions.lateMs ?? 0);
      before = settle(message, due);
      before.catch(onFailed);
    },
  };
}
