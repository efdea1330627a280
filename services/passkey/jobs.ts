import { every, type Job, sweepAll } from '../../libs/kit/jobs.js';
import type { Parts } from './assemble.js';
import { tellOfMoves } from './commands/tell-of-moves.js';

/** The jobs of the service. */
export const jobs = (parts: Parts): readonly Job[] => [
  every('sweep', 10_000, sweepAll(parts.sweeps, parts.clock)),
  every('tell of moves', 10_000, tellOfMoves(parts)),
  parts.notBefore.job,
];
