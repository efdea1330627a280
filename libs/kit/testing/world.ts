import { type ManualClock, manualClock } from '../../clock/index.js';
import type { TestDatabase, TestPostgres } from '../../embedded-postgres/testing.js';
import { silentLog as log } from '../../log/index.js';
import { type Database, openDatabase } from '../../pg/index.js';
import { migrateService, schemaOf } from '../migrations.js';

/** The time at which the clocks of tests begin. */
export const START = Date.parse('2026-11-01T12:00:00Z');

/** A database with the schema of a service; every test clones it. */
export async function templateOf(service: string, postgres: TestPostgres): Promise<TestDatabase> {
  const schema = schemaOf(service);
  const template = await postgres.createDatabase([schema]);
  await migrateService({ service, address: template.address(schema), log });
  return template;
}

/** An event of the outbox; `type` without the prefix that all events of a service share. */
export interface EmittedEvent {
  readonly type: string;
  readonly subject: string;
  // biome-ignore lint/suspicious/noExplicitAny: JSON
  readonly data: Record<string, any>;
}

/** What a service needs around it, for one test. */
export interface ServiceWorld {
  /** Stands still at `START` until it is moved. */
  readonly clock: ManualClock;
  /** The test's own pool. */
  readonly db: Database;
  /** Opens another pool, for a replica. */
  open(): Database;
  /** The events in the outbox, in order. */
  events(): Promise<EmittedEvent[]>;
  /** Closes every pool and drops the database. */
  close(): Promise<void>;
}

/** A clone of `template`, a clock and an outbox reader. */
export async function openServiceWorld(
  service: string,
  template: TestDatabase,
): Promise<ServiceWorld> {
  const database = await template.clone();
  const pools: Database[] = [];
  const open = () => {
    const db = openDatabase({ ...database.address(schemaOf(service)), log });
    pools.push(db);
    return db;
  };
  const db = open();
  return {
    clock: manualClock(START),
    db,
    open,
    async events() {
      const { rows } = await db.query<{ event: Buffer }>('SELECT event FROM outbox ORDER BY id');
      return rows.map(({ event }) => {
        const { type, subject, data } = JSON.parse(event.toString());
        return { type: type.replace(/^gatepost\.[a-z-]+\.(.*)\.v1$/, '$1'), subject, data };
      });
    },
    async close() {
      for (const pool of pools) await pool.close();
      await database.drop();
    },
  };
}
