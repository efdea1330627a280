import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../../libs/embedded-postgres/testing.js';
import type { Database, Queryable } from '../../../libs/pg/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { batchOf, POLICY } from '../testing/events.js';
import {
  migrateRecord,
  type OpenRecord,
  openRecord,
  readOutbox,
  verifyAll,
} from '../testing/open-record.js';
import { createErasing } from './erasing.js';
import { createOutbox } from './outbox.js';
import { createRepairing } from './repairing.js';

const PAGE = 16;
const by = { certificate: 'spiffe://gatepost/admin/operator', onBehalfOf: '', comment: 'a test' };
const OTHER_EDGE = "update tree set peaks = sha256('x')";

let server: TestPostgres;
let database: TestDatabase;
let record: OpenRecord;

beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(() => server.stop());
beforeEach(async () => {
  database = await server.createDatabase(['audit']);
  await migrateRecord(database);
  record = openRecord(database);
  await record.ledger.append(batchOf(1, 100));
});
afterEach(async () => {
  await record.close();
  await database.drop();
});

const appendEvent = () => createOutbox({ clock: record.clock, random: systemRandom });
const query = (text: string) => record.database.query<Record<string, unknown>>(text);

/** A repair whose transactions are watched: `before` runs before each, `statements` is what each one ran. */
function watched(before: (n: number) => Promise<unknown> = async () => undefined) {
  const transactions: { text: string; rows: number }[][] = [];
  const transaction = async <T>(work: (tx: Queryable) => Promise<T>): Promise<T> => {
    await before(transactions.length);
    const statements: { text: string; rows: number }[] = [];
    transactions.push(statements);
    return record.database.transaction((tx) =>
      work({
        query: async (...asked: Parameters<Queryable['query']>) => {
          const [statement] = asked;
          const answer = await tx.query(...asked);
          const text = typeof statement === 'string' ? statement : statement.text;
          statements.push({ text, rows: answer.rows.length });
          return answer;
        },
      } as Queryable),
    );
  };
  const db: Database = { ...record.database, transaction };
  const repairing = createRepairing({ database: db, appendEvent: appendEvent(), page: PAGE });
  return { scan: repairing.scan([]), transactions };
}

async function readAll(scan: ReturnType<typeof watched>['scan']): Promise<void> {
  for (let last = false; !last; ) ({ last } = await scan.next());
}

async function expectWhole(leaves: number): Promise<void> {
  const report = await verifyAll(record, [await record.tree.head()]);
  expect(report).toMatchObject({ leaves, verifiedSize: leaves });
  const { rows } = await query(
    'select payload_octets as stored, (select sum(octet_length(event))::bigint from leaf) as held from tree',
  );
  expect(rows[0]?.stored).toBe(rows[0]?.held);
}

test('while nothing can be appended, no more than a page is read, whatever arrived meanwhile', async () => {
  const { scan, transactions } = watched();
  await readAll(scan);
  await record.ledger.append(batchOf(101, 150));
  await query(OTHER_EDGE);
  await query("update source set numbers = '{[1,7),[900,901)}'");
  await query("update leaf set account = 'nobody@a.tld' where index in (7, 8)");
  const repaired = await scan.repair({ searched: [7, 8], by });
  expect(repaired).toEqual({ subtrees: 0, tree: true, sources: [POLICY], searched: 2 });
  await expectWhole(150);
  expect((await record.sources.list())[0]).toMatchObject({ contiguous: 150, highest: 150 });

  const [statements = []] = transactions;
  expect(transactions.length).toBe(1);
  const held = statements.findIndex(({ text }) => text.includes('from tree for update'));
  expect(Math.max(...statements.map(({ rows }) => rows))).toBeLessThan(PAGE);
  // Whoever erases holds leaves before the tree, too: two that wait for each other would be a deadlock.
  const leaves = statements.map(({ text }) => text.includes('for update') && text.includes('leaf'));
  expect(leaves.lastIndexOf(true)).toBeLessThan(held);
});

test('a page that arrives before the tree is held is read without it, and ten in a row are too many', async () => {
  await query("update source set numbers = '{[1,7)}'");
  const one = watched((n) => record.ledger.append(n === 0 ? batchOf(101, 130) : batchOf(131, 135)));
  await readAll(one.scan);
  const repaired = await one.scan.repair({ searched: [], by });
  expect(repaired).toMatchObject({ tree: false, sources: [POLICY] });
  expect(one.transactions.length).toBe(2);
  await expectWhole(135);
  expect((await record.sources.list())[0]).toMatchObject({ contiguous: 135, missing: [] });

  const from = (n: number) => 200 + n * 20;
  const fast = watched((n) => record.ledger.append(batchOf(from(n), from(n + 1) - 1)));
  await readAll(fast.scan);
  await expect(fast.scan.repair({ searched: [], by })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  });
  expect(fast.transactions.length).toBe(10);
  expect((await readOutbox(database)).length).toBe(1);
});

test('numbers under which events were sent again are counted, too', async () => {
  await query('insert into renumbered select id, 120, 5 from source');
  await query("update source set numbers = '{[1,101)}'");
  const { scan } = watched();
  await readAll(scan);
  expect(await scan.repair({ searched: [], by })).toMatchObject({ sources: [POLICY] });
  expect((await query('select numbers::text from source')).rows).toEqual([
    { numbers: '{[1,101),[120,121)}' },
  ]);
});

test('the sum of payloads is right where events were erased and appended since they were read', async () => {
  await query('update tree set payload_octets = 7');
  const { scan } = watched();
  await readAll(scan);
  const erasing = createErasing({ database: record.database, appendEvent: appendEvent() });
  await erasing.erase({ selection: { oldest: true }, limit: 30 }, (what) => {
    return { kind: 'erased', cause: 'size', domain: undefined, eraser: undefined, ...what };
  });
  await record.ledger.append(batchOf(101, 140));
  await query(OTHER_EDGE);
  expect(await scan.repair({ searched: [], by })).toMatchObject({ tree: true });
  await expectWhole(140);
});
