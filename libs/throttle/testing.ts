import { createHash } from 'node:crypto';
import { manualClock } from '../clock/index.js';
import type { TestDatabase, TestPostgres } from '../embedded-postgres/testing.js';
import { sharedSql } from '../kit/migrations.js';
import { silentLog as log } from '../log/index.js';
import { type Address, parseAddress } from '../names/address.js';
import { type Database, openDatabase, type Queryable } from '../pg/index.js';
import { systemRandom } from '../random/index.js';
import {
  type Compared,
  createThrottle,
  type ThrottleFact,
  type ThrottleLimits,
  windowKeys,
} from './index.js';

const SCHEMA = 'throttled';

/** A database with the tables of a throttle; every test clones it. */
export async function throttleTemplate(postgres: TestPostgres): Promise<TestDatabase> {
  const template = await postgres.createDatabase([SCHEMA]);
  const db = openDatabase({ ...template.address(SCHEMA), log });
  await db.query(sharedSql('throttle'));
  await db.close();
  return template;
}

/** A database that counts its round trips. */
export interface CountingDatabase extends Database {
  roundTrips: number;
}

export const MINUTE = 60_000;
export const DAY = 86_400_000;
export const limits: ThrottleLimits = {
  perScope: { 'account+address': 10, address: 100, account: 50 },
  pastAddress: 3,
  windowMs: 15 * MINUTE,
  usualMs: 30 * DAY,
};

/** A clone of the template, with processes of a service on it. */
export async function openThrottled(template: TestDatabase) {
  const database = await template.clone();
  const clock = manualClock(Date.parse('2026-11-01T12:00:00Z'));
  const facts: ThrottleFact[] = [];
  const pools: Database[] = [];
  const open = (poolSize: number): CountingDatabase => {
    const address = database.address(SCHEMA);
    const db = openDatabase({ ...address, poolSize, acquireTimeoutMs: 20_000, log });
    pools.push(db);
    return counting(db);
  };
  const keys = windowKeys((window) => createHash('sha256').update('a key').update(window).digest());
  const partsOn = (db: Database) => ({
    secret: 'password' as const,
    windowKeys: keys,
    db,
    clock,
    random: systemRandom,
    limits,
    announce: async (_tx: Queryable, seen: readonly ThrottleFact[]) => void facts.push(...seen),
  });
  return {
    clock,
    /** The facts announced so far. */
    facts,
    partsOn,
    /** A process with its own pool and its own wait queues. */
    replica(poolSize = 5) {
      const db = open(poolSize);
      const parts = partsOn(db);
      const throttle = createThrottle(parts);
      const attempt = async (
        account: string,
        ip: string,
        compared: Compared,
        work = async () => {},
        typed?: string,
      ) => {
        const of = { ...subject(account, ip), ...(typed && { typed: Buffer.from(typed) }) };
        const outcome = await throttle.guard(of, call(30_000), async () => {
          await work();
          return { compared };
        });
        return 'refused' in outcome ? outcome.refused : outcome.compared;
      };
      const times = async (n: number, account: string, ip: string, compared: Compared) => {
        const outcomes = [];
        for (let i = 0; i < n; i++) outcomes.push(await attempt(account, ip, compared));
        return outcomes;
      };
      return { db, parts, throttle, attempt, times };
    },
    async close() {
      for (const pool of pools) await pool.close();
      await database.drop();
    },
  };
}

export type Throttled = Awaited<ReturnType<typeof openThrottled>>;

function counting(db: Database): CountingDatabase {
  const counted: CountingDatabase = {
    ...db,
    healthy: true,
    roundTrips: 0,
    query(statement, values) {
      counted.roundTrips += 1;
      return db.query(statement, values);
    },
    transaction(work) {
      counted.roundTrips += 2;
      return db.transaction((tx) =>
        work({
          query(statement, values) {
            counted.roundTrips += 1;
            return tx.query(statement, values);
          },
        }),
      );
    },
  };
  return counted;
}

/** @throws Error if the text is not an address */
export function addressOf(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

/** An attempt for `account` from the address `ip`, for tests. */
export function subject(account: string, ip: string) {
  return { account, address: addressOf(ip) };
}

/** The scope of a call that may take `ms` milliseconds, for tests. */
export function call(ms: number) {
  return { deadline: performance.now() + ms, signal: new AbortController().signal };
}
