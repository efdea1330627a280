import { connectClient } from '../../../libs/pg/connect.js';
import type { DatabaseAddress } from '../../../libs/pg/index.js';
import type { Listener } from './wake.js';

/** Channels belong to the database, not to the schema, so the name must identify the service. */
const CHANNEL = 'gatepost_audit_grown';

export const ANNOUNCE = `select pg_notify('${CHANNEL}', '')`;

/** Opens a connection that calls `heard` for each announcement by any replica. */
export function listenWith(address: DatabaseAddress): (heard: () => void) => Promise<Listener> {
  return async (heard) => {
    const client = await connectClient(address, {
      applicationName: 'gatepost audit listener',
      connectTimeoutMs: 2000,
      statementTimeoutMs: 5000,
      settings: {},
    });
    const lost = new AbortController();
    client.once('end', () => lost.abort());
    client.on('notification', heard);
    await client.query(`listen ${CHANNEL}`);
    return { lost: lost.signal, close: () => client.end().catch(() => undefined) };
  };
}
