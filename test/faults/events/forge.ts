import type { Installation } from '../../../cli/up/installation/prepare-installation.js';
import { numbered } from '../../../services/audit/testing/events.js';
import { openRecord } from '../../../services/audit/testing/open-record.js';
import type { Victims } from './victims.js';

const TABLES = ['leaf', 'subtree', 'checkpoint', 'source', 'tree'];

/** Copies the record, which is restored after each attack. */
export async function copyRecord({ query }: Victims): Promise<void> {
  for (const name of TABLES) {
    await query(`create table public.copy_of_${name} as table audit.${name}`);
  }
}

/** Restores everything in one transaction, as audit may be at work. */
export async function restoreRecord({ query }: Victims): Promise<void> {
  const insert = (name: string) =>
    `insert into audit.${name} overriding system value select * from public.copy_of_${name}`;
  await query([LOCK, ...WIPE, 'delete from audit.tree', ...TABLES.map(insert)].join(';\n'));
}

const LOCK = `lock table ${TABLES.map((name) => `audit.${name}`).join(', ')}`;
const WIPE = [
  ...['leaf', 'subtree', 'checkpoint', 'source'].map((name) => `delete from audit.${name}`),
  `update audit.tree set size = 0, peaks = '', payload_octets = 0`,
];

/** Builds a whole new tree in which one event differs, as the database's owner could. */
export async function rewriteRecord(victims: Victims, installation: Installation): Promise<void> {
  const { query } = victims;
  await query([LOCK, ...WIPE].join(';\n'));
  const rows = await query<{ source: string; sequence: string; event: Buffer }>(
    `select name as source, sequence, event from public.copy_of_leaf leaf
     join public.copy_of_source source on source.id = leaf.source order by index`,
  );
  const url = `postgres://gatepost_audit@127.0.0.1:${installation.plan.postgres}/gatepost`;
  const passwordFile = installation.secrets.databasePasswords.audit;
  const address = () => ({ url, passwordFile, schema: 'audit' });
  const forger = openRecord({ address } as unknown as Parameters<typeof openRecord>[0]);
  for (const { source, sequence, event } of rows) {
    const forged = Buffer.from(
      event.toString('utf8').replace('"decision":"DENY"', '"decision":"ALLOW"'),
    );
    await forger.ledger.append({ source, events: [numbered(Number(sequence), forged, source)] });
  }
  await forger.close();
}
