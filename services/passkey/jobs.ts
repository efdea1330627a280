import { every, type Job, sweepAll } from '../../libs/kit/jobs.js';
import type { Parts } from './assemble.js';
import { notifyOfMoves } from './commands/notify-of-moves.js';

/** The jobs of the service. */
export const jobs = (parts: Parts): readonly Job[] => [
  every('sweep', 10_000, sweepAll(parts.sweeps, parts.clock)),
  every('notify of moves', 10_000, notifyOfMoves(parts)),
  parts.notBefore.job,
];
