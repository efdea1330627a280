import { resourceExhausted } from '../../../libs/errors/index.js';
import type { CheckJob } from '../ports/checker.js';

/** The most waiting tasks of one caller. A set has four at once, so this is enough for 16 sets. */
const WAITING = 64;

interface Waiting {
  readonly job: CheckJob;
  readonly begin: () => void;
}

/**
 * Shares a few threads between callers in turns. A caller who may not touch every document runs at most one task at a
 * time. All such callers together leave one thread free for the others.
 */
export function shareThreads(threads: number) {
  const queues = new Map<string, Waiting[]>();
  const running: CheckJob[] = [];

  const mayBegin = (job: CheckJob) => {
    if (running.length >= threads) return false;
    if (job.everywhere) return true;
    const limited = running.filter(({ everywhere }) => !everywhere);
    return (
      limited.length < Math.max(1, threads - 1) &&
      limited.every(({ caller }) => caller !== job.caller)
    );
  };
  const beginNext = () => {
    for (const [caller, queue] of queues) {
      const [first] = queue;
      if (first !== undefined && !mayBegin(first.job)) continue;
      // Moves the caller behind all others, until its next turn.
      queues.delete(caller);
      queue.shift();
      if (queue.length > 0) queues.set(caller, queue);
      first?.begin();
    }
  };

  return {
    /** @throws GatepostError RESOURCE_EXHAUSTED; or the signal's reason, if it was aborted meanwhile */
    async run<T>(job: CheckJob, work: () => Promise<T>): Promise<T> {
      job.signal?.throwIfAborted();
      const queue = queues.get(job.caller) ?? [];
      if (queue.length >= WAITING)
        throw resourceExhausted('too many documents are being checked at once');
      queues.set(job.caller, queue);
      await new Promise<void>((resolve, reject) => {
        const waiting: Waiting = {
          job,
          begin: () => {
            job.signal?.removeEventListener('abort', leave);
            running.push(job);
            resolve();
          },
        };
        const leave = () => {
          queue.splice(queue.indexOf(waiting), 1);
          reject(job.signal?.reason);
        };
        job.signal?.addEventListener('abort', leave, { once: true });
        queue.push(waiting);
        beginNext();
      });
      try {
        return await work();
      } catch (error) {
        job.signal?.throwIfAborted();
        throw error;
      } finally {
        running.splice(running.indexOf(job), 1);
        beginNext();
      }
    },
  };
}
