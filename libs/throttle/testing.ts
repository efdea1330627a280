import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../config/index.js';
import type { TestDatabase, TestPostgres } from '../embedded-postgres/testing.js';
import { type Database, openDatabase } from '../pg/index.js';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const SCHEMA = 'throttled';

/** A database with the tables of a throttle, that every test clones. */
export async function throttleTemplate(postgres: TestPostgres): Promise<TestDatabase> {
  const template = await postgres.createDatabase([SCHEMA]);
  const db = openDatabase({ ...template.address(SCHEMA), log });
  await db.query(readFileSync(join(packageRoot, 'libs', 'throttle', 'throttle.sql'), 'utf8'));
  await db.close();
  return template;
}

/** A database that counts the round trips it is asked for. */
export interface CountingDatabase extends Database {
  roundTrips: number;
}

/** Opens pools on a clone of the template. */
export async function openThrottled(template: TestDatabase) {
  const database = await template.clone();
  const pools: Database[] = [];
  return {
    pool(poolSize: number): CountingDatabase {
      const db = openDatabase({
        ...database.address(SCHEMA),
        poolSize,
        acquireTimeoutMs: 20_000,
        log,
      });
      pools.push(db);
      const counting: CountingDatabase = {
        ...db,
        healthy: true,
        roundTrips: 0,
        query(statement, values) {
          counting.roundTrips += 1;
          return db.query(statement, values);
        },
        transaction(work) {
          counting.roundTrips += 2;
          return db.transaction((tx) =>
            work({
              query(statement, values) {
                counting.roundTrips += 1;
                return tx.query(statement, values);
              },
            }),
          );
        },
      };
      return counting;
    },
    async close() {
      for (const pool of pools) await pool.close();
      await database.drop();
    },
  };
}
