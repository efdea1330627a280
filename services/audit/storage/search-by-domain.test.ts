import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../../libs/embedded-postgres/testing.js';
import type { Queryable } from '../../../libs/pg/index.js';
import type { Filter } from '../core/filter.js';
import { migrateRecord, type OpenRecord, openRecord } from '../testing/open-record.js';
import { findEvents } from './find-events.js';

// A search in one domain of a large record.

const LOGINS = 20_000;
const TYPE = 'gatepost.login.v1';

let server: TestPostgres;
let database: TestDatabase;
let record: OpenRecord;

beforeAll(async () => {
  server = await startTestPostgres();
  database = await server.createDatabase(['audit']);
  await migrateRecord(database);
  record = openRecord(database);
  await record.database.query("insert into source (name) values ('/gatepost/policy')");
  // A fifth of them are of a.tld. GRACE_PERIOD, the gateway and Pop3 occur in other domains alone.
  await record.database.query(
    `insert into leaf (index, hash, source, sequence, event_id, recorded_at, salt, event, time, type,
       domain, account, client_ip, service, decision, reason)
     select n, sha256('x'), 1, n, n::text, now(), '\\x00', convert_to(repeat('x', 600), 'UTF8'),
       timestamptz '2026-03-01' + make_interval(secs => n), $2,
       case when n % 5 = 0 then 'a.tld' else 'd' || n % 100 || '.tld' end, 'u@x.tld',
       case when n % 20 = 1 then '192.0.2.1'::inet else '10.0.0.0'::inet + n end,
       case when n % 10 = 3 then 'Pop3' else 'Imap' end,
       case when n % 7 = 0 then 'DENY' else 'ALLOW' end,
       case when n % 20 = 7 then 'GRACE_PERIOD' when n % 7 = 0 then 'NO_RULE' else 'RULE_SATISFIED' end
     from generate_series(1, $1::int) n`,
    [LOGINS, TYPE],
  );
  await record.database.query('analyze leaf');
});
afterAll(async () => {
  await record?.close();
  await database?.drop();
  await server?.stop();
});

/** How many rows a search read and did not return. */
async function readInVain(filter: Partial<Filter>): Promise<number> {
  let vain = 0;
  const explaining: Queryable = {
    async query(text: string, values?: unknown[]) {
      if (!text.includes('order by time')) return record.database.query(text, values);
      const { rows } = await record.database.query<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>(
        `explain (analyze, format json) ${text}`,
        values,
      );
      vain = removed(rows[0]?.['QUERY PLAN'][0]?.Plan);
      return { rows: [], count: 0 };
    },
  } as unknown as Queryable;
  await findEvents(explaining, { filter: { type: TYPE, ...filter } as Filter, limit: 51 });
  return vain;
}

interface Plan {
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

function removed(plan: Plan | undefined): number {
  if (plan === undefined) return 0;
  const own = plan['Rows Removed by Filter'] ?? 0;
  return (plan.Plans ?? []).reduce((sum, each) => sum + removed(each), own);
}

it.each([
  ['a reason', { reason: 'GRACE_PERIOD' }],
  ['a service', { service: 'Pop3' }],
  ['an address', { clientIp: '192.0.2.1/32' }],
  ['a service with a reason', { service: 'Pop3', reason: 'NO_RULE' }],
  ['a decision with a reason', { decision: 'ALLOW', reason: 'NO_RULE' }],
])('%s that a domain does not have is looked for without reading other events', async (_, what) => {
  expect(await readInVain({ domain: 'a.tld', ...what })).toBeLessThan(100);
});

it('a search finds values that are longer than what is indexed of them', async () => {
  const [one, other] = ['X'.repeat(100), `${'X'.repeat(99)}Y`];
  const found = async (reason: string) =>
    (await findEvents(record.database, { filter: { domain: 'a.tld', reason }, limit: 9 })).length;
  await record.database.query(
    "update leaf set reason = case index when 5 then $1 when 10 then $2 else repeat('X', 65) end where index in (5, 10, 15)",
    [one, other],
  );
  expect([await found(one), await found(other), await found('X'.repeat(64))]).toEqual([1, 1, 0]);
});

it('an event whose values are as long as they may be fits into every index', async () => {
  const long = () => randomBytes(512).toString('hex');
  const wide = '\u{1F511}'.repeat(256);
  await record.database.query(
    `insert into leaf (index, hash, source, sequence, event_id, recorded_at, salt, event, time, type, domain,
       account, client_ip, service, decision, reason, rule)
     select 0, hash, source, 0, '0', recorded_at, salt, event, time, type, $1, $2, '2001:db8::1', $3, $4, $5, $6
     from leaf where index = 1`,
    [long(), long(), wide, long(), wide, long()],
  );
});
