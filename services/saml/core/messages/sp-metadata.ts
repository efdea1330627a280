import { attribute } from '../escape.js';
import { certificateBody } from '../pem.js';
import { BINDING_URIS, DS, METADATA, SAMLP } from '../uris.js';

/** The service provider's metadata (SAML metadata 2.4.4). */
export function formatSpMetadata(sp: {
  readonly entityId: string;
  readonly signRequests: boolean;
  /** PEM certificates of all keys that may sign requests. */
  readonly signing: readonly string[];
  /** The certificate to encrypt to. */
  readonly encryption: string | undefined;
  readonly acsUrls: readonly string[];
  readonly sloUrl: string;
}): string {
  const { entityId, signRequests, signing, encryption, acsUrls, sloUrl } = sp;
  const keys = [
    ...signing.map((certificate) => keyDescriptor('signing', certificate)),
    ...(encryption === undefined ? [] : [keyDescriptor('encryption', encryption)]),
  ];
  const logout = (['redirect', 'post'] as const).map(
    (binding) =>
      `<md:SingleLogoutService${attribute('Binding', BINDING_URIS[binding])}${attribute('Location', sloUrl)}/>`,
  );
  const consumers = acsUrls.map(
    (url, index) =>
      `<md:AssertionConsumerService${attribute('Binding', BINDING_URIS.post)}${attribute('Location', url)} index="${index}"${index === 0 ? ' isDefault="true"' : ''}/>`,
  );
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<md:EntityDescriptor xmlns:md="${METADATA}"${attribute('entityID', entityId)}>` +
    `<md:SPSSODescriptor AuthnRequestsSigned="${signRequests}" WantAssertionsSigned="true"` +
    ` protocolSupportEnumeration="${SAMLP}">${keys.join('')}${logout.join('')}${consumers.join('')}` +
    '</md:SPSSODescriptor></md:EntityDescriptor>\n'
  );
}

function keyDescriptor(use: 'signing' | 'encryption', certificate: string): string {
  const methods =
    use === 'signing'
      ? ''
      : '<md:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes256-gcm"/>';
  return (
    `<md:KeyDescriptor use="${use}"><ds:KeyInfo xmlns:ds="${DS}"><ds:X509Data>` +
    `<ds:X509Certificate>${certificateBody(certificate)}</ds:X509Certificate>` +
    `</ds:X509Data></ds:KeyInfo>${methods}</md:KeyDescriptor>`
  );
}
