import type { Bench } from './bench.js';
import { measureSessions } from './sessions/measure.js';

export const bench: Bench = {
  about: 'A session’s check beside a bare Authorize; a page of the sign-in page',
  async run(tell) {
    return { figures: await measureSessions(tell), notes: NOTES };
  },
};

const NOTES = [
  'each kind in turn, one call at a time; p50 and p99 are the caller’s',
  'cpu_ms: of all services and Postgres, a call; ratio: of that to the first row',
];
