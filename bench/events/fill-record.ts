import { packHashes } from '../../libs/merkle/index.js';
import type { Database, Queryable } from '../../libs/pg/index.js';
import { createTree } from '../../services/audit/storage/tree.js';
import { POLICY, T0 } from '../../services/audit/testing/events.js';

export const DOMAINS = 500;
export const ACCOUNTS = 50_000;
/** How long the record took to grow to its size. */
export const SPAN_MS = 400 * 86_400_000;

/** The account of the event with number `n`. */
export const accountOf = (n: number) => `user${n % ACCOUNTS}@d${n % DOMAINS}.tld`;

/**
 * Replaces the record with `size` generated logins. Leaf hashes are genuine, the subtrees above them are made up: what
 * is appended later, and its proofs, cost what they cost on a genuine tree. Everything is loaded in one transaction,
 * before its indexes.
 */
export async function fillRecord(
  db: Database,
  { size, isLean, tell }: { size: number; isLean: boolean; tell: (text: string) => void },
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('truncate leaf, subtree, checkpoint, cosignature, renumbered, outbox');
    await tx.query('delete from source');
    await tx.query('insert into source (name, numbers) values ($1, $2::int8multirange)', [
      POLICY,
      `{[1,${size}]}`,
    ]);
    const restore = await dropIndexes(tx);
    const spread = [T0 - SPAN_MS, SPAN_MS / size, ACCOUNTS, DOMAINS];
    await tx.query(GENERATE, [size, ...spread, POLICY, isLean]);
    tell('building its indexes');
    for (const statement of restore) await tx.query(statement);
    await tx.query(SUBTREES, [size]);
    await tx.query('update tree set size = $1, payload_octets = 0', [size]);
    const peaks = packHashes(await createTree({ database: tx }).edgeAt(size));
    await tx.query('update tree set peaks = $1', [peaks]);
  });
  await db.query('analyze leaf');
}

const SUBTREES = `
  insert into subtree (level, index, hash)
  select level, n, sha256(convert_to(level || ' ' || n, 'UTF8'))
  from unnest(array[8, 16, 24, 32]) level
  cross join lateral generate_series(0, $1::bigint / (1::bigint << level) - 1) n`;

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
    select convert_to(case when $7::boolean then '{"id":"' || event_id || '"}' else '{"data":{"account":"' || account || '","client_ip":"' || ip || '","decision":"'
      || coalesce(decision, '') || '","padding":"' || repeat(digest, 14) || '","reason":"' || reason
      || '","rule":"' || rule || '","service":"' || service || '"},"datacontenttype":"application/json","domain":"'
      || domain || '","id":"' || event_id || '","source":"' || $6::text || '","specversion":"1.0","type":"'
      || type || '"}' end, 'UTF8') as event
  ) c`;
