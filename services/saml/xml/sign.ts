import samlify from 'samlify';
import { certificateBody } from '../core/pem.js';
import { RSA_SHA256 } from '../core/uris.js';

/** Signs the root of a message. The signature follows the Issuer, as the schema requires (SAML core 3.2.1). */
export function sign(
  text: string,
  { privateKey, certificate }: { readonly privateKey: string; readonly certificate: string },
): string {
  return samlify.SamlLib.constructSAMLSignature({
    rawSamlMessage: text,
    isMessageSigned: true,
    privateKey,
    signingCert: certificateBody(certificate),
    signatureAlgorithm: RSA_SHA256,
    isBase64Output: false,
    signatureConfig: {
      prefix: 'ds',
      location: { reference: "/*/*[local-name(.)='Issuer']", action: 'after' },
    },
  });
}
