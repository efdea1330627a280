import { DIGESTS, type DigestScheme, type PasswordHash, type Refused } from './kinds.js';

/** The tags of Dovecot and OpenLDAP, with the encoding used if the tag does not name one. */
const TAGS: Readonly<Record<string, readonly [DigestScheme, 'base64' | 'hex']>> = {
  MD5: ['md5', 'base64'],
  'LDAP-MD5': ['md5', 'base64'],
  'PLAIN-MD5': ['md5', 'hex'],
  SMD5: ['smd5', 'base64'],
  SHA: ['sha', 'base64'],
  SHA1: ['sha', 'base64'],
  SSHA: ['ssha', 'base64'],
  SSHA1: ['ssha', 'base64'],
  SHA256: ['sha256', 'base64'],
  SSHA256: ['ssha256', 'base64'],
  SHA384: ['sha384', 'base64'],
  SSHA384: ['ssha384', 'base64'],
  SHA512: ['sha512', 'base64'],
  SSHA512: ['ssha512', 'base64'],
};

/**
 * Reads `{SSHA512}…` and similar (draft-stroeder-hashed-userpassword-values, Dovecot's schemes): the digest of password
 * and salt, then the salt, in base64, or in hex as `{SSHA512.HEX}`. Undefined if the tag is not one of these.
 */
export function readDigest(tag: string, value: string): PasswordHash | Refused | undefined {
  const [, name = '', encoding] = /^([A-Z0-9-]+?)(?:\.(HEX|B64|BASE64))?$/.exec(tag) ?? [];
  const [scheme, usual] = TAGS[name] ?? [];
  if (scheme === undefined || usual === undefined) return undefined;
  const { octets, salted } = DIGESTS[scheme];
  const plainHex = !salted && new RegExp(`^[0-9a-f]{${2 * octets}}$`, 'i').test(value);
  const isHex = encoding === undefined ? usual === 'hex' || plainHex : encoding === 'HEX';
  const bytes = isHex ? fromHex(value) : fromBase64(value);
  const fault = { refused: `not ${isHex ? 'hex' : 'base64'} of a {${name}}` };
  if (bytes === undefined || bytes.length < octets) return fault;
  if (salted ? bytes.length === octets : bytes.length > octets) return fault;
  const text = `{${scheme.toUpperCase()}}${bytes.toString('base64')}`;
  return { scheme, text, costMs: 1 };
}

/** Decodes standard or adapted (`.` for `+`) base64, padded or not. Undefined if the text is not base64. */
export function fromBase64(text: string): Buffer | undefined {
  const standard = text.replaceAll('.', '+');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(standard)) return undefined;
  if (standard.replace(/=+$/, '').length % 4 === 1) return undefined;
  return Buffer.from(standard, 'base64');
}

/** Decodes hex. Undefined if the text is not hex. */
export function fromHex(text: string): Buffer | undefined {
  return /^(?:[0-9a-f]{2})*$/i.test(text) ? Buffer.from(text, 'hex') : undefined;
}
