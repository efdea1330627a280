import {
  createHash,
  createHmac,
  pbkdf2 as pbkdf2WithCallback,
  type ScryptOptions,
  scrypt as scryptWithCallback,
  timingSafeEqual,
} from 'node:crypto';
import { promisify } from 'node:util';
import { fixed } from '../../core/hashes/crypt.js';
import { DIGESTS, type DigestScheme } from '../../core/hashes/kinds.js';
import { encodeOctets } from './crypt-base64.js';

// Verified by Node's own crypto, off the event loop if it takes long.

const pbkdf2 = promisify(pbkdf2WithCallback);
const scrypt = promisify<Buffer, Buffer, number, ScryptOptions, Buffer>(scryptWithCallback);

/** Matches `{SSHA512}` and similar, in the form `readDigest` writes. */
export function matchesDigest(scheme: DigestScheme, text: string, password: Buffer): boolean {
  const { algorithm, octets } = DIGESTS[scheme];
  const value = Buffer.from(text.slice(text.indexOf('}') + 1), 'base64');
  const [digest, salt] = [value.subarray(0, octets), value.subarray(octets)];
  return timingSafeEqual(digest, createHash(algorithm).update(password).update(salt).digest());
}

/** Matches `$pbkdf2-<digest>$rounds$salt$key`, in the form `readPbkdf2` writes. */
export async function matchesPbkdf2(text: string, password: Buffer): Promise<boolean> {
  const [, kind = '', rounds = '', salt = '', key = ''] = text.split('$');
  const wanted = Buffer.from(key, 'base64');
  const digest = kind.slice('pbkdf2-'.length);
  const saltOctets = Buffer.from(salt, 'base64');
  const got = await pbkdf2(password, saltOctets, Number(rounds), wanted.length, digest);
  return timingSafeEqual(got, wanted);
}

/** Matches `$scram-sha-256$rounds$salt$stored-key`, in the form `readScram` writes (RFC 5802 section 3). */
export async function matchesScram(text: string, password: Buffer): Promise<boolean> {
  const [, , rounds = '', salt = '', stored = ''] = text.split('$');
  const saltOctets = Buffer.from(salt, 'base64');
  const salted = await pbkdf2(password, saltOctets, Number(rounds), 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const got = createHash('sha256').update(clientKey).digest();
  return timingSafeEqual(got, Buffer.from(stored, 'base64'));
}

const NUMBERS = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const MEMORY = 96 * 1024 * 1024;

/** Matches `$7$…` of crypt(3): scrypt (RFC 7914). */
export async function matchesScryptCrypt(text: string, password: Buffer): Promise<boolean> {
  const at = text.lastIndexOf('$');
  const [setting, wanted] = [text.slice(3, at), text.slice(at + 1)];
  const N = 2 ** NUMBERS.indexOf(setting[0] ?? '');
  const [r, p] = [fixed(setting.slice(1, 6)), fixed(setting.slice(6, 11))];
  const salt = Buffer.from(setting.slice(11), 'latin1');
  const got = await scrypt(password, salt, 32, { N, r, p, maxmem: MEMORY });
  return timingSafeEqual(Buffer.from(encodeOctets(got)), Buffer.from(wanted));
}
