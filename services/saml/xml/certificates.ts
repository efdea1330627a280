import { randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { x509 } from '../../../libs/certificates/x509.js';
import type { CertificateFacts } from '../core/validate-settings.js';
import type { Random, SpKeys } from '../ports.js';

const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 3072,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
} as const;
const DAY_MS = 24 * 3600_000;
const VALID_DAYS = 3650;

/** Key pairs in self-signed certificates: providers know them by the metadata, not by an authority. */
export function spKeys(random: Random): SpKeys {
  return {
    async generate(domain, now) {
      const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
      const serial = randomBytes(16);
      serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
      const certificate = await x509.X509CertificateGenerator.createSelfSigned({
        serialNumber: serial.toString('hex'),
        name: [{ CN: [`Gatepost SAML ${domain}`.slice(0, 64)] }],
        notBefore: new Date(now - DAY_MS),
        notAfter: new Date(now + VALID_DAYS * DAY_MS),
        keys,
        signingAlgorithm: ALGORITHM,
      });
      const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
      return {
        id: random.id(),
        certificate: `${certificate.toString('pem')}\n`,
        privateKey: pemOf(Buffer.from(pkcs8)),
        createdAt: now,
      };
    },
  };
}

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
}

/** What a PEM certificate says; undefined: it is none. */
export function readCertificate(pem: string): CertificateFacts | undefined {
  try {
    const { subject, issuer, validFrom, validTo, publicKey } = new X509Certificate(pem);
    return {
      subject: (subject || issuer || 'without a name').replaceAll('\n', ', '),
      notBefore: Date.parse(validFrom),
      notAfter: Date.parse(validTo),
      keyType: publicKey.asymmetricKeyType ?? 'unknown',
      bits: publicKey.asymmetricKeyDetails?.modulusLength ?? 0,
    };
  } catch {
    return undefined;
  }
}
