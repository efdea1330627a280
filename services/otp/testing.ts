import { randomBytes } from 'node:crypto';
import type { ManualClock } from '../../libs/clock/index.js';
import type { TestDatabase, TestPostgres } from '../../libs/embedded-postgres/testing.js';
import { openServiceWorld, templateOf } from '../../libs/kit/testing/world.js';
import { silentLog } from '../../libs/log/index.js';
import { parseAddress } from '../../libs/names/address.js';
import type { Database } from '../../libs/pg/index.js';
import { systemRandom } from '../../libs/random/index.js';
import { type KeyRing, keyRing } from '../../libs/seal/index.js';
import { type Subject, throttleLimits } from '../../libs/throttle/index.js';
import { assemble, type Dependencies, type Parts } from './assemble.js';
import { importAuthenticator } from './commands/import-authenticator.js';
import type { CodeParameters } from './core/authenticator.js';
import { codeAt, stepAt } from './core/totp.js';

export interface WorldEvent {
  readonly type: string;
  readonly subject: string;
  readonly data: Record<string, unknown>;
}

/** The service's database, its clock and its replicas, for a test. */
export interface OtpWorld {
  readonly clock: ManualClock;
  readonly ring: KeyRing;
  /** The events in the outbox: type without `gatepost.otp.` and `.v1`, subject and data. */
  events(): Promise<WorldEvent[]>;
  /** Connected as the tests' superuser. */
  readonly db: Database;
  /** A replica with its own connection pool. */
  replica(change?: Partial<Dependencies>): Parts;
  close(): Promise<void>;
}

/** A random key for a key ring, for tests. */
export function aKey(id: string) {
  return { id, key: randomBytes(32) };
}

/** One migrated database that every test clones. */
export const migratedTemplate = (postgres: TestPostgres) => templateOf('otp', postgres);

/** An empty database of the service, with a clock that tests move. */
export async function openWorld(template: TestDatabase): Promise<OtpWorld> {
  const { clock, db, open, events, close } = await openServiceWorld('otp', template);
  const ring = keyRing([aKey('k1')], systemRandom);
  return {
    clock,
    ring,
    events,
    db,
    replica: (change = {}) =>
      assemble({
        db: open(),
        clock,
        random: systemRandom,
        log: silentLog,
        ring,
        trustStore: { setNotBefore: async () => undefined },
        claimEnrolment: async () => undefined,
        limits: throttleLimits().parse({}),
        settings: {
          issuer: 'Example: Mail',
          enrolmentMs: 600_000,
          authenticatorsPerAccount: 10,
          lock: { failures: 10, cooldownMs: 3_600_000 },
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

/** An administrator, for events. */
export const ADMIN = {
  certificate: 'spiffe://gatepost/admin/root',
  on_behalf_of: 'olga',
  comment: 'lost phone',
} as const;

export const FRONT_END = 'spiffe://gatepost/front-end/webmail';

/** An account's authenticator whose codes a test can compute. */
export interface TestAuthenticator {
  readonly id: string;
  /** The code of the step `steps` away from the one at `now`. */
  code(now: number, steps?: number): string;
  /** A code of the same length that differs from those around `now`. */
  wrongCode(now: number): string;
}

/** Gives an account a confirmed authenticator. */
export async function enrol(
  parts: Parts,
  account: string,
  parameters: CodeParameters = { algorithm: 'sha1', digits: 6, period: 30 },
): Promise<TestAuthenticator> {
  const secret = randomBytes(20);
  const uri = { secret, parameters, label: 'phone' };
  const id = await importAuthenticator(parts, { account, uri, actor: ADMIN });
  const code = (now: number, steps = 0) =>
    codeAt(secret, stepAt(now, parameters.period) + steps, parameters);
  return {
    id,
    code,
    wrongCode: (now) => {
      const right = [-2, -1, 0, 1, 2].map((steps) => code(now, steps));
      for (let n = 0; ; n++) {
        const wrong = String(n).padStart(parameters.digits, '0');
        if (!right.includes(wrong)) return wrong;
      }
    },
  };
}
