import { every, type Job, sweepAll } from '../../libs/kit/jobs.js';
import type { Database } from '../../libs/pg/index.js';
import { type FollowParts, followEndedSessions } from './jobs/follow-ended-sessions.js';
import { type NotifyParts, openNotifier } from './jobs/notify-clients.js';
import { sweep, sweepBegun } from './storage/sweep.js';

const MINUTE_MS = 60_000;
/** The most sign-ins begun by unknown browsers, at all hosts together: some 600 MB if each has the largest size. */
const MOST_BEGUN = 100_000;

export interface JobParts extends FollowParts, NotifyParts {
  readonly db: Database;
  readonly readClients: () => Promise<void>;
  /** Reads the signing keys. Keys are published days before they sign. */
  readonly readKeys: () => Promise<void>;
}

/** The background jobs of the service. */
export function jobs(parts: JobParts): readonly Job[] {
  const { db, clock, readClients, readKeys } = parts;
  return [
    every('registered clients', 1_000, readClients),
    every('signing keys', MINUTE_MS, readKeys),
    every('sessions that end', 1_000, (signal) => followEndedSessions(parts, signal)),
    every('logout tokens', 500, openNotifier(parts)),
    every('sweep', MINUTE_MS, sweepAll({ rows: (now, limit) => sweep(db, now, limit) }, clock)),
    every(
      'sweep what was begun',
      10_000,
      sweepAll({ begun: (_now, limit) => sweepBegun(db, MOST_BEGUN, limit) }, clock),
    ),
  ];
}
