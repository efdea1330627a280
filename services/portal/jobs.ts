import { every, type Job, sweepAll } from '../../libs/kit/jobs.js';
import type { Database } from '../../libs/pg/index.js';
import type { Clock } from './ports.js';
import { sweep } from './storage/sweep.js';

const MINUTE_MS = 60_000;

export interface JobParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly readClients: () => Promise<void>;
  /** Reads the signing keys, which are published days before they sign. */
  readonly readKeys: () => Promise<void>;
}

export const jobs = ({ db, clock, readClients, readKeys }: JobParts): readonly Job[] => [
  every('registered clients', 1_000, readClients),
  every('signing keys', MINUTE_MS, readKeys),
  every('sweep', MINUTE_MS, sweepAll({ rows: (now, limit) => sweep(db, now, limit) }, clock)),
];
