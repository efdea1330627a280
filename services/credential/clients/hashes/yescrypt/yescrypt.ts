import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { decodeOctets, encodeOctets } from '../crypt-base64.js';
import { smix } from './smix.js';

const SETTING = /^\$y\$j([A-Za-z0-9./])([A-Za-z0-9./])\$([A-Za-z0-9./]*)\$([A-Za-z0-9./]{43})$/;
const NUMBERS = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** From these parameters on, the password is first hashed at 1/64 of the cost. */
const PREHASHED = { N: 0x100, work: 0x20000 };

/**
 * Whether `password` matches `text`: `$y$j…`, yescrypt as crypt(3) of Debian, Fedora and others makes it (A. Peslyak,
 * "yescrypt: scalable KDF and password hashing scheme", version 1.1; flavour `j`, one lane, no extra time, no ROM).
 * Takes 128 × N × r octets of memory.
 */
export function matchesYescrypt(text: string, password: Uint8Array): boolean {
  const [, logN = '', size = '', saltText = '', wanted = ''] = SETTING.exec(text) ?? [];
  const salt = decodeOctets(saltText);
  if (wanted === '' || salt === undefined) return false;
  const N = 2 ** (NUMBERS.indexOf(logN) + 1);
  const r = NUMBERS.indexOf(size) + 1;
  const key = yescrypt(Buffer.from(password), { salt, N, r });
  return timingSafeEqual(Buffer.from(encodeOctets(key)), Buffer.from(wanted));
}

interface Parameters {
  readonly salt: Buffer;
  /** Blocks of memory, a power of two. */
  readonly N: number;
  /** Size of a block, in units of 128 octets. */
  readonly r: number;
}

function yescrypt(password: Buffer, parameters: Parameters): Buffer {
  const { N, r } = parameters;
  const prehashed = N >= PREHASHED.N && N * r >= PREHASHED.work;
  const passed = prehashed
    ? derive(password, { ...parameters, N: N / 64 }, 'yescrypt-prehash')
    : password;
  const derived = derive(passed, parameters, 'yescrypt');
  // As a SCRAM server stores it (RFC 5802 section 3).
  const clientKey = createHmac('sha256', derived).update('Client Key').digest();
  return createHash('sha256').update(clientKey).digest();
}

/** Derives 32 octets. */
function derive(password: Buffer, { salt, N, r }: Parameters, purpose: string): Buffer {
  const hashed = createHmac('sha256', purpose).update(password).digest();
  const block = pbkdf2Sync(hashed, salt, 1, 128 * r, 'sha256');
  const key = smix(block, N, Buffer.from(block.subarray(0, 32)));
  return pbkdf2Sync(key, block, 1, 32, 'sha256');
}
