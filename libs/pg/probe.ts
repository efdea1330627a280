import type pg from 'pg';
import { connectClient, endClient, requireWritable, type SessionSettings } from './connect.js';
import { isSilence } from './errors.js';
import type { Hosts } from './hosts.js';
import type { DatabaseAddress } from './types.js';

const ANSWER_MS = 1000;

/**
 * Asks whether Postgres can be used: it takes writes, which a former primary may not, and a commit ends, which it does
 * not while the primary waits for a standby. The commit holds an empty message in the write-ahead log, and no data.
 *
 * @param hosts where it notes which host can be used
 * @throws the driver's error, or Error with SQLSTATE 25006 at a standby
 */
export async function probe(
  address: DatabaseAddress,
  session: SessionSettings,
  hosts: Hosts,
): Promise<void> {
  const quick = { ...session, connectTimeoutMs: ANSWER_MS, statementTimeoutMs: ANSWER_MS };
  const client = await connectClient(address, quick, hosts);
  try {
    await requireWritable(client);
    await client.query('BEGIN');
    const { rows } = await client.query<{ pid: number }>(
      "SELECT pg_backend_pid() AS pid, pg_logical_emit_message(true, 'gatepost', '')",
    );
    await client.query('COMMIT').catch(async (error) => {
      if (isSilence(error)) await endWait(address, quick, rows[0]?.pid);
      throw error;
    });
  } finally {
    await endClient(client);
  }
}

/** A session that waits for a standby outlives its connection. Each probe would leave one. */
async function endWait(
  address: DatabaseAddress,
  session: SessionSettings,
  pid: number | undefined,
): Promise<void> {
  let other: pg.Client | undefined;
  try {
    other = await connectClient(address, session);
    await other.query('SELECT pg_cancel_backend($1)', [pid]);
  } catch {
    // A server that hangs altogether.
  } finally {
    if (other !== undefined) await endClient(other);
  }
}
