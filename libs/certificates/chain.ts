import { X509Certificate } from 'node:crypto';
import { x509 } from './x509.js';

/** Longer chains are refused: nobody has one. */
const MOST = 6;

/**
 * Whether a chain of certificates, each issued by the next, ends at one of `roots`, with all of
 * them valid at `now`. Nothing is fetched, not even a revocation list.
 * @param chain DER, as in `x5c` (RFC 7515 section 4.1.6); the root at its end may be left out
 * @param roots DER; the first certificate of the chain may itself be a root
 * @param now ms since the epoch
 */
export function endsAtRoot(
  chain: readonly Uint8Array[],
  roots: readonly Uint8Array[],
  now: number,
): boolean {
  try {
    if (chain.length > MOST) return false;
    const [first, ...issuers] = chain.map(readCertificate);
    if (first === undefined) return false;
    const anchors = roots.map(readCertificate);
    return reaches([first, ...issuers], anchors, now);
  } catch {
    // Not a certificate.
    return false;
  }
}

/**
 * The certificates of a PEM file, in DER. @throws TypeError if there is none, or one cannot be read
 */
export function readCertificates(pem: string): Buffer[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new TypeError('holds no certificate');
  return blocks.map((block, n) => {
    try {
      return new X509Certificate(block).raw;
    } catch (cause) {
      throw new TypeError(`certificate ${n + 1} cannot be read`, { cause });
    }
  });
}

const readCertificate = (der: Uint8Array) => new X509Certificate(der);

function reaches(
  chain: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  now: number,
): boolean {
  const last = chain[chain.length - 1] as X509Certificate;
  const isAnchor = anchors.some((anchor) => anchor.raw.equals(last.raw));
  const issuer = isAnchor ? undefined : anchors.find((anchor) => isIssued(last, anchor));
  if (!isAnchor && issuer === undefined) return false;
  const path = issuer === undefined ? chain : [...chain, issuer];
  return path.every((certificate, n) => {
    const next = path[n + 1];
    return isValid(certificate, now) && (next === undefined || mayIssue(certificate, next, n));
  });
}

/** @param below how many certificates lie between the issuer and the end of the chain */
function mayIssue(certificate: X509Certificate, issuer: X509Certificate, below: number): boolean {
  if (!issuer.ca || !isIssued(certificate, issuer)) return false;
  const most = new x509.X509Certificate(issuer.raw).getExtension(
    x509.BasicConstraintsExtension,
  )?.pathLength;
  return most === undefined || below <= most;
}

function isIssued(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isValid({ validFrom, validTo }: X509Certificate, now: number): boolean {
  return Date.parse(validFrom) <= now && now <= Date.parse(validTo);
}
