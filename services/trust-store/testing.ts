import { type ManualClock, manualClock } from '../../libs/clock/index.js';
import type { TestDatabase, TestPostgres } from '../../libs/embedded-postgres/testing.js';
import { migrateService } from '../../libs/kit/migrations.js';
import { silentLog as log } from '../../libs/log/index.js';
import { type Account, parseAccount } from '../../libs/names/account.js';
import { type Address, parseAddress } from '../../libs/names/address.js';
import { type Database, openDatabase } from '../../libs/pg/index.js';
import { systemRandom } from '../../libs/random/index.js';
import { assemble, type Dependencies, type Parts } from './assemble.js';
import { type CheckResult, check } from './commands/check.js';
import { checkSession } from './commands/check-session.js';
import { grant } from './commands/grant.js';
import type { GrantOutcome, GrantResult } from './commands/grant-request.js';
import { grantSession } from './commands/grant-session.js';
import { revokeTrust } from './commands/revoke-trust.js';
import { type UseDeviceResult, useDevice } from './commands/use-device.js';
import type { Limits, Terms } from './core/limits.js';
import { sweep } from './jobs/sweep.js';
import { settleBatch } from './storage/settle.js';

export const START = Date.parse('2026-11-01T12:00:00Z');
export const DAY = 86_400_000;

/** The caller and the person of an OTP reset, as RevokeAccount receives them. */
export const OTP = {
  reason: 'otp-reset',
  certificate: 'spiffe://gatepost/service/otp',
  actor: 'spiffe://gatepost/admin/root',
} as const;

/** One migrated database that every test clones. */
export async function migratedTemplate(postgres: TestPostgres): Promise<TestDatabase> {
  const template = await postgres.createDatabase(['trust_store']);
  const address = template.address('trust_store');
  await migrateService({ service: 'trust-store', address, log });
  return template;
}

/** A replica with shortcuts for logins, with the defaults of a test. */
export interface Replica extends Parts {
  readonly db: Database;
  grant(change?: Partial<Wish>): Promise<GrantResult>;
  check(change?: Partial<Question>): Promise<CheckResult>;
  useDevice(token: string, change?: Partial<Question>): Promise<UseDeviceResult>;
  grantSession(change?: Partial<SessionWish>): Promise<GrantOutcome>;
  /** Ends all of luca's trust of one kind, as an administrator does. */
  revoke(of: { readonly kind: 'ip' | 'device' | 'session' }): Promise<number>;
  /** When the session ends. Undefined if it does not hold. */
  sessionUntil(id: string, change?: Partial<Question>): Promise<number | undefined>;
  /** One step of a job. */
  sweep(): Promise<number>;
  settle(): Promise<boolean>;
}

export interface Question {
  readonly account: string;
  readonly ip: string | undefined;
  readonly token: string | undefined;
  readonly limits: Limits;
  readonly presentedAt: number | undefined;
}

export interface Wish extends Question {
  readonly ipSeconds: number | undefined;
  readonly deviceSeconds: number | undefined;
  readonly label: string;
}

/** A session to grant: for an hour, carried by no trust. */
export interface SessionWish extends Question {
  readonly id: string;
  readonly until: number;
  readonly carriedBy: readonly string[];
}

/** The parts of an event that tests look at. */
export interface SentEvent {
  readonly type: string;
  /** `limits-changed`, or the same as `type`. */
  readonly why: string;
  readonly id: string;
  readonly account: string;
  readonly prefix: string;
  readonly label: string;
  readonly at: number;
  readonly renewed: boolean;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

// biome-ignore lint/suspicious/noExplicitAny: JSON
function sentEvent({ type, subject, time, data }: any): SentEvent {
  const [, , word] = type.split('.');
  return {
    type: word,
    why: data.why ?? word,
    id: data.trust_id,
    account: data.account,
    prefix: data.prefix ?? '',
    label: data.label ?? '',
    at: Date.parse(time),
    renewed: data.renewed ?? false,
    subject,
    data,
  };
}

/** The service's database, its clock and its replicas, for a test. */
export interface TrustWorld {
  readonly clock: ManualClock;
  replica(change?: Partial<Dependencies> & { poolSize?: number }): Replica;
  retire(replica: Replica): Promise<void>;
  /** The events sent, approximately in the order of commits. */
  events(): Promise<SentEvent[]>;
  close(): Promise<void>;
}

/** An empty database of the service, with a clock that tests move. */
export async function openWorld(template: TestDatabase): Promise<TrustWorld> {
  const database = await template.clone();
  const clock = manualClock(START);
  const pools = new Set<Database>();
  const open = (poolSize = 10) => {
    const db = openDatabase({ ...database.address('trust_store'), poolSize, log });
    pools.add(db);
    return db;
  };
  const own = open(2);
  return {
    clock,
    replica({ poolSize, ...change } = {}) {
      const db = open(poolSize);
      const dependencies = { db, clock, random: systemRandom, watchRetentionMs: 7 * DAY };
      return replicaOf({ ...dependencies, ...change });
    },
    async retire({ db }) {
      pools.delete(db);
      await db.close();
    },
    async events() {
      const { rows } = await own.query<{ event: Buffer }>('SELECT event FROM outbox ORDER BY id');
      return rows.map((row) => sentEvent(JSON.parse(row.event.toString())));
    },
    async close() {
      for (const pool of pools) await pool.close();
      await database.drop();
    },
  };
}

const POLICY = 'spiffe://gatepost/service/policy';
const call = new AbortController().signal;

function replicaOf(dependencies: Dependencies): Replica {
  const parts = assemble(dependencies);
  const { db } = dependencies;
  const defaults = {
    account: 'luca@a.tld',
    ip: '192.0.2.80',
    token: undefined,
    limits: limitsOf(),
    presentedAt: undefined,
  };
  return {
    ...parts,
    db,
    sweep: () => sweep(dependencies),
    settle: () => db.transaction((tx) => settleBatch(tx, 1000)),
    grant(change = {}) {
      const wish = { ipSeconds: 3600, deviceSeconds: undefined, label: 'laptop' };
      const asked = { ...defaults, ...wish, ...change };
      const { ipSeconds, deviceSeconds, label, token, limits, presentedAt } = asked;
      const address = addressOf(asked.ip ?? '192.0.2.80');
      const request = {
        account: accountOf(asked.account),
        ip: ipSeconds === undefined ? undefined : { address, seconds: ipSeconds },
        device: deviceSeconds === undefined ? undefined : { seconds: deviceSeconds, label, token },
        limits,
        decisionId: parts.random.id(),
        fromIp: address.text,
        presentedAt,
      };
      return grant(parts, request, call);
    },
    check(change = {}) {
      const { account, ip, token, limits } = { ...defaults, ...change };
      const question = { account: accountOf(account), address: ip, deviceToken: token, limits };
      return check(parts, question);
    },
    grantSession(change = {}) {
      const { account, ip, limits, presentedAt, id, until, carriedBy } = {
        ...defaults,
        ...{ id: parts.random.id(), until: parts.clock.now() + 3_600_000, carriedBy: [] },
        ...change,
      };
      const request = {
        ...{ account: accountOf(account), sessionId: id, sealed: Buffer.from(id), until },
        ...{ carriedBy, limits, presentedAt, fromIp: ip ?? '', decisionId: parts.random.id() },
        ...({ label: 'roundcube', service: 'WebUI', certificate: POLICY } as const),
      };
      return grantSession(parts, request, call);
    },
    revoke({ kind }) {
      const filter = { domain: 'a.tld', account: 'luca@a.tld', kind };
      const by = { actor: 'spiffe://gatepost/admin/root', onBehalfOf: '', comment: '' };
      const ending = { why: 'revoked', reason: 'administrator', ...by } as const;
      return revokeTrust(parts, { filter, ending });
    },
    async sessionUntil(sessionId, change = {}) {
      const { account, limits } = { ...defaults, ...change };
      const found = await checkSession(parts, { account: accountOf(account), sessionId, limits });
      if (found !== undefined && found.sealed.toString() !== sessionId) throw new Error('mixed up');
      return found?.held.until;
    },
    useDevice(token, change = {}) {
      const asked = { ...defaults, ...change };
      const { limits, presentedAt } = asked;
      const use = { account: accountOf(asked.account), deviceToken: token, limits, presentedAt };
      const decisionId = parts.random.id();
      return useDevice(parts, { ...use, address: asked.ip ?? '', decisionId }, call);
    },
  };
}

/** The limits most tests use: five of each kind, an hour by default, at most two days. */
export function limitsOf(
  change: { document?: string; revision?: bigint; terms?: Partial<Terms> } = {},
): Limits {
  const terms = {
    ip: { defaultSeconds: 3600, maxSeconds: 172_800, perAccount: 5, ipv6Prefix: 64 },
    device: { defaultSeconds: 3600, maxSeconds: 172_800, perAccount: 5 },
    session: { defaultSeconds: 3600, maxSeconds: 172_800, perAccount: 5 },
  };
  const { document = 'a.tld', revision = 1n } = change;
  return { document, revision, terms: { ...terms, ...change.terms } };
}

/** @throws TypeError if the text is not an account */
export function accountOf(text: string): Account {
  const account = parseAccount(text);
  if (!account.ok) throw new TypeError(account.reason);
  return account.value;
}

/** @throws TypeError if the text is not an address */
export function addressOf(text: string): Address {
  const address = parseAddress(text);
  if (!address.ok) throw new TypeError(address.reason);
  return address.value;
}
