import type { Bench, Figures } from './bench.js';
import { measureAuthorize } from './trust/authorize.js';
import { measureCheck } from './trust/check.js';
import { measureRunningOut } from './trust/running-out.js';

export const bench: Bench = {
  about: 'Check among millions, a login on a trusted address, trust that runs out by the thousand',
  async run(tell) {
    const figures: Figures[] = [];
    for (const measure of [measureCheck, measureAuthorize, measureRunningOut]) {
      const measured = await measure(tell);
      for (const row of measured) tell(JSON.stringify(row));
      figures.push(...measured);
    }
    return { figures, notes: NOTES };
  },
};

const NOTES = [
  'Check: ratio of p99, in turn, on the service’s own statement; Authorize: ratio of CPU, over RPC',
  'cpu_ms: of all services and Postgres, a login or a trust; running out: from the time at which a trust ends to when its event is in the record',
];
