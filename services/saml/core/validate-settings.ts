import { type DomainSettings, effectiveSettings, type Urls } from './settings.js';

/** Facts about a certificate. Times are in ms since the epoch. */
export interface CertificateFacts {
  readonly subject: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly keyType: string;
  /** Size of an RSA key. */
  readonly bits: number;
  /** Curve name as in OpenSSL; empty if it is not an elliptic curve key. */
  readonly curve: string;
}

export interface Findings {
  /** Problems that make logins fail. */
  readonly errors: readonly string[];
  /** Problems that will make logins fail soon, and weaknesses. */
  readonly warnings: readonly string[];
}

const DAY_MS = 24 * 3600_000;
const SOON_MS = 30 * DAY_MS;
export const LEAST_RSA_BITS = 2048;
/** P-256, P-384 and P-521 (FIPS 186-5). */
const CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];

/** Finds what is wrong, or soon will be, with a domain's settings. */
export function validateSettings(facts: {
  readonly settings: DomainSettings;
  readonly urls: Urls;
  /** The provider's certificates, in the order of the settings. */
  readonly certificates: readonly CertificateFacts[];
  readonly ownCertificates: readonly CertificateFacts[];
  readonly now: number;
}): Findings {
  const { settings, urls, certificates, ownCertificates, now } = facts;
  const errors: string[] = [];
  const warnings: string[] = [];
  const effective = effectiveSettings(settings, urls);
  if (effective === undefined) return { errors: ['there is no identity provider'], warnings };
  if (ownCertificates.length === 0) errors.push('there is no key: rotate the keys');
  for (const url of [effective.provider.ssoUrl, effective.provider.sloUrl]) {
    if (url.startsWith('http:')) warnings.push(`${url} is not HTTPS`);
  }
  for (const certificate of certificates) {
    const weak = weaknessOf(certificate);
    if (weak !== undefined) errors.push(weak);
    warnings.push(...expiryOf(certificate, now));
  }
  for (const certificate of ownCertificates) warnings.push(...expiryOf(certificate, now));
  if (ownCertificates.length > 1) {
    warnings.push(
      'a key has been replaced and not retired: give the provider the metadata, then retire it',
    );
  }
  if (!effective.signRequests) warnings.push('requests are not signed');
  if (effective.allowCbc) warnings.push('AES-CBC is accepted, which is not authenticated');
  if (effective.allowUnsolicited) {
    warnings.push('unsolicited responses are accepted: nothing ties them to the browser');
  }
  return { errors, warnings };
}

/** Why signatures of this key are not accepted. Undefined if they are. */
export function weaknessOf({
  subject,
  keyType,
  bits,
  curve,
}: CertificateFacts): string | undefined {
  switch (keyType) {
    case 'rsa':
    case 'rsa-pss':
      if (bits >= LEAST_RSA_BITS) return undefined;
      return `the certificate ${subject} has an RSA key of ${bits} bits, less than ${LEAST_RSA_BITS}`;
    case 'ec':
      if (CURVES.includes(curve)) return undefined;
      return `the certificate ${subject} has a key on the curve ${curve}, not P-256, P-384 or P-521`;
    default:
      return `the certificate ${subject} has a key of type ${keyType}, not RSA or EC`;
  }
}

/** Warnings about a certificate's validity at `now` (ms since the epoch); at most one. */
export function expiryOf(
  { subject, notBefore, notAfter }: CertificateFacts,
  now: number,
): string[] {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  if (now >= notAfter) return [`the certificate ${subject} has expired on ${day(notAfter)}`];
  if (now >= notAfter - SOON_MS) return [`the certificate ${subject} expires on ${day(notAfter)}`];
  return now < notBefore ? [`the certificate ${subject} is valid from ${day(notBefore)}`] : [];
}
