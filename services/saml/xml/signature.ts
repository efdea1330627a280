import { constants, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { SIGNATURES, type SignatureAlgorithm } from '../core/uris.js';

/** The key types, by Node's name, that each scheme works with. */
const KEY_TYPES: Readonly<Record<SignatureAlgorithm['scheme'], readonly string[]>> = {
  'rsa-pkcs1': ['rsa'],
  'rsa-pss': ['rsa', 'rsa-pss'],
  ecdsa: ['ec'],
};

/**
 * Whether a signature is valid under one of the certificates.
 * @param algorithm URI (RFC 9231); a signature with an algorithm that is not in our list is never valid
 * @param certificates PEM
 * @param signature for ECDSA: r and s concatenated (RFC 9231, 2.3.6)
 */
export function signatureHolds(
  algorithm: string,
  certificates: readonly string[],
  { octets, signature }: { readonly octets: Uint8Array; readonly signature: Uint8Array },
): boolean {
  const known = SIGNATURES[algorithm];
  if (known === undefined) return false;
  return certificates
    .map((pem) => new X509Certificate(pem).publicKey)
    .filter(({ asymmetricKeyType = '' }) => KEY_TYPES[known.scheme].includes(asymmetricKeyType))
    .some((key) => holdsUnder(key, known, octets, signature));
}

function holdsUnder(
  key: KeyObject,
  { hash, scheme }: SignatureAlgorithm,
  octets: Uint8Array,
  signature: Uint8Array,
): boolean {
  switch (scheme) {
    case 'rsa-pkcs1':
      return verify(hash, octets, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
    case 'rsa-pss': {
      // As long as the digest (RFC 9231, 2.3.10).
      const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      return verify(hash, octets, { key, padding, saltLength }, signature);
    }
    case 'ecdsa':
      return verify(hash, octets, { key, dsaEncoding: 'ieee-p1363' }, signature);
    default:
      return scheme satisfies never;
  }
}
