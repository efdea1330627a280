import { every, type Job, sweepAll } from '../../libs/kit/jobs.js';
import type { Parts } from './assemble.js';
import { checkCertificateExpiry, type ExpiryCounts } from './jobs/check-certificate-expiry.js';

const SIX_HOURS_MS = 6 * 3_600_000;

/** @param reportExpiry called with the number of certificates that expire soon, at the start and every six hours */
export const jobs = (
  parts: Parts,
  reportExpiry: (counts: ExpiryCounts) => void,
): readonly Job[] => [
  every('sweep', 60_000, sweepAll(parts.sweeps, parts.clock)),
  every('certificates', SIX_HOURS_MS, async (signal) => {
    reportExpiry(await checkCertificateExpiry(parts, signal));
  }),
  parts.notBefore.job,
];
