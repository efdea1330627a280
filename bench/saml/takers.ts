import { SAML } from '@node-saml/node-saml';
import { consume } from '../../services/saml/testing.js';
import type { Logins } from './logins.js';

/** Takes the response of the nth login; throws if it is refused. */
export type Taker = (n: number) => Promise<void>;

/** Our service. */
export function ours({ saml, answered }: Logins): Taker {
  return async (n) => {
    const { login, posted } = at(answered, n);
    const verdict = await consume(saml, login, posted);
    if (verdict.verdict !== 'verified') throw new Error(`refused: ${verdict.failedCheck}`);
  };
}

/** node-saml, set up for the same provider. */
export async function nodeSaml({ saml, provider, answered }: Logins): Promise<Taker> {
  const key = (await saml.store.keys('a.tld')).at(-1);
  const entityId = 'https://mail.example/saml/a.tld';
  const library = new SAML({
    callbackUrl: 'https://webmail.example/saml/a.tld/acs',
    entryPoint: 'https://idp.a.tld/SingleSignOnService',
    issuer: entityId,
    audience: entityId,
    idpIssuer: provider.entityId,
    idpCert: provider.key.certificate,
    wantAuthnResponseSigned: true,
    wantAssertionsSigned: true,
    decryptionPvk: key?.privateKey ?? '',
  });
  return async (n) => {
    const { login, posted } = at(answered, n);
    const SAMLResponse = posted.samlResponse.toString();
    const { profile } = await library.validatePostResponseAsync({ SAMLResponse });
    if (profile?.nameID !== login.account) throw new Error('refused');
  };
}

function at<T>(list: readonly T[], n: number): T {
  const found = list[n];
  if (found === undefined) throw new Error('no such login');
  return found;
}
