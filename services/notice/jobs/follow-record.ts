import { every, runJobs } from '../../../libs/kit/jobs.js';
import type { Log } from '../../../libs/log/index.js';
import { type Database, type Leadership, lead } from '../../../libs/pg/index.js';
import type { Random } from '../../../libs/random/index.js';
import { type ProcessParts, processEvents } from '../commands/process-events.js';
import { processOrSkip } from '../commands/process-or-skip.js';
import type { Limits } from '../core/allowance.js';
import type { Batch, Clock } from '../ports.js';
import { readFollowed } from '../storage/followed.js';
import { keepRecord } from '../storage/record-keeping.js';

const AGAIN_MS = 1_000;

export interface FollowParts extends ProcessParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: Limits;
  readonly tail: (after: bigint | undefined, signal: AbortSignal) => AsyncGenerator<Batch>;
  /** Called for an event that is skipped. */
  readonly onSkipped: (error: unknown) => void;
  /** Called when mails may be waiting. */
  readonly onMails: () => void;
  readonly log: Log;
}

/**
 * Follows the record in one replica at a time, so that each event is processed once. Returns a function that stops it.
 */
export function followRecord(parts: FollowParts): () => Promise<void> {
  const { db, log } = parts;
  const candidate = lead({
    ...{ db, log },
    name: 'follow-record',
    run: (leadership) => {
      const job = every('follow the record', AGAIN_MS, () => follow(parts, leadership));
      return runJobs([job], { log, signal: leadership.signal });
    },
  });
  return () => candidate.stop();
}

async function follow(parts: FollowParts, { signal, transaction }: Leadership): Promise<void> {
  const { db, clock, random, limits, tail, onMails } = parts;
  const { position, since } = await readFollowed(db, clock.now());
  for await (const batch of tail(position, signal)) {
    const processBatch = (part: Batch) =>
      transaction(async (tx) => {
        const keeping = keepRecord(tx, limits, () => random.id());
        await processEvents(parts, keeping, part, { now: clock.now(), since });
      });
    await processOrSkip(processBatch, batch, parts.onSkipped);
    if (batch.events.length > 0) onMails();
  }
}
