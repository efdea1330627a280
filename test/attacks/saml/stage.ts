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

/** Eve has an account at a.tld, and tries to sign in as the victim. */
export const EVE = 'eve@a.tld';
export const VICTIM = 'victim@a.tld';

/** One installation with two domains, a.tld and b.tld, each with a provider of its own. */
export interface Target {
  readonly a: IdentityProvider;
  readonly b: IdentityProvider;
  /** Where a.tld's logout messages are sent. */
  readonly sloUrl: string;
  now(): number;
  /** Begins a login at a.tld. With an empty account, the response decides who is let in. */
  begin(account: string, frontEnd?: string): Promise<Login>;
  /** The certificate to encrypt to, PEM. */
  certificate(): Promise<string>;
}

/** The same, within this process. */
export interface Stage extends Target {
  readonly world: SamlWorld;
  /** The replica where logins begin. */
  readonly saml: Parts;
  /** The replica that consumes responses. */
  readonly other: Parts;
  close(): Promise<void>;
}

/** Starts two replicas of the service with both domains. The caller closes them. */
export async function openStage(): Promise<Stage> {
  const postgres = await startTestPostgres();
  const world = await openWorld(await migratedTemplate(postgres));
  // The libraries that are compared use the real time.
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

/** What an attack posts, and the login that it posts into. */
export interface Post {
  readonly login: Login;
  readonly xml: string | Buffer;
  readonly relayState: string;
}

/** Begins a login without an account and answers it for Eve with a genuine response, which she may then change. */
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

/** Posts a response to one replica of our service, and returns the verdict. */
export async function post(
  { other, world }: Stage,
  { login, xml, relayState }: Post,
  replica: Parts = other,
): Promise<Outcome> {
  const samlResponse = Buffer.from(Buffer.from(xml).toString('base64'));
  const verdict = await consume(replica, login, { samlResponse, relayState });
  if (verdict.verdict === 'verified') return { accepted: verdict.account };
  // The log must name the check of every refusal.
  if (!world.refused.at(-1)?.startsWith(`${verdict.failedCheck}: `)) throw new Error('not logged');
  return { refused: verdict.failedCheck };
}
