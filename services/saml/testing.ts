import { randomBytes } from 'node:crypto';
import type { ManualClock } from '../../libs/clock/index.js';
import type { TestDatabase, TestPostgres } from '../../libs/embedded-postgres/testing.js';
import { openServiceWorld, templateOf } from '../../libs/kit/testing/world.js';
import type { Log } from '../../libs/log/index.js';
import { domainOfAccount } from '../../libs/names/account.js';
import type { Database } from '../../libs/pg/index.js';
import { systemRandom } from '../../libs/random/index.js';
import { type KeyRing, keyRing } from '../../libs/seal/index.js';
import {
  type Begun,
  createIdentityProvider,
  type IdentityProvider,
  type RespondOptions,
} from '../../test/suite/identity-provider.js';
import { assemble, type Dependencies, type Parts } from './assemble.js';
import { beginLogin } from './commands/begin-login.js';
import { type ConsumeOutcome, consumeResponse } from './commands/consume-response.js';
import { importProvider } from './commands/import-provider.js';

/** The service's database, its clock and its replicas, for a test. */
export interface SamlWorld {
  readonly clock: ManualClock;
  readonly ring: KeyRing;
  readonly db: Database;
  /** The refusals as logged: `check: finding`. */
  readonly refused: string[];
  /** The events in the outbox: type without `gatepost.saml.` and `.v1`, and data. */
  events(): Promise<{ type: string; data: Record<string, unknown> }[]>;
  /** A replica with its own connection pool. */
  replica(change?: Partial<Dependencies>): Parts;
  close(): Promise<void>;
}

export const FRONT_END = 'spiffe://gatepost/front-end/webmail';
export const ADMIN = {
  certificate: 'spiffe://gatepost/admin/root',
  on_behalf_of: 'olga',
  comment: 'single sign-on',
} as const;

export const URLS = {
  entityId: 'https://mail.example/saml/{domain}',
  acsUrl: 'https://{front-end}.example/saml/{domain}/acs',
  sloUrl: 'https://mail.example/saml/{domain}/slo',
};

/** One migrated database that every test clones. */
export const migratedTemplate = (postgres: TestPostgres) => templateOf('saml', postgres);

/** An empty database of the service, with a clock that tests move. */
export async function openWorld(template: TestDatabase): Promise<SamlWorld> {
  const { clock, db, open, events, close } = await openServiceWorld('saml', template);
  const ring = keyRing([{ id: 'k1', key: randomBytes(32) }], systemRandom);
  const refused: string[] = [];
  const log: Log = {
    debug: () => undefined,
    info: () => undefined,
    warn: (_message, fields = {}) => {
      const { check = 'logout', finding } = fields as { check?: string; finding?: string };
      refused.push(`${check}: ${finding}`);
    },
    error: () => undefined,
    child: () => log,
  };
  return {
    clock,
    ring,
    db,
    refused,
    events: async () => (await events()).map(({ type, data }) => ({ type, data })),
    replica: (change = {}) =>
      assemble({
        db: open(),
        clock,
        random: systemRandom,
        log,
        ring,
        trustStore: { endLogins: async () => undefined },
        askTrustStore: { setNotBefore: async () => undefined },
        urls: URLS,
        frontEnds: ['webmail'],
        loginLifetimeMs: 900_000,
        ...change,
      }),
    close,
  };
}

/** Sets up a domain with its identity provider. */
export async function setUpDomain(parts: Parts, domain: string): Promise<IdentityProvider> {
  const provider = await createIdentityProvider({
    entityId: `https://idp.${domain}/metadata`,
    clock: parts.clock,
  });
  const metadata = provider.metadata();
  await importProvider(parts, { domain, metadata, signedBy: '', actor: ADMIN });
  return provider;
}

export interface Login extends Begun {
  readonly loginTicket: string;
  readonly domain: string;
  readonly account: string;
}

/** Begins a login at the domain's provider. */
export async function begin(parts: Parts, account: string, frontEnd = FRONT_END): Promise<Login> {
  const domain = domainOfAccount(account);
  const decisionId = parts.random.id();
  const begun = await beginLogin(parts, { domain, account, frontEnd, decisionId });
  return { ...begun, domain, account };
}

/** Posts a response into a login and returns the outcome. */
export async function consume(
  parts: Parts,
  login: Login,
  response: { readonly samlResponse: Uint8Array; readonly relayState: string },
  change: {
    readonly frontEnd?: string;
    readonly account?: string;
    readonly decisionId?: string;
    readonly address?: string;
  } = {},
): Promise<ConsumeOutcome> {
  const { domain, account, loginTicket } = login;
  const { samlResponse: posted, relayState } = response;
  const decisionId = parts.random.id();
  const request = {
    ...{ domain, account, posted, relayState, loginTicket, frontEnd: FRONT_END },
    address: '192.0.2.1',
  };
  return consumeResponse(parts, { ...request, decisionId, ...change });
}

/** Begins, answers and consumes a login, at another replica if one is given, and returns the outcome. */
export async function signIn(
  parts: Parts,
  provider: IdentityProvider,
  account: string,
  options: RespondOptions = {},
  other: Parts = parts,
): Promise<ConsumeOutcome> {
  const login = await begin(parts, account);
  return consume(other, login, await provider.respond(login, account, options));
}
