import {
  createIdentityProvider,
  type IdentityProvider,
} from '../../test/suite/identity-provider.js';
import type { ProtoClient } from '../../test/suite/proto-client.js';

const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';
const CREDENTIAL = 'gatepost.credential.v1.CredentialAdminService';
const SAML = 'gatepost.saml.v1.SamlAdminService';
const PASSWORD = Buffer.from('a long password');
const ACCOUNTS = 50;
const ADDRESS = '192.0.2.7';

/** How people of the quiet domain sign in while there is noise. */
export type Way = 'asserted' | 'password' | 'saml';

/** Prepares the `n`th login of a way, and returns the login itself, which is timed. */
export type Prepare = (n: number) => Promise<() => Promise<unknown>>;

/** Creates accounts with passwords, and identity providers, for the domains. */
export async function setUpWays(operator: ProtoClient, domains: readonly string[]) {
  const providers = new Map<string, IdentityProvider>();
  for (const domain of domains) {
    for (let n = 0; n < ACCOUNTS; n += 1) {
      const account = `user${n}@${domain}`;
      await operator.call(`${CREDENTIAL}/CreateAccount`, { account, password: PASSWORD });
    }
    const entityId = `https://idp.${domain}/metadata`;
    const provider = await createIdentityProvider({ entityId, clock: { now: Date.now } });
    const actor = { comment: 'bench' };
    const metadata_xml = provider.metadata();
    await operator.call(`${SAML}/ImportProvider`, { domain, metadata_xml, actor });
    const acs_urls = { mail: `https://mail.${domain}/acs`, webmail: `https://web.${domain}/acs` };
    await operator.call(`${SAML}/SetSettings`, { settings: { domain, acs_urls }, actor });
    providers.set(domain, provider);
  }
  return providers;
}

/** The ways in which people of `domain` sign in. */
export function waysOf(
  client: ProtoClient,
  { domain, provider }: { domain: string; provider: IdentityProvider | undefined },
): Record<Way, Prepare> {
  const loginOf = (n: number, service: string) => ({
    ...{ account: `user${n % ACCOUNTS}@${domain}`, service, client_ip: ADDRESS },
  });
  const decided = async (request: object, what = 'DECISION_ALLOW') => {
    const answer = await client.call(AUTHORIZE, request);
    if (answer.decision !== what) throw new Error(`${answer.decision} ${answer.reason}`);
    return answer;
  };
  return {
    asserted: async (n) => () =>
      decided({ ...loginOf(n, 'SERVICE_IMAP'), password_verified: true }),
    password: async (n) => () => decided({ ...loginOf(n, 'SERVICE_IMAP'), password: PASSWORD }),
    saml: async (n) => {
      const login = loginOf(n, 'SERVICE_WEB_UI');
      const begun = await decided({ ...login, begin_saml: true }, 'DECISION_CHALLENGE');
      const { redirect_url: redirectUrl, login_ticket } = begun.saml_login;
      const posted = await provider?.respond({ redirectUrl }, login.account);
      return () =>
        decided({
          ...login,
          saml_response: posted?.samlResponse,
          saml_relay_state: posted?.relayState,
          saml_login_ticket: login_ticket,
        });
    },
  };
}
