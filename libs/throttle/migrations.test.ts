import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../embedded-postgres/testing.js';
import { migrateService, schemaOf, sharedSql } from '../kit/migrations.js';
import { silentLog as log } from '../log/index.js';
import { type Database, openDatabase } from '../pg/index.js';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres?.stop());

/** What migrations that changed the first version left must be what a new schema gets. */
it.each(['credential', 'otp'])(
  'the tables in %s are those the library is tried on',
  async (service) => {
    const database = await postgres.createDatabase([schemaOf(service), 'new']);
    const migrated = openDatabase({ ...database.address(schemaOf(service)), log });
    const fresh = openDatabase({ ...database.address('new'), log });
    try {
      await migrateService({ service, address: database.address(schemaOf(service)), log });
      await fresh.query(sharedSql('throttle'));
      const wanted = await columnsOf(fresh);
      const tables = new Set(wanted.map(({ table_name }) => table_name));
      const found = await columnsOf(migrated);
      expect(found.filter(({ table_name }) => tables.has(table_name))).toEqual(wanted);
    } finally {
      await Promise.all([migrated.close(), fresh.close()]);
      await database.drop();
    }
  },
);

async function columnsOf(db: Database) {
  const { rows } = await db.query<{ table_name: string }>(
    `SELECT table_name, column_name, data_type, is_nullable, collation_name
     FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name LIKE 'throttle%'
     ORDER BY 1, 2`,
  );
  return rows;
}
