import { constants, sign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import type { KeyPair } from '../../suite/identity-provider.js';
import { escapeXml, RSA_SHA256 } from '../../suite/saml-response.js';
import { type Target, VICTIM } from './stage.js';

/** A message that arrives at the logout URL. */
export interface LogoutMessage {
  readonly binding: 'post' | 'redirect';
  readonly message: Buffer;
  readonly query: string;
}

/** An unsigned request of a.tld's provider to sign the victim out. */
export function formatLogoutRequest(
  stage: Target,
  change: { issuer?: string; name?: string; at?: number; destination?: string } = {},
): string {
  const { issuer = stage.a.entityId, name = VICTIM, destination = stage.sloUrl } = change;
  const at = new Date(change.at ?? stage.now()).toISOString();
  return `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_l${Math.random().toString(36).slice(2)}" Version="2.0" IssueInstant="${at}" Destination="${destination}"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${escapeXml(issuer)}</saml:Issuer><saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${name}</saml:NameID></samlp:LogoutRequest>`;
}

/** A message by the POST binding. */
export function posted(xml: string): LogoutMessage {
  return {
    binding: 'post',
    message: Buffer.from(Buffer.from(xml).toString('base64')),
    query: '',
  };
}

/** A message by the redirect binding. @param query as received, without the question mark */
export function redirected(query: string): LogoutMessage {
  return { binding: 'redirect', message: Buffer.alloc(0), query };
}

/** Signs a query for the redirect binding (SAML bindings 3.4.4.1). */
export function signedQuery(xml: string, key: KeyPair, more = ''): string {
  const message = encodeURIComponent(deflateRawSync(xml).toString('base64'));
  const fields = `SAMLRequest=${message}${more}&SigAlg=${encodeURIComponent(RSA_SHA256)}`;
  const padding = constants.RSA_PKCS1_PADDING;
  const signature = sign('sha256', Buffer.from(fields), { key: key.privateKey, padding });
  return `${fields}&Signature=${encodeURIComponent(signature.toString('base64'))}`;
}
