import { X509Certificate } from 'node:crypto';
import { makeSelfSigned } from '../../../libs/certificates/self-signed.js';
import type { CertificateFacts } from '../core/validate-settings.js';
import type { Random, SpKeys } from '../ports.js';

const DAY_MS = 24 * 3600_000;
const VALID_DAYS = 3650;

/** Key pairs with self-signed certificates, because providers know them by the metadata, not by an authority. */
export function spKeys(random: Random): SpKeys {
  return {
    async generate(domain, now) {
      const name = `Gatepost SAML ${domain}`;
      const times = { notBefore: now - DAY_MS, notAfter: now + VALID_DAYS * DAY_MS };
      const pair = await makeSelfSigned({ name, bits: 3072, ...times });
      return { id: random.id(), ...pair, createdAt: now };
    },
  };
}

/** Reads the facts of a PEM certificate. Undefined if the text is not one. */
export function readCertificate(pem: string): CertificateFacts | undefined {
  try {
    const { subject, issuer, validFrom, validTo, publicKey } = new X509Certificate(pem);
    return {
      subject: (subject || issuer || 'without a name').replaceAll('\n', ', '),
      notBefore: Date.parse(validFrom),
      notAfter: Date.parse(validTo),
      keyType: publicKey.asymmetricKeyType ?? 'unknown',
      bits: publicKey.asymmetricKeyDetails?.modulusLength ?? 0,
      curve: publicKey.asymmetricKeyDetails?.namedCurve ?? '',
    };
  } catch {
    return undefined;
  }
}
