import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../../libs/embedded-postgres/testing.js';
import type { Queryable } from '../../../libs/pg/index.js';
import { loginEvent, numbered, POLICY } from '../testing/events.js';
import { migrateRecord, type OpenRecord, openRecord } from '../testing/open-record.js';
import { findEvents } from './find-events.js';

let server: TestPostgres;
let database: TestDatabase;
let record: OpenRecord;

beforeAll(async () => {
  server = await startTestPostgres();
  database = await server.createDatabase(['audit']);
  await migrateRecord(database);
  record = openRecord(database);
  for (let first = 0; first < 4000; first += 1000) {
    const events = Array.from({ length: 1000 }, (_, i) => {
      const decision = first + i === 7 ? 'DENY' : 'ALLOW';
      return numbered(first + i + 1, loginEvent(first + i, { data: { decision } }));
    });
    await record.ledger.append({ source: POLICY, events });
  }
  await record.database.query('analyze leaf');
});
afterAll(async () => {
  await record.close();
  await server.stop();
});

test('the refused sign-ins of a domain are found without a look at those that were let in', async () => {
  const plans: string[] = [];
  const explained: Pick<Queryable, 'query'> = {
    async query(statement, values = []) {
      const { rows } = await record.database.query(`explain analyze ${statement}`, values);
      plans.push(rows.map((row) => Object.values(row)[0]).join('\n'));
      return record.database.query(statement, values);
    },
  };
  const filter = { domain: 'a.tld', decision: 'DENY' };
  const found = await findEvents(explained as Queryable, { filter, limit: 20 });
  expect(found.map(({ index }) => index)).toEqual([7]);
  expect(plans.join('\n')).not.toContain('Rows Removed by Filter');
  expect(plans.join('\n')).toContain('leaf_domain_refused');
});
