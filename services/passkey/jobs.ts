import { every, type Job, sweepAll } from '../../libs/kit/jobs.js';
import type { Parts } from './assemble.js';

/** The jobs of the service. */
export const jobs = ({ sweeps, clock, notBefore }: Parts): readonly Job[] => [
  every('sweep', 10_000, sweepAll(sweeps, clock)),
  notBefore.job,
];
