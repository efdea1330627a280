import { startOwnPostgres } from '../../libs/embedded-postgres/testing.js';
import {
  migratedTemplate,
  openWorld,
  type TrustWorld,
} from '../../services/trust-store/testing.js';
import type { Figures } from '../bench.js';
import { shareOf } from '../factors/shares.js';
import { addTrust } from './add-trust.js';

const SIZES = [10, 2_000_000];
const ROUNDS = 10_000;
const DAY_MS = 86_400_000;

/** Check among few rows and among millions, in turn, so that noise affects both alike. Every other trust is valid. */
export async function measureCheck(tell: (text: string) => void): Promise<Figures[]> {
  const server = await startOwnPostgres();
  const worlds: TrustWorld[] = [];
  try {
    const template = await migratedTemplate(server);
    const tables = [];
    for (const rows of SIZES) {
      tell(`trusting ${rows} addresses`);
      const world = await openWorld(template);
      worlds.push(world);
      const replica = world.replica({ poolSize: 1 });
      const query = async (sql: string, values: unknown[]) =>
        (await replica.db.query(sql, values)).rows;
      await addTrust(query, { rows, from: world.clock.now() + DAY_MS, withinMs: DAY_MS });
      await replica.db.query('ANALYZE trust');
      tables.push({ rows, replica, samples: [] as number[] });
    }
    tell(`checking ${ROUNDS} times each`);
    for (let round = -ROUNDS / 10; round < ROUNDS; round += 1) {
      for (const { rows, replica, samples } of tables) {
        const account = `u${1 + ((Math.abs(round) * 7919) % rows)}@a.tld`;
        const held = round % 2 === 0;
        const since = performance.now();
        const { ip } = await replica.check({ account, ip: held ? '192.0.2.1' : '192.0.2.2' });
        const took = performance.now() - since;
        if ((ip !== undefined) !== held) throw new Error('Check found what it should not');
        if (round >= 0) samples.push(took);
      }
    }
    const first = shareOf(tables[0]?.samples ?? [], 0.99);
    return tables.map(({ rows, samples }) => ({
      what: `Check among ${rows} trusts`,
      p50_ms: shareOf(samples, 0.5).toFixed(3),
      p99_ms: shareOf(samples, 0.99).toFixed(3),
      ratio: (shareOf(samples, 0.99) / first).toFixed(2),
    }));
  } finally {
    for (const world of worlds) await world.close();
    await server.stop();
  }
}
