import { setTimeout as sleep } from 'node:timers/promises';
import type { EndedTrust } from '../core/ended-trusts.js';
import type { LiveSessions, PositionStore, WatchMessage } from '../ports.js';

/** So many wait to be ended again; whoever tells of more waits. */
const MOST_WAITING = 10_000;
/** What comes within this time is ended again together, and the position noted once. */
const TOGETHER_MS = 500;

/** What was told within `TOGETHER_MS`. */
interface Batch {
  readonly due: number;
  readonly ended: EndedTrust[];
  /** Of the last message. */
  position: string;
}

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
}): {
  /** Resolves when there is room for another: memory is bounded, however many end at once. */
  add(message: WatchMessage): Promise<void>;
} {
  const { sessions, position, signal, onFailed } = parts;
  const { lateMs = 0 } = sessions;
  const batches: Batch[] = [];
  let waiting = 0;
  let isRunning = false;
  let onRoom: () => void = () => undefined;

  signal.addEventListener('abort', () => onRoom(), { once: true });

  const run = async (): Promise<void> => {
    for (let [batch] = batches; batch !== undefined; [batch] = batches) {
      await sleep(Math.max(0, batch.due - performance.now()), undefined, { signal });
      batches.shift();
      for (const trust of batch.ended) {
        await sessions.end(trust);
        waiting -= 1;
        onRoom();
      }
      signal.throwIfAborted();
      await position.write(batch.position);
    }
    isRunning = false;
  };

  return {
    async add({ ended, position: reached }) {
      const due = Math.ceil((performance.now() + lateMs) / TOGETHER_MS) * TOGETHER_MS;
      const last = batches.at(-1);
      const batch = last?.due === due ? last : { due, ended: [], position: reached };
      if (batch !== last) batches.push(batch);
      batch.position = reached;
      if (ended !== undefined && sessions.lateMs !== undefined) {
        batch.ended.push(ended);
        waiting += 1;
      }
      if (!isRunning) {
        isRunning = true;
        run().catch(onFailed);
      }
      while (waiting >= MOST_WAITING) {
        signal.throwIfAborted();
        await new Promise<void>((resolve) => {
          onRoom = resolve;
        });
      }
    },
  };
}
