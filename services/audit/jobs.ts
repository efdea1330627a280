import { every, type Job } from '../../libs/kit/jobs.js';
import {
  ACCEPTING_HEALTH,
  RECORD_HEALTH,
  SIGNING_HEALTH,
} from '../../libs/service/record-health.js';
import type { Parts } from './assemble.js';
import { askWitnesses } from './jobs/ask-witnesses.js';
import { checkRecord, type RecordState } from './jobs/check-record.js';
import { publishWhenDue } from './jobs/publish-when-due.js';
import { type Passes, retain } from './jobs/retain.js';

const WATCH_MS = 10_000;

/** Jobs that one replica runs for all. */
export function leaderJobs(parts: Parts): readonly Job[] {
  const { alarms, clock, log, missingAfterMs, retention, sources } = parts;
  const warned = new Set<string>();
  const passes: Passes = new Map();
  return [
    every('checkpoints', 1_000, () => publishWhenDue(parts)),
    every('witnesses', WATCH_MS, () => askWitnesses(parts)),
    every('retention', retention.everyMs, (signal) => retain({ ...parts, passes, signal })),
    every('missing numbers', WATCH_MS, async () => {
      const now = clock.now();
      await alarms.missing({ now, noticedBefore: now - missingAfterMs });
      for (const { source, contiguous, missing } of await sources.list()) {
        const key = `${source} ${contiguous}`;
        if (missing.length === 0 || warned.has(key)) continue;
        log.warn('numbers of a source are missing', { source, missing: missing.slice(0, 5) });
        warned.add(key);
      }
    }),
  ];
}

/** The state of the record for the health of every replica. Each flag is true until it was first checked. */
export function followRecord(parts: Parts) {
  let state: RecordState = { complete: true, signing: true, accepting: true };
  const job = every('the state of the record', WATCH_MS, async () => {
    state = await checkRecord(parts);
  });
  return {
    job,
    conditions: {
      [RECORD_HEALTH]: () => state.complete,
      [SIGNING_HEALTH]: () => state.signing,
      [ACCEPTING_HEALTH]: () => state.accepting,
    },
  };
}
