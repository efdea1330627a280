import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../libs/embedded-postgres/testing.js';
import {
  AuditServiceService as Audit,
  type Repaired,
} from '../../libs/gen/gatepost/audit/v1/audit.js';
import type { Peer } from '../../libs/grpc/index.js';
import { type Database, openDatabase } from '../../libs/pg/index.js';
import { logins, query, record, verify } from './testing/calls.js';
import { loginEvent } from './testing/events.js';
import { migrateRecord, silent } from './testing/open-record.js';
import { type ServedAudit, serveAudit } from './testing/serve-audit.js';

let server: TestPostgres;
let database: TestDatabase;
let audit: ServedAudit;
let operator: Peer;
let policy: Peer;
let damage: Database;

beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  database = await server.createDatabase(['audit']);
  await migrateRecord(database);
  audit = await serveAudit(database);
  policy = await audit.as('service', 'policy');
  operator = await audit.as('admin', 'operator');
  await record(policy, logins(1, 600), 1);
  await audit.replicas[0]?.publish();
  // Some events lie under no checkpoint yet.
  await record(policy, logins(601, 650), 601);
  damage = openDatabase({ ...database.admin, schema: 'audit', log: silent });
});
afterEach(async () => {
  await damage.close();
  await audit.close();
  await database.drop();
});

const actor = { onBehalfOf: '', comment: 'a disk lost pages' };
const nothing = { subtrees: 0, tree: false, sources: [], searched: 0 };

async function repair(as = operator, by = actor): Promise<Repaired | undefined> {
  let last: Repaired | undefined;
  for await (const { repaired } of as.serverStream(Audit.repair, { actor: by })) last = repaired;
  return last;
}

test('a record as it should be is left alone', async () => {
  expect(await repair()).toEqual(nothing);
});

test('stored subtrees that are wrong, missing or too many are right afterwards', async () => {
  await damage.query("update subtree set hash = sha256('x') where level = 8 and index = 0");
  await damage.query('delete from subtree where level = 8 and index = 1');
  await damage.query("insert into subtree values (8, 2, sha256('x')), (3, 0, sha256('x'))");
  await expect(audit.replicas[0]?.publish()).rejects.toThrow();
  expect(await repair()).toEqual({ ...nothing, subtrees: 4 });
  await audit.replicas[0]?.publish();
  // What was in the way of later subtrees is gone, too.
  await record(policy, logins(651, 800), 651);
  expect((await audit.replicas[0]?.publish())?.size).toBe(800);
});

test.each([
  ['an edge of another tree', "update tree set peaks = sha256('x')"],
  ['an edge that is none', "update tree set peaks = '\\x00'"],
  ['a size of the past', "update tree set size = 512, peaks = sha256('x')"],
])('%s is computed anew', async (_, change) => {
  await damage.query(change);
  expect(await repair()).toEqual({ ...nothing, tree: true });
  await audit.replicas[0]?.publish();
  await record(policy, logins(651, 660), 651);
  expect((await verify(operator, [])).findings).toEqual([]);
});

test('numbers are counted again', async () => {
  await damage.query("update source set numbers = '{[1,651),[700,900)}' where name like '%policy'");
  expect(await repair()).toEqual({ ...nothing, sources: ['/gatepost/policy'] });
  const { sources } = await operator.unary(Audit.sources, {}, { deadlineMs: 10_000 });
  expect(sources.find(({ source }) => source === '/gatepost/policy')).toMatchObject({
    contiguous: 650n,
    highest: 650n,
    missing: [],
  });
});

test('events are found again by what they say, and erased ones by nothing', async () => {
  await damage.query("update leaf set account = 'nobody@a.tld', client_ip = null where index = 7");
  await damage.query('update leaf set event = null, salt = null where index = 8');
  expect(await repair()).toEqual({ ...nothing, searched: 2 });
  expect(await query(operator, { account: 'nobody@a.tld' })).toEqual([]);
  expect(await query(operator, { clientIp: '203.0.113.8' })).toContain(
    JSON.parse(loginEvent(8).toString()).id,
  );
});

test('a record that was changed is not repaired', async () => {
  await damage.query("update leaf set hash = sha256('x') where index = 120");
  await expect(repair()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  await damage.query('delete from leaf where index = 599');
  await expect(repair()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  expect(await audit.said()).toEqual([]);
});

test('an event that its leaf does not hold is not made findable', async () => {
  const event = loginEvent(8, { data: { account: 'mallory@a.tld' } });
  await damage.query('update leaf set event = $1 where index = 7', [event]);
  expect(await repair()).toEqual(nothing);
  expect(await query(operator, { account: 'mallory@a.tld' })).toEqual([]);
});

test('a checkpoint that no key in use signed vouches for no leaf', async () => {
  await damage.query("update checkpoint set note = replace(note, '600', '601')");
  await expect(repair()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
});

test('a repair is an event, and needs an administrator of every domain with a reason', async () => {
  await damage.query('delete from subtree where level = 8 and index = 1');
  await repair();
  const [said] = await audit.said();
  expect(said).toMatchObject({
    type: 'gatepost.audit.repaired.v1',
    data: { subtrees: 1, actor: { certificate: 'spiffe://gatepost/admin/operator' } },
  });
  for (const [role, name] of [
    ['auditor', 'all'],
    ['admin', 'of-a'],
  ] as const) {
    await expect(repair(await audit.as(role, name))).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
  }
  await expect(repair(operator, { ...actor, comment: ' ' })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
});
