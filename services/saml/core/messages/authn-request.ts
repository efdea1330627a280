import { attribute, escapeXml } from '../escape.js';
import { formatInstant } from '../instant.js';
import { BINDING_URIS, SAML, SAMLP } from '../uris.js';

/** An AuthnRequest (SAML core 3.4.1) whose answer must be posted to our ACS URL. */
export function formatAuthnRequest(request: {
  readonly id: string;
  readonly now: number;
  readonly destination: string;
  readonly acsUrl: string;
  readonly entityId: string;
  readonly forceAuthn: boolean;
  /** AuthnContextClassRef; empty for none. */
  readonly requestedContext: string;
}): string {
  const { id, now, destination, acsUrl, entityId, forceAuthn, requestedContext } = request;
  const context =
    requestedContext === ''
      ? ''
      : `<samlp:RequestedAuthnContext Comparison="exact"><saml:AuthnContextClassRef>${escapeXml(requestedContext)}</saml:AuthnContextClassRef></samlp:RequestedAuthnContext>`;
  return (
    `<samlp:AuthnRequest xmlns:samlp="${SAMLP}" xmlns:saml="${SAML}"` +
    `${attribute('ID', id)} Version="2.0"${attribute('IssueInstant', formatInstant(now))}` +
    `${attribute('Destination', destination)}${forceAuthn ? ' ForceAuthn="true"' : ''}` +
    `${attribute('ProtocolBinding', BINDING_URIS.post)}` +
    `${attribute('AssertionConsumerServiceURL', acsUrl)}>` +
    `<saml:Issuer>${escapeXml(entityId)}</saml:Issuer>` +
    `<samlp:NameIDPolicy AllowCreate="true"/>${context}</samlp:AuthnRequest>`
  );
}
