import {
  createSmallProvider,
  type SmallProvider,
} from '../../cli/up/demo/single-sign-on/small-provider.js';
import { makeKeyPair } from '../suite/identity-provider.js';
import type { Message, ProtoClient } from '../suite/proto-client.js';
import type { Login, Story } from './read-story.js';

/** The identity providers, by domain. */
export type Providers = ReadonlyMap<string, SmallProvider>;

const ADMIN = 'gatepost.saml.v1.SamlAdminService';

/** Sets the providers up as administrators do: by metadata, with an ACS URL of the domain's own. */
export async function setUpProviders(
  story: Story,
  { admin, clock }: { admin: ProtoClient; clock: { now(): number } },
): Promise<Providers> {
  const accounts = Object.entries(story.people).filter(([, { saml }]) => saml);
  const domains = new Set(accounts.map(([account]) => domainOf(account)));
  const providers = new Map<string, SmallProvider>();
  for (const domain of domains) {
    const entityId = `https://idp.${domain}/metadata?for=mail`;
    const provider = createSmallProvider({
      entityId,
      signOnUrl: `https://idp.${domain}/sign-on`,
      key: await makeKeyPair(entityId),
      clock,
      serviceProvider: async () => {
        const { metadata_xml } = await admin.call(`${ADMIN}/GetMetadata`, { domain });
        return `${metadata_xml}`;
      },
    });
    const actor = { comment: 'as the story says' };
    const request = { domain, metadata_xml: Buffer.from(provider.metadata), actor };
    await admin.call(`${ADMIN}/ImportProvider`, request);
    const settings = { domain, acs_urls: acsUrls(domain) };
    await admin.call(`${ADMIN}/SetSettings`, { settings, actor });
    providers.set(domain, provider);
  }
  return providers;
}

/** Whether a login presents an answer of an identity provider. */
export function presentsSaml({ present }: Login): boolean {
  return present.some((word) => word === 'saml' || word.startsWith('saml:'));
}

/**
 * What a browser brings back from the identity provider after `begun`, an answer to begin_saml, as fields of
 * AuthorizeRequest. `saml:<domain>` is the right answer with that domain's signature.
 */
export async function answerSaml(
  login: Login,
  begun: Message,
  providers: Providers,
): Promise<object> {
  const word = login.present.find((item) => item.startsWith('saml')) ?? '';
  const provider = providers.get(domainOf(login.account.toLowerCase()));
  const signer = word === 'saml' ? provider : providers.get(word.slice('saml:'.length));
  if (provider === undefined || signer === undefined) throw new Error(`${word}: no such provider`);
  const start = begun.saml_login;
  if (start == null) throw new Error(`${login.id}: SAML was not begun: ${JSON.stringify(begun)}`);
  const request = await provider.read(new URL(start.redirect_url).search.slice(1));
  const { fields } = await provider.answer(request, login.account.toLowerCase(), signer.key);
  return {
    saml_response: Buffer.from(fields.SAMLResponse),
    saml_relay_state: fields.RelayState,
    saml_login_ticket: start.login_ticket,
  };
}

function domainOf(account: string): string {
  return account.slice(account.indexOf('@') + 1);
}

function acsUrls(domain: string): Readonly<Record<string, string>> {
  return { mail: `https://webmail.${domain}/acs`, portal: `https://sign-in.${domain}/acs` };
}
