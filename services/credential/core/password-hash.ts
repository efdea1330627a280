import { readArgon2 } from './hashes/argon2.js';
import { readCrypt } from './hashes/crypt.js';
import { fromBase64, fromHex, readDigest } from './hashes/digest.js';
import type { PasswordHash, Refused } from './hashes/kinds.js';
import { readPbkdf2, readScram } from './hashes/pbkdf2.js';

export { type Argon2Parameters, isCurrentHash } from './hashes/argon2.js';
export type { PasswordHash } from './hashes/kinds.js';

const TAG = /^\{([A-Za-z0-9._-]{1,32})\}/;
/** Tags before hashes that name their own scheme. */
const SELF_DESCRIBING =
  /^(?:CRYPT|ARGON2(?:ID|I|D)?|BLF-CRYPT|BCRYPT|MD5|MD5-CRYPT|SHA256-CRYPT|SHA512-CRYPT|SCRYPT|YESCRYPT)$/;
const CLEAR = /^(?:PLAIN|CLEAR|CLEARTEXT)(?:\.|$)/;
const ELSEWHERE = /^(?:SASL|KERBEROS|GSSAPI|OTP|OAUTH2?|RADIUS)$/;

/** Dovecot's suffix for any scheme, which says that the hash is in hex or base64. */
const ENCODED = /^(.+)\.(HEX|B64|BASE64)$/;

/**
 * Reads a hash as password files and directories hold it:
 * - argon2, and what crypt(3) makes (bcrypt, `$1$`, `$5$`, `$6$`, `$7$`, `$y$`), with or without a tag such as
 *   `{CRYPT}`;
 * - `{SSHA512}` and similar, salted or not, in base64 or hex;
 * - PBKDF2 in several forms; SCRAM.
 *
 * If the hash cannot be verified here, or only at too high a cost for one login, it returns the reason. The reason
 * contains nothing of the hash.
 */
export function readPasswordHash(text: string): PasswordHash | Refused {
  const tag = TAG.exec(text)?.[1]?.toUpperCase() ?? '';
  const value = tag === '' ? text : text.slice(tag.length + 2);
  if (tag === '') return readUntagged(value);
  if (CLEAR.test(tag)) {
    const why = value === '' ? 'with no password after it' : 'in the clear, which is no hash';
    return { refused: `{${tag}} ${why}` };
  }
  if (ELSEWHERE.test(tag)) return { refused: `{${tag}}: the password is stored somewhere else` };
  const digest = readDigest(tag, value);
  if (digest !== undefined && !value.startsWith('$')) return digest;
  const [, scheme = tag, encoding] = ENCODED.exec(tag) ?? [];
  return readTagged(scheme, encoding === undefined ? value : decoded(encoding, value));
}

function readTagged(tag: string, value: string | undefined): PasswordHash | Refused {
  if (value === undefined) return { refused: `not in the encoding that {${tag}} says` };
  if (SELF_DESCRIBING.test(tag) && value.startsWith('$')) return readUntagged(value);
  if (tag === 'CRYPT') return readCrypt(value) ?? UNKNOWN;
  const read = readPbkdf2(tag, value) ?? readScram(tag, value);
  if (read !== undefined) return read;
  if (SELF_DESCRIBING.test(tag)) return { refused: `no whole {${tag}} hash` };
  return { refused: `of the scheme {${tag}}, which cannot be imported: set a new password` };
}

function readUntagged(value: string): PasswordHash | Refused {
  const read = readArgon2(value) ?? readCrypt(value) ?? readPbkdf2('', value);
  return read ?? readScram('', value) ?? UNKNOWN;
}

function decoded(encoding: string, value: string): string | undefined {
  return (encoding === 'HEX' ? fromHex(value) : fromBase64(value))?.toString('latin1');
}

const UNKNOWN: Refused = {
  refused: 'of no scheme that is known; a password in the clear is written {PLAIN}password',
};

const IN_THE_CLEAR = /^\{(?:PLAIN|CLEAR|CLEARTEXT)(?:\.(HEX|B64|BASE64))?\}/i;

/**
 * Reads a plaintext password after `{PLAIN}` or `{CLEARTEXT}`, encoded or not (`{PLAIN.B64}`). Undefined if it is not
 * one.
 */
export function readPlainPassword(
  text: Buffer,
): { readonly scheme: 'plain'; readonly password: Buffer } | undefined {
  const [tag, encoding] = IN_THE_CLEAR.exec(text.subarray(0, 24).toString('latin1')) ?? [];
  if (tag === undefined || text.length === tag.length) return undefined;
  const rest = text.subarray(tag.length);
  if (encoding === undefined) return { scheme: 'plain', password: rest };
  const value = rest.toString('latin1');
  const password = encoding.toUpperCase() === 'HEX' ? fromHex(value) : fromBase64(value);
  return password === undefined ? undefined : { scheme: 'plain', password };
}
