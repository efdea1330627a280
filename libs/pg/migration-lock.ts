import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { unavailable } from '../errors/index.js';
import type { Log } from '../log/index.js';

const RETRY_MS = 250;

/**
 * Makes this session the only one that migrates a schema, until it ends. Asks again and again, because a statement that
 * waits keeps its snapshot, and an index that is built concurrently waits for every older snapshot: both would wait for
 * each other.
 * @throws GatepostError UNAVAILABLE if another session has the lock all this time
 */
export async function takeMigrationLock(
  client: pg.Client,
  of: { readonly schema: string; readonly waitMs: number; readonly log: Log },
): Promise<void> {
  const { schema, waitMs, log } = of;
  const giveUpAt = performance.now() + waitMs;
  for (let isFirst = true; ; isFirst = false) {
    const { rows } = await client.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock($1::bigint) AS taken',
      [lockValueOf(schema)],
    );
    if (rows[0]?.taken) return;
    if (isFirst) log.info('another replica migrates this schema; waiting for it', { schema });
    if (performance.now() >= giveUpAt) {
      throw unavailable(`another replica has been migrating the schema ${schema} for too long`);
    }
    await sleep(RETRY_MS);
  }
}

/** One lock for each schema: services do not wait for each other. */
function lockValueOf(schema: string): number {
  let hash = 0x67_70; // "gp"
  for (const letter of schema) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 2 ** 48;
  return hash;
}
