import type { TestDatabase } from '../../embedded-postgres/testing.js';
import { sharedSql } from '../../kit/migrations.js';
import { silentLog } from '../../log/index.js';
import { type Database, openDatabase } from '../../pg/index.js';
import { systemRandom } from '../../random/index.js';
import type { PreparedEvent } from '../event.js';

export const quiet = silentLog;

/** Opens a schema in a test's database and creates the outbox tables in it. */
export async function openOutbox(database: TestDatabase, schema: string): Promise<Database> {
  const db = openDatabase({ ...database.address(schema), log: quiet });
  await db.query(sharedSql('outbox'));
  return db;
}

/** Some event; its bytes are `text`. */
export function someEvent(text: string): PreparedEvent {
  return {
    id: systemRandom.id(),
    source: '/gatepost/policy',
    type: 'gatepost.test.v1',
    subject: 'gatepost.test.tld.a',
    bytes: Buffer.from(text),
  };
}

/** One event for each text, in order; its bytes are the text. */
export function someEvents(...texts: readonly string[]): PreparedEvent[] {
  return texts.map(someEvent);
}
