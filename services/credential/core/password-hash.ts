import { readArgon2 } from './hashes/argon2.js';
import { readCrypt } from './hashes/crypt.js';
import { readDigest } from './hashes/digest.js';
import type { PasswordHash, Refused } from './hashes/kinds.js';
import { readPbkdf2, readScram } from './hashes/pbkdf2.js';

export { type Argon2Parameters, isCurrentHash } from './hashes/argon2.js';
export type { PasswordHash } from './hashes/kinds.js';

const TAG = /^\{([A-Za-z0-9._-]{1,32})\}/;
/** Before hashes that say themselves what they are. */
const SELF_DESCRIBING =
  /^(?:CRYPT|ARGON2(?:ID|I|D)?|BLF-CRYPT|BCRYPT|MD5|MD5-CRYPT|SHA256-CRYPT|SHA512-CRYPT|SCRYPT|YESCRYPT)$/;
const ELSEWHERE = /^(?:SASL|KERBEROS|GSSAPI|OTP|OAUTH2?|RADIUS)$/;

/**
 * Reads a hash as password files and directories hold it: argon2, and what crypt(3) makes (bcrypt, `$1$`,
 * `$5$`, `$6$`, `$7$`, `$y$`), with or without a tag such as `{CRYPT}`; `{SSHA512}` and its kind, salted or
 * not, in base64 or hex; PBKDF2 in the forms there are; SCRAM. Returns why not, if it cannot be verified
 * here, or not at a cost that one login may have; nothing of the hash.
 */
export function readPasswordHash(text: string): PasswordHash | Refused {
  const tag = TAG.exec(text)?.[1]?.toUpperCase() ?? '';
  const value = tag === '' ? text : text.slice(tag.length + 2);
  if (tag === '' || (SELF_DESCRIBING.test(tag) && value.startsWith('$'))) {
    const read = readArgon2(value) ?? readCrypt(value) ?? readPbkdf2('', value);
    return read ?? readScram('', value) ?? UNKNOWN;
  }
  if (tag === 'CRYPT') return readCrypt(value) ?? UNKNOWN;
  if (ELSEWHERE.test(tag)) return { refused: `{${tag}}: the password is kept somewhere else` };
  const read = readDigest(tag, value) ?? readPbkdf2(tag, value) ?? readScram(tag, value);
  return read ?? { refused: `of the scheme {${tag}}, which is not taken over` };
}

const UNKNOWN: Refused = { refused: 'of no scheme that is known' };

const IN_THE_CLEAR = /^\{(?:PLAIN|CLEAR|CLEARTEXT)\}/i;

/** A password that a system kept in the clear, after `{PLAIN}` or `{CLEARTEXT}`; undefined: it is none. */
export function readPlainPassword(
  text: Buffer,
): { readonly scheme: 'plain'; readonly password: Buffer } | undefined {
  const tag = IN_THE_CLEAR.exec(text.subarray(0, 16).toString('latin1'))?.[0];
  if (tag === undefined || text.length === tag.length) return undefined;
  return { scheme: 'plain', password: text.subarray(tag.length) };
}
