import { randomBytes } from 'node:crypto';
import type { ManualClock } from '../../libs/clock/index.js';
import type { TestDatabase, TestPostgres } from '../../libs/embedded-postgres/testing.js';
import type { Actor } from '../../libs/events/definitions/actor.js';
import { openServiceWorld, START, templateOf } from '../../libs/kit/testing/world.js';
import type { Log } from '../../libs/log/index.js';
import { silentLog } from '../../libs/log/index.js';
import { parseAddress } from '../../libs/names/address.js';
import type { Database } from '../../libs/pg/index.js';
import { systemRandom } from '../../libs/random/index.js';
import { keyRing, type NamedKey } from '../../libs/seal/index.js';
import { type Subject, throttleLimits } from '../../libs/throttle/index.js';
import { assemble, type Dependencies, type Parts } from './assemble.js';
import { passwordHashes } from './clients/hashes/password-hashes.js';
import type { Directory } from './ports.js';

export { START };

const silent: Log = { ...silentLog, debug: () => undefined, child: () => silent };

/** Weak parameters, so that tests are quick. */
export const PARAMETERS = { memoryKib: 64, passes: 1, lanes: 1 };

export const ADMIN = {
  certificate: 'spiffe://gatepost/admin/root',
  on_behalf_of: 'olga',
  comment: 'as asked',
} as const satisfies Actor;

/** A random key for a key ring, for tests. */
export function aKey(id: string): NamedKey {
  return { id, key: randomBytes(32) };
}

/** One migrated database that every test clones. */
export const migratedTemplate = (postgres: TestPostgres) => templateOf('credential', postgres);

/** The parts of an event that tests look at. `type` is without the common prefix. */
export interface WireEvent {
  readonly type: string;
  readonly subject: string;
  readonly data: object;
}

export interface CredentialWorld {
  readonly clock: ManualClock;
  readonly db: Database;
  /** The events in the outbox, in order. */
  events(): Promise<WireEvent[]>;
  /** A replica with its own connection pool. */
  replica(change?: Partial<Dependencies>): Promise<Parts>;
  close(): Promise<void>;
}

const noDirectory: Directory = {
  verify: () => Promise.reject(new Error('no directory')),
  look: () => Promise.reject(new Error('no directory')),
  check: () => [],
  test: () => Promise.reject(new Error('no directory')),
};

/** An empty database of the service, with a clock that tests move. */
export async function openWorld(template: TestDatabase): Promise<CredentialWorld> {
  const { clock, db, open, events, close } = await openServiceWorld('credential', template);
  const ring = keyRing([aKey('k1')], systemRandom);
  const hashes = await passwordHashes({ parameters: PARAMETERS, atOnce: 2 });
  return {
    clock,
    db,
    events,
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
    close,
  };
}

/** A login of an account from an address. @throws TypeError if `ip` is not an address */
export function subjectAt(account: string, ip: string): Subject {
  const address = parseAddress(ip);
  if (!address.ok) throw new TypeError(address.reason);
  return { account, address: address.value };
}

/** How long a test's call may wait. */
export function call(ms = 60_000) {
  return { deadline: performance.now() + ms, signal: new AbortController().signal };
}
