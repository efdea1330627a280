import { escapeHtml } from '../../../loopback/page.js';

/**
 * An identity provider's metadata (SAML metadata 2.4.3): it takes requests by redirect and has no
 * logout.
 */
export function formatProviderMetadata(provider: {
  readonly entityId: string;
  readonly signOnUrl: string;
  /** PEM. */
  readonly certificate: string;
}): string {
  const { entityId, signOnUrl, certificate } = provider;
  const body = certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  return `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${escapeHtml(entityId)}">
  <md:IDPSSODescriptor WantAuthnRequestsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${body}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
    <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${escapeHtml(signOnUrl)}"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>
`;
}
