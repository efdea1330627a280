import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { packageRoot } from '../../libs/config/index.js';
import { startEmbeddedPostgres } from '../../libs/embedded-postgres/index.js';
import { silentLog } from '../../libs/log/index.js';
import { drawAppPassword } from '../../libs/names/app-password.js';
import type { Queryable } from '../../libs/pg/index.js';
import { findAppPassword } from '../../services/credential/storage/app-passwords.js';
import type { Figures } from '../bench.js';
import { shareOf } from './shares.js';

const MIGRATION = 'services/credential/storage/migrations/0001_credential.sql';
const SIZES = [10, 1_000_000];
const ROUNDS = 3000;
const FILL = `INSERT INTO app_password
    (id, account, domain, label, services, public_part, key_id, hash, created_at)
  SELECT gen_random_uuid(), 'u' || n % 100000 || '@a.tld', 'a.tld', 'phone', ARRAY['EAS'],
    substr(md5(n::text), 1, 8) || n, '1', sha256(n::text::bytea), now()
  FROM generate_series(1, $1) n`;

/**
 * Finds one app password among few and among a million, in turn, so that noise affects both alike.
 */
export async function measureLookup(tell: (text: string) => void): Promise<Figures[]> {
  const postgres = await startEmbeddedPostgres({
    dataDir: join(mkdtempSync(join(tmpdir(), 'gatepost-bench-lookup-')), 'data'),
    settings: { fsync: 'off' },
    log: silentLog,
  });
  const tables: Table[] = [];
  try {
    for (const rows of SIZES) {
      tell(`making ${rows} app passwords`);
      tables.push(await openTable(postgres, rows));
    }
    for (let round = -ROUNDS / 10; round < ROUNDS; round += 1) {
      for (const table of tables) {
        const took = await timeOne(table);
        if (round >= 0) table.samples.push(took);
      }
    }
    const first = shareOf(tables[0]?.samples ?? [], 0.5);
    return tables.map(({ rows, samples }) => ({
      what: `find one of ${rows} app passwords`,
      p50_ms: shareOf(samples, 0.5).toFixed(3),
      p99_ms: shareOf(samples, 0.99).toFixed(3),
      ratio: (shareOf(samples, 0.5) / first).toFixed(2),
    }));
  } finally {
    for (const { client } of tables) await client.end();
    await postgres.stop();
  }
}

interface Table {
  readonly rows: number;
  readonly client: pg.Client;
  readonly known: readonly string[];
  readonly samples: number[];
}

async function openTable(
  postgres: { url(): string; passwordFile: string },
  rows: number,
): Promise<Table> {
  const { hostname, port, username } = new URL(postgres.url());
  const password = readFileSync(postgres.passwordFile, 'utf8').trimEnd();
  const client = new pg.Client({
    ...{ host: hostname, port: Number(port), user: username, password },
    database: 'postgres',
  });
  await client.connect();
  await client.query(`CREATE SCHEMA of_${rows}`);
  await client.query(`SET search_path TO of_${rows}`);
  await client.query(readFileSync(join(packageRoot, MIGRATION), 'utf8'));
  await client.query(FILL, [rows]);
  await client.query('ANALYZE app_password');
  const { rows: found } = await client.query(
    'SELECT public_part FROM app_password ORDER BY hash LIMIT 500',
  );
  return { rows, client, known: found.map((row) => row.public_part), samples: [] };
}

/** Every other one exists. */
async function timeOne({ client, known, samples }: Table): Promise<number> {
  const { publicPart } = drawAppPassword(randomBytes);
  const there = samples.length % 2 === 0 ? known[samples.length % known.length] : undefined;
  const since = performance.now();
  await findAppPassword(client as unknown as Queryable, there ?? publicPart);
  return performance.now() - since;
}
