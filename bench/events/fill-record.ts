import type { Database, Queryable } from '../../libs/pg/index.js';
import { createRepairing } from '../../services/audit/storage/repairing.js';
import { POLICY, T0 } from '../../services/audit/testing/events.js';

export const DOMAINS = 500;
export const ACCOUNTS = 50_000;
/** How long the record took to grow to its size. */
export const SPAN_MS = 400 * 86_400_000;

/** The account of event `n`: the accounts repeat. */
export const accountOf = (n: number) => `user${n % ACCOUNTS}@d${n % DOMAINS}.tld`;

/**
 * Replaces the record with `size` generated logins, whose leaf hashes and tree are genuine. Everything is loaded in one
 * transaction, before its indexes: a tenth of the time that appending would take.
 */
export async function fillRecord(
  db: Database,
  size: number,
  tell: (text: string) => void,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('truncate leaf, subtree, checkpoint, renumbered, outbox');
    await tx.query("update tree set size = 0, peaks = '', payload_octets = 0");
    await tx.query('delete from source');
    await tx.query('insert into source (name) values ($1)', [POLICY]);
    const restore = await dropIndexes(tx);
    await tx.query(GENERATE, [size, T0 - SPAN_MS, SPAN_MS / size, ACCOUNTS, DOMAINS, POLICY]);
    tell('building its indexes');
    for (const statement of restore) await tx.query(statement);
  });
  await db.query('analyze leaf');
  tell('making its tree');
  const appendEvent = async () => undefined;
  const scan = createRepairing({ database: db, appendEvent }).scan([]);
  while (!(await scan.next()).last);
  const by = { certificate: 'spiffe://gatepost/admin/operator', onBehalfOf: '', comment: 'filled' };
  await scan.repair({ searched: [], by });
}

/** @returns the statements that build them again */
async function dropIndexes(tx: Queryable): Promise<string[]> {
  const { rows: constraints } = await tx.query<{ name: string; is: string }>(
    `select conname as name, pg_get_constraintdef(oid) as is from pg_constraint
     where conrelid = 'leaf'::regclass and contype in ('u', 'p')`,
  );
  const { rows: indexes } = await tx.query<{ name: string; is: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as is from pg_index
     where indrelid = 'leaf'::regclass
       and indexrelid not in (select conindid from pg_constraint where conrelid = 'leaf'::regclass)`,
  );
  for (const { name } of constraints) await tx.query(`alter table leaf drop constraint ${name}`);
  for (const { name } of indexes) await tx.query(`drop index ${name}`);
  return [
    ...constraints.map(({ name, is }) => `alter table leaf add constraint ${name} ${is}`),
    ...indexes.map(({ is }) => is),
  ];
}

/** Ids are those of UUIDv7: they begin with the time. Of 50 logins one is denied, of 1,000 events one is a change. */
const GENERATE = `
  insert into leaf (index, hash, source, sequence, event_id, recorded_at, salt, event,
    time, type, domain, account, client_ip, service, decision, reason, rule)
  select n, sha256('\\x00'::bytea || salt || event), source.id, n + 1, event_id, at, salt, event,
    at, type, domain, account, ip::inet, service, decision, reason, rule
  from generate_series(0, $1::bigint - 1) n
  cross join source
  cross join lateral (
    select md5(n::text) as digest, to_timestamp(($2::float8 + n * $3::float8) / 1000) as at,
      'd' || n % $5::int || '.tld' as domain,
      'user' || n % $4::int || '@d' || n % $5::int || '.tld' as account,
      '10.' || n % 200 || '.' || (n / 8) % 256 || '.' || (n * 31) % 256 as ip,
      (array['Imap', 'Smtp', 'WebUI', 'EAS', 'Dav'])[n % 5 + 1] as service,
      case when n % 1000 = 7 then 'gatepost.trust.granted.v1' else 'gatepost.login.v1' end as type,
      case when n % 1000 <> 7 then case when n % 50 = 0 then 'DENY' else 'ALLOW' end end as decision,
      case when n % 50 = 0 then 'BAD_CREDENTIALS' else 'RULE_SATISFIED' end as reason,
      'rule ' || n % 5 as rule
  ) a
  cross join lateral (
    select decode(digest, 'hex') as salt,
      lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || digest as event_id
  ) b
  cross join lateral (
    select convert_to('{"data":{"account":"' || account || '","client_ip":"' || ip || '","decision":"'
      || coalesce(decision, '') || '","padding":"' || repeat(digest, 14) || '","reason":"' || reason
      || '","rule":"' || rule || '","service":"' || service || '"},"datacontenttype":"application/json","domain":"'
      || domain || '","id":"' || event_id || '","source":"' || $6::text || '","specversion":"1.0","type":"'
      || type || '"}', 'UTF8') as event
  ) c`;
