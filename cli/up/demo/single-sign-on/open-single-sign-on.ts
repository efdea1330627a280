import { makeSelfSigned } from '../../../../libs/certificates/index.js';
import { openSession, type Session } from '../../../session/session.js';
import { SIGN_ON_DOMAIN } from '../domains.js';
import { METADATA_PATH, SIGN_ON_PATH, serveProvider } from './provider-site.js';
import { metadataOf, setUpDomain } from './set-up-domain.js';
import { createSmallProvider } from './small-provider.js';
import { ACS_PATH, serveWebmail } from './webmail-site.js';

/** The demo's single sign-on, while `up` runs. */
export interface SingleSignOn {
  /** The webmail's address, where a person can sign in with a browser. */
  readonly webmail: string;
  /** Sets the domain up. */
  setUp(people: { readonly accounts: readonly string[]; readonly stranger: string }): Promise<void>;
  close(): Promise<void>;
}

const DAY_MS = 24 * 3600_000;

/**
 * Opens the identity provider and a webmail on this machine's loopback address. The provider's key
 * is created here, is not stored, and is gone when the provider ends.
 * @param ports for the provider, for the webmail, and where `authorize --saml` receives responses
 */
export async function openSingleSignOn(
  options: Parameters<typeof openSession>[0],
  ports: { readonly provider: number; readonly webmail: number; readonly commandLine: number },
  signInPage: string,
): Promise<SingleSignOn> {
  const open = (as: string): Session =>
    openSession({ ...options, globals: { ...options.globals, as } });
  const sessions = { admin: open('operator'), webmail: open('webmail') };
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const now = Date.now();
  const provider = createSmallProvider({
    entityId: `${at(ports.provider)}${METADATA_PATH}`,
    signOnUrl: `${at(ports.provider)}${SIGN_ON_PATH}`,
    key: await makeSelfSigned({
      name: "the demo's identity provider",
      bits: 2048,
      notBefore: now - DAY_MS,
      notAfter: now + 365 * DAY_MS,
    }),
    clock: Date,
    serviceProvider: () => metadataOf(sessions.admin, SIGN_ON_DOMAIN),
  });
  let accounts: readonly string[] = [];
  let stranger = '';
  const people = () => [
    ...accounts.map((account) => ({ account, about: 'who studies here' })),
    { account: stranger, about: 'of another domain: Gatepost will refuse it' },
  ];
  const sites = await Promise.all([
    serveProvider(provider, { port: ports.provider, people }),
    serveWebmail(sessions.webmail, { port: ports.webmail, accounts: () => accounts }),
  ]);
  return {
    webmail: `${at(ports.webmail)}/`,
    async setUp(who) {
      ({ accounts, stranger } = who);
      const acsUrls = {
        webmail: `${at(ports.webmail)}${ACS_PATH}`,
        mail: `${at(ports.commandLine)}${ACS_PATH}`,
        portal: `${signInPage}/saml/${SIGN_ON_DOMAIN}/acs`,
      };
      await setUpDomain(sessions.admin, SIGN_ON_DOMAIN, { acsUrls, metadata: provider.metadata });
    },
    async close() {
      for (const site of sites) await site.close();
      for (const session of Object.values(sessions)) session.close();
    },
  };
}
