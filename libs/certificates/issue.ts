import { randomBytes, webcrypto } from 'node:crypto';
import type { Identity } from './identity-uri.js';
import { x509 } from './x509.js';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;
export const CA_DAYS = 3650;
export const LEAF_DAYS = 90;
/** A certificate is valid from a little before it was issued, because clocks differ. */
const BACKDATE = 5 * 60_000;

/** A certificate and its private key. */
export interface Pair {
  readonly certificate: x509.X509Certificate;
  readonly key: webcrypto.CryptoKey;
}

/** A new authority for development. Its key signs leaf certificates and nothing else. */
export async function issueAuthority(now: number): Promise<Pair> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=Gatepost development CA ${randomBytes(4).toString('hex')}`,
    notBefore: new Date(now - BACKDATE),
    notAfter: new Date(now + CA_DAYS * DAY),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, key: keys.privateKey };
}

/** A certificate for `identity`: exactly one URI SAN, and its host names on this machine. */
export async function issueLeaf(authority: Pair, identity: Identity, now: number): Promise<Pair> {
  const keys = await generateKeys();
  const notAfter = Math.min(now + LEAF_DAYS * DAY, authority.certificate.notAfter.getTime());
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=${identity.name},OU=${identity.role}`,
    issuer: authority.certificate.subject,
    notBefore: new Date(now - BACKDATE),
    notAfter: new Date(notAfter),
    publicKey: keys.publicKey,
    signingKey: authority.key,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([
        x509.ExtendedKeyUsage.serverAuth,
        x509.ExtendedKeyUsage.clientAuth,
      ]),
      new x509.SubjectAlternativeNameExtension(namesOf(identity)),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate),
    ],
  });
  return { certificate, key: keys.privateKey };
}

/** The subject alternative names of an identity's certificate, in order. */
export function namesOf(identity: Identity): { type: 'url' | 'dns' | 'ip'; value: string }[] {
  return [
    { type: 'url', value: identity.uri },
    { type: 'dns', value: 'localhost' },
    ...(identity.name === 'localhost' ? [] : [{ type: 'dns' as const, value: identity.name }]),
    { type: 'ip', value: '127.0.0.1' },
    { type: 'ip', value: '::1' },
  ];
}

/** 127 random bits: positive, and at most 20 octets (RFC 5280, section 4.1.2.2). */
function serial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}
