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

/** Two domains at one installation, each with its own provider. */
export interface Stage {
  readonly world: SamlWorld;
  /** Where logins begin. */
  readonly saml: Parts;
  /** Another replica, where responses are consumed. */
  readonly other: Parts;
  readonly a: IdentityProvider;
  readonly b: IdentityProvider;
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

/** Begins a login that names nobody: whoever the response names is let in. */
export async function beginForNobody({ saml }: Stage, frontEnd = FRONT_END): Promise<Login> {
  const [domain, account] = ['a.tld', ''];
  const decisionId = saml.random.id();
  const begun = await beginLogin(saml, { domain, account, frontEnd, decisionId });
  return { ...begun, domain, account };
}

/** Begins such a login, and answers it truly for Eve: what she may do what she likes with. */
export async function capture(
  stage: Stage,
  options: RespondOptions = {},
  account = EVE,
): Promise<Post> {
  const login = await beginForNobody(stage);
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
