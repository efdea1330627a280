import { setTimeout as sleep } from 'node:timers/promises';
import type { EndedTrust } from '../core/ended-trusts.js';
import type { LiveSessions, PositionStore, WatchMessage } from '../ports.js';

/** What is ended again. */
interface LateMessage extends WatchMessage {
  /** Whether every session of the domains was ended, not only those of `ended`. */
  readonly endAll: boolean;
}

/** The most entries that wait to be ended again. A caller with more waits. */
const MOST_WAITING = 10_000;
/** Entries that arrive within this time are ended again together, with one position written for all. */
const TOGETHER_MS = 500;

/** The entries that arrived within `TOGETHER_MS`. */
interface Batch {
  readonly due: number;
  readonly ended: EndedTrust[];
  endAll: boolean;
  /** Position of the last message. */
  position: string;
}

/**
 * A login that was allowed just before its trust ended may not be a session yet when sessions are ended. So sessions
 * are ended once more, `lateMs` after each message, in order. Only then is the message's position written.
 *
 * @param parts.signal stops it; the rest is done again from the last written position
 * @param parts.onFailed called once; after that nothing more is done or written
 */
export function endLateSessions(parts: {
  readonly sessions: LiveSessions;
  readonly domains: readonly string[];
  readonly position: PositionStore;
  readonly signal: AbortSignal;
  readonly onFailed: (error: unknown) => void;
}): {
  /** Resolves when there is room for another message, so that memory is bounded however many trusts end at once. */
  add(message: LateMessage): Promise<void>;
} {
  const { sessions, domains, position, signal, onFailed } = parts;
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
      if (batch.endAll) await sessions.endAll(domains);
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
    async add({ ended, endAll, position: reached }) {
      const due = Math.ceil((performance.now() + lateMs) / TOGETHER_MS) * TOGETHER_MS;
      const last = batches.at(-1);
      const batch = last?.due === due ? last : { due, ended: [], endAll: false, position: reached };
      if (batch !== last) batches.push(batch);
      batch.position = reached;
      if (endAll && sessions.lateMs !== undefined) batch.endAll = true;
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
