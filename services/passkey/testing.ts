import { randomBytes, randomUUID } from 'node:crypto';
import type { ManualClock } from '../../libs/clock/index.js';
import type { TestDatabase, TestPostgres } from '../../libs/embedded-postgres/testing.js';
import { openServiceWorld, START, templateOf } from '../../libs/kit/testing/world.js';
import { silentLog } from '../../libs/log/index.js';
import { parseAddress } from '../../libs/names/address.js';
import type { Database } from '../../libs/pg/index.js';
import { systemRandom } from '../../libs/random/index.js';
import { keyRing } from '../../libs/seal/index.js';
import {
  type Answering,
  type SoftwarePasskey,
  softwarePasskey,
} from '../../libs/testing/software-authenticator.js';
import { type Subject, throttleLimits } from '../../libs/throttle/index.js';
import { assemble, type Dependencies, type Parts } from './assemble.js';
import { beginLogin } from './commands/begin-login.js';
import { beginRegistration } from './commands/begin-registration.js';
import { confirmRegistration } from './commands/confirm-registration.js';
import { type Finished, finishRegistration } from './commands/finish-registration.js';
import { type AssertionToVerify, verifyAssertion } from './commands/verify-assertion.js';
import { hostsOf } from './core/hosts.js';
import { modelsOf } from './core/models.js';
import type { AssertionOutcome } from './core/verdict.js';
import type { Ticket } from './ports.js';

export { START };

export const HOST = 'sign-in.example';
export const ORIGIN = `https://${HOST}`;
export const FRONT_END = 'spiffe://gatepost/service/portal';
export const RECOVERY_CODES = ['one', 'two'];

/** `moved.example` recently moved to its own host; `own.example` always had one. */
export const HOSTS = hostsOf([
  { rpId: HOST, origins: [ORIGIN], domains: ['*'], movedFrom: undefined },
  {
    ...{ rpId: 'login.own.example', origins: ['https://login.own.example'] },
    ...{ domains: ['own.example'], movedFrom: undefined },
  },
  {
    ...{ rpId: 'login.moved.example', origins: ['https://login.moved.example'] },
    domains: ['moved.example'],
    movedFrom: { rpId: HOST, origins: [ORIGIN], until: START + 86_400_000 },
  },
]);

export interface World {
  readonly clock: ManualClock;
  readonly db: Database;
  /** The events in the outbox: type without `gatepost.passkey.` and `.v1`, and data. */
  events(): Promise<{ type: string; data: Record<string, unknown> }[]>;
  /** The notifications to otp and trust-store. */
  readonly told: string[];
  /** Accounts that have an authenticator, and were shown recovery codes with it. */
  readonly withAuthenticator: Set<string>;
  /** A replica with its own connection pool. */
  replica(change?: Partial<Dependencies>): Parts;
  close(): Promise<void>;
}

/** One migrated database that every test clones. */
export const migratedTemplate = (postgres: TestPostgres) => templateOf('passkey', postgres);

/** An empty database of the service, with a clock that tests move. */
export async function openWorld(template: TestDatabase): Promise<World> {
  const { clock, db, open, events, close } = await openServiceWorld('passkey', template);
  const ring = keyRing([{ id: 'k1', key: randomBytes(32) }], systemRandom);
  const told: string[] = [];
  const holders = new Set<string>();
  const withAuthenticator = new Set<string>();
  return {
    clock,
    db,
    told,
    withAuthenticator,
    events: async () => (await events()).map(({ type, data }) => ({ type, data })),
    replica: (change = {}) =>
      assemble({
        ...{ db: open(), clock, random: systemRandom, log: silentLog, ring },
        revokeEarlierGrants: {
          setNotBefore: async ({ owner, reason }) => {
            told.push(`${owner}: ${reason.split(':')[0]}`);
          },
        },
        recoveryCodes: {
          issue: async ({ account }) => {
            const hasAuthenticator = withAuthenticator.has(account);
            const hasOne = hasAuthenticator || holders.has(account);
            return { codes: hasOne ? [] : RECOVERY_CODES, hasAuthenticator };
          },
          notePasskeys: async (account, has) => {
            told.push(`${account} has passkeys: ${has}`);
            if (has) holders.add(account);
            else holders.delete(account);
            return { hasAuthenticator: withAuthenticator.has(account) };
          },
        },
        checkLogin: async () => undefined,
        claimEnrolment: async () => undefined,
        limits: throttleLimits().parse({}),
        settings: {
          ...{ rpName: 'Example', hosts: HOSTS, loginMs: 600_000, registrationMs: 600_000 },
          passkeysPerAccount: 5,
          models: modelsOf([]),
        },
        ...change,
      }),
    close,
  };
}

/** How long a test's call may wait. */
export function call(ms = 60_000) {
  return { deadline: performance.now() + ms, signal: new AbortController().signal };
}

/** @throws TypeError if the text is not an address */
export function addressOf(ip: string): Subject['address'] {
  const address = parseAddress(ip);
  if (!address.ok) throw new TypeError(address.reason);
  return address.value;
}

/** The claims of a verified ticket, for tests. `now` is in ms since the epoch. */
export function ticketOf(
  account: string,
  purpose: Ticket['purpose'] = 'manage',
  now = START,
): Ticket {
  const ids = { jti: randomUUID(), decisionId: randomUUID() };
  const times = { issuedAt: now, expiresAt: now + 300_000, loginBegunAt: now };
  return { ...ids, ...times, account, purpose, frontEnd: FRONT_END };
}

/** Registers a passkey and confirms that the recovery codes were kept. */
export async function register(
  parts: Parts,
  account: string,
  how: Partial<Answering> & {
    readonly kind?: 'resident' | 'security-key';
    readonly passkey?: SoftwarePasskey;
    readonly host?: string;
    readonly purpose?: Ticket['purpose'];
    readonly keepsCodes?: boolean;
  } = {},
): Promise<{ passkey: SoftwarePasskey; finished: Finished }> {
  const { kind, host = HOST, purpose, keepsCodes = true, ...answering } = how;
  const passkey = how.passkey ?? softwarePasskey(kind);
  const ticket = ticketOf(account, purpose, parts.clock.now());
  const begun = await beginRegistration(parts, { ticket, label: 'laptop', rpId: host });
  const { registrationToken } = begun;
  const made = passkey.register(begun.creationOptions, { origin: `https://${host}`, ...answering });
  const finished = await finishRegistration(parts, {
    ...{ registrationToken, response: made, keepAppPasswords: false, frontEnd: FRONT_END },
  });
  const { passkeyId, confirmationToken } = finished;
  if (keepsCodes && confirmationToken !== '') {
    await confirmRegistration(parts, { passkeyId, confirmationToken, frontEnd: FRONT_END });
  }
  return { passkey, finished };
}

/** Begins a login and makes the answer of `passkey`. */
export async function beginAndAnswer(
  parts: Parts,
  account: string,
  passkey: SoftwarePasskey,
  how: Partial<Answering> & { readonly host?: string } = {},
): Promise<AssertionToVerify> {
  const { host = HOST, ...answering } = how;
  const wish = { account, rpId: host, frontEnd: FRONT_END };
  const begun = await beginLogin(parts, { ...wish, firstVerified: false, userVerification: true });
  if (begun === undefined) throw new Error('passkeys are not offered there');
  return {
    ...{ account, rpId: host, frontEnd: FRONT_END, loginTicket: begun.loginTicket },
    response: passkey.answer(begun.requestOptions, { origin: `https://${host}`, ...answering }),
    userVerification: true,
    address: addressOf('198.51.100.7'),
    decisionId: randomUUID(),
  };
}

/** Begins a login and verifies the answer of `passkey`. */
export async function signIn(
  parts: Parts,
  account: string,
  passkey: SoftwarePasskey,
  how: Partial<Answering> & { readonly host?: string } & Partial<
      Omit<AssertionToVerify, 'rpId'>
    > = {},
): Promise<AssertionOutcome> {
  const { loginTicket, userVerification, frontEnd, ...answering } = how;
  const made = await beginAndAnswer(parts, account, passkey, answering);
  const changed = Object.entries({ loginTicket, userVerification, frontEnd });
  const wish = changed.filter(([, value]) => value !== undefined);
  return verifyAssertion(parts, { ...made, ...Object.fromEntries(wish) }, call());
}
