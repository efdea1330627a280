import { once } from 'node:events';
import type { Clock } from '../../../libs/clock/index.js';
import { abortScope } from '../../../libs/clock/index.js';
import { GatepostError } from '../../../libs/errors/index.js';
import { every, runJobs } from '../../../libs/kit/jobs.js';
import type { Log } from '../../../libs/log/index.js';
import { type Database, type Leadership, lead } from '../../../libs/pg/index.js';
import type { ClientLogouts, WatchSessions } from '../ports/client-logouts.js';
import { recordEnding } from '../storage/client-logouts.js';

/** A healthy watch sends a message every 10 s. */
const SILENCE_MS = 25_000;
const AGAIN_MS = 1_000;

export interface FollowParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly logouts: ClientLogouts;
  readonly watch: WatchSessions;
  readonly log: Log;
}

/**
 * Follows the sessions that end, in one replica at a time, until `signal` is aborted. One transaction records which
 * clients to notify and how far trust-store was followed, so a crash misses no ending.
 */
export async function followEndedSessions(parts: FollowParts, signal: AbortSignal): Promise<void> {
  const { db, log } = parts;
  const candidate = lead({
    ...{ db, log },
    name: 'ended-sessions',
    run: (leadership) => {
      const job = every('sessions that end', AGAIN_MS, () => follow(parts, leadership));
      return runJobs([job], { log, signal: leadership.signal });
    },
  });
  if (!signal.aborted) await once(signal, 'abort');
  await candidate.stop();
}

async function follow(parts: FollowParts, leadership: Leadership): Promise<void> {
  const after = await parts.logouts.position();
  try {
    await read(parts, leadership, { after, all: false });
  } catch (error) {
    if (!(error instanceof GatepostError) || error.code !== 'OUT_OF_RANGE') throw error;
    parts.log.error('ends of sessions were missed: every client is told about every session');
    await read(parts, leadership, { after: '', all: true });
  }
}

async function read(
  { watch, clock }: FollowParts,
  { signal, transaction }: Leadership,
  { after, all }: { after: string; all: boolean },
): Promise<void> {
  const over = abortScope({ signals: [signal], ms: SILENCE_MS });
  let missed = all;
  try {
    for await (const { position, sessionId } of watch(after, over.signal)) {
      over.refresh();
      const ending = { position, sessionId, all: missed, at: clock.now() };
      await transaction((tx) => recordEnding(tx, ending));
      missed = false;
    }
  } finally {
    over.abort();
  }
}
