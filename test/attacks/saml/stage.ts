import { startTestPostgres } from '../../../libs/embedded-postgres/testing.js';
import type { Parts } from '../../../services/saml/assemble.js';
import { beginLogin } from '../../../services/saml/commands/begin-login.js';
import {
  consume,
  FRONT_END,
  type Login,
  migratedTemplate,
  openWorld,
  type SamlWorld,
  setUpDomain,
} from '../../../services/saml/testing.js';
import type { IdentityProvider, RespondOptions } from '../../suite/identity-provider.js';

/** Eve has an account at a.tld and signs in with it; she wants to be the victim. */
export const EVE = 'eve@a.tld';
export const VICTIM = 'victim@a.tld';

/** Two domains, a.tld and b.tld, at one installation, each with its own provider: what attacks are made of. */
export interface Target {
  readonly a: IdentityProvider;
  readonly b: IdentityProvider;
  /** Where a.tld's logout messages come. */
  readonly sloUrl: string;
  now(): number;
  /** Begins a login at a.tld; for an empty account whoever the response names is let in. */
  begin(account: string, frontEnd?: string): Promise<Login>;
  /** What to encrypt to, PEM. */
  certificate(): Promise<string>;
}

/** The same in this process. */
export interface Stage extends Target {
  readonly world: SamlWorld;
  /** Where logins begin. */
  readonly saml: Parts;
  /** Another replica, where responses are consumed. */
  readonly other: Parts;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const postgres = await startTestPostgres();
  const world = await openWorld(await migratedTemplate(postgres));
  // Libraries that are compared know no other time.
  world.clock.set(Date.now());
  const saml = world.replica();
  const other = world.replica();
  const a = await setUpDomain(saml, 'a.tld');
  const b = await setUpDomain(saml, 'b.tld');
  return {
    world,
    saml,
    other,
    a,
    b,
    sloUrl: 'https://mail.example/saml/a.tld/slo',
    now: () => world.clock.now(),
    begin: async (account, frontEnd = FRONT_END) => {
      const domain = 'a.tld';
      const decisionId = saml.random.id();
      return {
        ...(await beginLogin(saml, { domain, account, frontEnd, decisionId })),
        ...{ domain, account },
      };
    },
    certificate: async () => (await saml.store.keys('a.tld')).at(-1)?.certificate ?? '',
    close: async () => {
      await world.close();
      await postgres.stop();
    },
  };
}

/** What one attack posts, and into which login. */
export interface Post {
  readonly login: Login;
  readonly xml: string | Buffer;
  readonly relayState: string;
}

/** Begins a login that names nobody, and answers it truly for Eve: what she may do what she likes with. */
export async function capture(
  stage: Target,
  options: RespondOptions = {},
  account = EVE,
): Promise<Post> {
  const login = await stage.begin('');
  const { xml, relayState } = await stage.a.respond(login, account, options);
  return { login, xml, relayState };
}

export type Outcome = { readonly refused: string } | { readonly accepted: string };

/** What our service makes of it, at one of its replicas. */
export async function post(
  { other, world }: Stage,
  { login, xml, relayState }: Post,
  replica: Parts = other,
): Promise<Outcome> {
  const samlResponse = Buffer.from(Buffer.from(xml).toString('base64'));
  const verdict = await consume(replica, login, { samlResponse, relayState });
  if (verdict.verdict === 'verified') return { accepted: verdict.account };
  // Every refusal says in the log which check it was.
  if (!world.refused.at(-1)?.startsWith(`${verdict.failedCheck}: `)) throw new Error('not logged');
  return { refused: verdict.failedCheck };
}
