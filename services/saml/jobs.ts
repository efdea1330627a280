import { every, type Job, sweepAll } from '../../libs/kit/jobs.js';
import type { Parts } from './assemble.js';
import { type Ending, lookForExpiry } from './jobs/look-for-expiry.js';

const SIX_HOURS_MS = 6 * 3_600_000;

/** @param tellEnding called with the number of certificates that expire soon, at the start and every six hours */
export const jobs = (parts: Parts, tellEnding: (ending: Ending) => void): readonly Job[] => [
  every('sweep', 60_000, sweepAll(parts.sweeps, parts.clock)),
  every('certificates', SIX_HOURS_MS, async (signal) => {
    tellEnding(await lookForExpiry(parts, signal));
  }),
  parts.notBefore.job,
];
