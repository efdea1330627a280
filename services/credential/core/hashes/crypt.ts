import { type PasswordHash, type Refused, tooCostly } from './kinds.js';

// The hashes of crypt(3), each with a prefix that names its scheme: crypt(5) of libxcrypt.

const BCRYPT = /^\$2[aby]\$(\d\d)\$[A-Za-z0-9./]{53}$/;
const MD5 = /^\$(?:1|apr1)\$[^$\n:]{0,8}\$[A-Za-z0-9./]{22}$/;
const SHA = /^\$([56])\$(?:rounds=(\d{1,10})\$)?[^$\n:]{0,16}\$([A-Za-z0-9./]+)$/;
/** The only parameters are flags, N and r, as crypt_gensalt(3) writes them. */
const YESCRYPT = /^\$y\$j([0-9A-Za-z./])([0-9A-Za-z./])\$[A-Za-z0-9./]{0,86}\$[A-Za-z0-9./]{43}$/;
const SCRYPT =
  /^\$7\$([A-Za-z0-9./])([A-Za-z0-9./]{5})([A-Za-z0-9./]{5})[^$\n:]{0,64}\$[A-Za-z0-9./]{43}$/;
const DES = /^(?:[A-Za-z0-9./]{13}|_[A-Za-z0-9./]{19})$/;

const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const MOST = { bcryptCost: 14, rounds: 1_000_000, kib: 65_536 };

/** Reads a hash of crypt(3). Undefined if the text is not one. */
export function readCrypt(text: string): PasswordHash | Refused | undefined {
  return (
    readBcrypt(text) ?? readShaCrypt(text) ?? readYescrypt(text) ?? readScrypt(text) ?? other(text)
  );
}

function readBcrypt(text: string): PasswordHash | Refused | undefined {
  const match = BCRYPT.exec(text);
  if (match === null) return undefined;
  const cost = Number(match[1]);
  if (cost < 4) return { refused: `bcrypt of cost ${cost}, which there is not` };
  if (cost > MOST.bcryptCost) return tooCostly(`bcrypt of cost ${cost}`, 'cost 14');
  return { scheme: 'bcrypt', text, costMs: 2 ** cost / 16 };
}

function readShaCrypt(text: string): PasswordHash | Refused | undefined {
  const [, kind, given, digest = ''] = SHA.exec(text) ?? [];
  if (kind === undefined || digest.length !== (kind === '5' ? 43 : 86)) return undefined;
  const scheme = kind === '5' ? 'sha256-crypt' : 'sha512-crypt';
  const rounds = Number(given ?? 5000);
  if (rounds > MOST.rounds) return tooCostly(`${scheme} of ${rounds} rounds`, '1000000');
  return { scheme, text, costMs: rounds / 600 };
}

function readYescrypt(text: string): PasswordHash | Refused | undefined {
  if (!text.startsWith('$y$')) return undefined;
  const [, logN = '', r = ''] = YESCRYPT.exec(text) ?? [];
  if (logN === '') return { refused: 'yescrypt with parameters that are not supported' };
  const N = 2 ** (ALPHABET.indexOf(logN) + 1);
  const size = ALPHABET.indexOf(r) + 1;
  if (size > 48) return { refused: 'yescrypt with parameters that are not supported' };
  const kib = (N * size) / 8;
  if (kib > MOST.kib) return tooCostly(`yescrypt of ${kib} KiB`, '65536 KiB');
  return { scheme: 'yescrypt', text, costMs: kib / 32 };
}

function readScrypt(text: string): PasswordHash | Refused | undefined {
  const [, logN = '', r = '', p = ''] = SCRYPT.exec(text) ?? [];
  if (logN === '') return undefined;
  const kib = (2 ** ALPHABET.indexOf(logN) * fixed(r)) / 8;
  if (fixed(r) < 1 || fixed(p) < 1) return { refused: 'scrypt with parameters out of range' };
  if (kib * fixed(p) > MOST.kib) {
    return tooCostly(`scrypt of ${kib} KiB, ${fixed(p)} times`, '65536 KiB in all');
  }
  return { scheme: 'scrypt', text, costMs: (kib * fixed(p)) / 200 };
}

/** Reads thirty bits from five characters, the lowest first. */
export function fixed(characters: string): number {
  return [...characters].reduce((sum, one, at) => sum + ALPHABET.indexOf(one) * 64 ** at, 0);
}

function other(text: string): PasswordHash | Refused | undefined {
  if (MD5.test(text)) return { scheme: 'md5-crypt', text, costMs: 2 };
  if (DES.test(text)) return { refused: 'DES-crypt, which compares only eight characters' };
  const unknown = /^\$(2x|3|gy|sm3|sha1|md5|8)[$,]/.exec(text)?.[1];
  return unknown === undefined ? undefined : { refused: `of crypt's kind $${unknown}$` };
}
