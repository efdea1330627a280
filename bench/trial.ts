import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOwnPostgres } from '../libs/embedded-postgres/testing.js';
import { openOutbox } from '../libs/events/testing/outbox-database.js';
import { MOST_RULES } from '../services/policy/core/trial/trial.js';
import type { Bench } from './bench.js';
import { measureAuthorize } from './events/authorize.js';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 20);
const SIDES = [
  { what: 'no trial', tried: 0 },
  { what: 'a trial of 5 rules', tried: 5 },
  { what: `a trial of ${MOST_RULES} rules, the most there may be`, tried: MOST_RULES },
];

export const bench: Bench = {
  about: 'Authorize beside a trial and without, in turns',
  async run(tell) {
    const postgres = await startOwnPostgres({ settings: { fsync: 'on', full_page_writes: 'on' } });
    const dir = mkdtempSync(join(tmpdir(), 'gatepost-bench-'));
    const database = await postgres.createDatabase(['policy']);
    const db = await openOutbox(database, 'policy');
    try {
      tell(`${ROUNDS} rounds of 500 logins at each`);
      const sides = SIDES.map(({ tried }) => ({ event: true, tried }));
      const costs = await measureAuthorize(
        { address: database.address('policy'), dir },
        sides,
        ROUNDS,
      );
      const without = costs[0] ?? { cpuMs: Number.NaN, p50Ms: Number.NaN };
      const figures = SIDES.map(({ what }, index) => {
        const { cpuMs = Number.NaN, p50Ms = Number.NaN } = costs[index] ?? {};
        return {
          ...{ what, cpu_us: (cpuMs * 1000).toFixed(0), p50_ms: p50Ms.toFixed(2) },
          cpu_ratio: (cpuMs / without.cpuMs).toFixed(3),
          p50_ratio: (p50Ms / without.p50Ms).toFixed(3),
        };
      });
      return { figures, notes: NOTES };
    } finally {
      await db.close();
      await postgres.stop();
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

const NOTES = [
  '8 at once over mutual TLS, the event committed before each answer (fsync on); whom policy asks answers at once',
  'processor time of policy a login; the last rule of a candidate alone matches, those before name networks and accounts',
];
