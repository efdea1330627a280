import { resourceExhausted, toGatepostError, unavailable } from '../errors/index.js';

export interface GroupCommitOptions<Item, Result> {
  /**
   * Writes the batch, all or nothing. Resolves once the batch is on disk, with one result for each
   * item, or with an empty list if there are none. Called again with parts of a batch that it
   * refused.
   */
  readonly write: (batch: readonly Item[]) => Promise<readonly Result[]>;
  /** The most items written together. Default: 500. */
  readonly maxBatch?: number;
  /** An item whose writing has not begun after this long is given up, unwritten. Default: 2 s. */
  readonly maxDelayMs?: number;
  /** The most items that may wait. Default: 10,000. */
  readonly maxQueue?: number;
}

export interface GroupCommit<Item, Result> {
  /**
   * Resolves to the item's result once it is on disk.
   *
   * @throws GatepostError RESOURCE_EXHAUSTED at once if too many wait; UNAVAILABLE if its turn
   *   did not come in time; or the write's own error. After UNAVAILABLE from a write, its outcome
   *   is unknown.
   */
  submit(item: Item): Promise<Result>;
  /** The number of items that wait for their turn. */
  readonly waiting: number;
  /** Takes no more items; resolves when all that waited are settled. */
  close(): Promise<void>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly giveUpAt: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Commits together what many callers submit. If nothing is being written, it writes at once; else
 * with everything submitted until the running write is done. If a batch is refused for its content,
 * its halves are tried separately, so that one caller's bad item fails only that caller.
 */
export function groupCommit<Item, Result>(
  options: GroupCommitOptions<Item, Result>,
): GroupCommit<Item, Result> {
  const { write, maxBatch = 500, maxDelayMs = 2000, maxQueue = 10_000 } = options;
  const queue: Waiting<Item, Result>[] = [];
  let flushing: Promise<void> | undefined;
  let closed = false;
  let sweep: NodeJS.Timeout | undefined;

  /** The oldest item is at the front and all wait equally long, so one timer is enough. */
  function watchFront(): void {
    clearTimeout(sweep);
    const front = queue[0];
    if (front === undefined) return;
    sweep = setTimeout(giveUpLate, front.giveUpAt - performance.now());
  }

  function giveUpLate(): void {
    const now = performance.now();
    const firstInTime = queue.findIndex((waiting) => waiting.giveUpAt > now);
    const late = queue.splice(0, firstInTime === -1 ? queue.length : firstInTime);
    for (const { reject } of late) reject(unavailable('the database did not answer in time'));
    watchFront();
  }

  async function flush(): Promise<void> {
    // Items submitted in the same tick are written together.
    await Promise.resolve();
    while (queue.length > 0) {
      const batch = queue.splice(0, maxBatch);
      watchFront();
      await writeOrSplit(batch);
    }
    flushing = undefined;
  }

  async function writeOrSplit(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await write(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => {
        resolve(results[index] as Result);
      });
    } catch (thrown) {
      const outcomeOpen = ['UNAVAILABLE', 'DEADLINE_EXCEEDED'].includes(
        toGatepostError(thrown).code,
      );
      if (batch.length === 1 || outcomeOpen) {
        for (const { reject } of batch) reject(thrown);
        return;
      }
      const middle = Math.ceil(batch.length / 2);
      await writeOrSplit(batch.slice(0, middle));
      await writeOrSplit(batch.slice(middle));
    }
  }

  return {
    submit(item) {
      if (closed) return Promise.reject(unavailable('shutting down'));
      if (queue.length >= maxQueue) {
        return Promise.reject(resourceExhausted('too many writes are waiting'));
      }
      return new Promise((resolve, reject) => {
        queue.push({ item, giveUpAt: performance.now() + maxDelayMs, resolve, reject });
        if (queue.length === 1) watchFront();
        flushing ??= flush();
      });
    },
    get waiting() {
      return queue.length;
    },
    close: async () => {
      closed = true;
      await flushing;
    },
  };
}
