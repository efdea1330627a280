import { every, type Job, sweepAll } from '../../libs/kit/jobs.js';
import type { Parts } from './assemble.js';

/** What the service does by itself. */
export const jobs = ({ sweeps, clock, notBefore }: Parts): readonly Job[] => [
  every('sweep', 10_000, sweepAll(sweeps, clock)),
  notBefore.job,
];
