import { randomBytes, webcrypto } from 'node:crypto';
import { x509 } from './x509.js';

/** A key with its certificate. */
export interface KeyPair {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
}

/**
 * An RSA key with a self-signed certificate, for a party that others recognise by the certificate
 * itself, not by an authority. Times are in ms since the epoch.
 */
export async function makeSelfSigned(of: {
  readonly name: string;
  readonly bits: 2048 | 3072;
  readonly notBefore: number;
  readonly notAfter: number;
}): Promise<KeyPair> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: of.bits,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  } as const;
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const serial = randomBytes(16);
  // Positive, and of full length (RFC 5280 section 4.1.2.2).
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial.toString('hex'),
    // The longest common name that is allowed.
    name: [{ CN: [of.name.slice(0, 64)] }],
    notBefore: new Date(of.notBefore),
    notAfter: new Date(of.notAfter),
    keys,
    signingAlgorithm: algorithm,
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificate: `${certificate.toString('pem')}\n`,
    privateKey: `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`,
  };
}
