import { randomBytes } from 'node:crypto';
import { type ManualClock, manualClock } from '../../libs/clock/index.js';
import type { TestDatabase, TestPostgres } from '../../libs/embedded-postgres/testing.js';
import { migrateService } from '../../libs/kit/migrations.js';
import type { Log } from '../../libs/log/index.js';
import { silentLog } from '../../libs/log/index.js';
import { parseAddress } from '../../libs/names/address.js';
import { type Database, openDatabase } from '../../libs/pg/index.js';
import { systemRandom } from '../../libs/random/index.js';
import { keyRing, type NamedKey } from '../../libs/seal/index.js';
import { type Subject, throttleLimits } from '../../libs/throttle/index.js';
import { assemble, type Dependencies, type Parts } from './assemble.js';
import { passwordHashes } from './clients/hashes/password-hashes.js';
import type { EventActor } from './core/events.js';
import type { Directory } from './ports.js';

const silent: Log = { ...silentLog, debug: () => undefined, child: () => silent };

export const START = Date.parse('2026-11-01T12:00:00Z');
/** Weak, so that tests are quick. */
export const PARAMETERS = { memoryKib: 64, passes: 1, lanes: 1 };

export const ADMIN = {
  kind: 'admin',
  certificate: 'spiffe://gatepost/admin/root',
  onBehalfOf: 'olga',
  comment: 'as asked',
} as const satisfies EventActor;

export function aKey(id: string): NamedKey {
  return { id, key: randomBytes(32) };
}

/** One migrated database that every test clones. */
export async function migratedTemplate(postgres: TestPostgres): Promise<TestDatabase> {
  const template = await postgres.createDatabase(['credential']);
  const address = template.address('credential');
  await migrateService({ service: 'credential', address, log: silentLog });
  return template;
}

/** As much of an event as tests look at; `type` without what all of ours share. */
export interface WireEvent {
  readonly type: string;
  readonly subject: string;
  readonly data: object;
}

export interface CredentialWorld {
  readonly clock: ManualClock;
  readonly db: Database;
  /** What lies in the outbox, in order. */
  events(): Promise<WireEvent[]>;
  /** A replica with a pool of its own. */
  replica(change?: Partial<Dependencies>): Promise<Parts>;
  close(): Promise<void>;
}

const noDirectory: Directory = {
  verify: () => Promise.reject(new Error('no directory')),
  has: () => Promise.reject(new Error('no directory')),
  check: () => [],
  test: () => Promise.reject(new Error('no directory')),
};

export async function openWorld(template: TestDatabase): Promise<CredentialWorld> {
  const database = await template.clone();
  const clock = manualClock(START);
  const ring = keyRing([aKey('k1')], systemRandom);
  const hashes = await passwordHashes({ parameters: PARAMETERS, atOnce: 2 });
  const pools: Database[] = [];
  const open = () => {
    const db = openDatabase({ ...database.address('credential'), log: silentLog });
    pools.push(db);
    return db;
  };
  const db = open();
  return {
    clock,
    db,
    events: async () => {
      const { rows } = await db.query<{ event: Buffer }>('SELECT event FROM outbox ORDER BY id');
      return rows.map(({ event }) => {
        const { type, subject, data } = JSON.parse(event.toString());
        return { type: type.replace(/^gatepost\.credential\.(.*)\.v1$/, '$1'), subject, data };
      });
    },
    replica: async (change = {}) =>
      assemble({
        db: open(),
        clock,
        random: systemRandom,
        log: silent,
        ring,
        hashes,
        directory: noDirectory,
        trustStore: { setNotBefore: async () => undefined },
        limits: throttleLimits().parse({}),
        settings: {
          perAccount: 5,
          lapsedKeptMs: 90 * 86_400_000,
          alarm: { networks: 3, withinMs: 3_600_000 },
          leastPassword: 8,
        },
        ...change,
      }),
    close: async () => {
      for (const pool of pools) await pool.close();
      await database.drop();
    },
  };
}

export function subjectAt(account: string, ip: string): Subject {
  const address = parseAddress(ip);
  if (!address.ok) throw new TypeError(address.reason);
  return { account, address: address.value };
}

/** How long a test's call may wait. */
export function call(ms = 60_000) {
  return { deadline: performance.now() + ms, signal: new AbortController().signal };
}
