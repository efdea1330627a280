import { hash, timingSafeEqual } from 'node:crypto';

const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const DIGEST_OCTETS = 64;
const USUAL_ROUNDS = 5000;
const ROUNDS = { least: 1000, most: 999_999_999 };

/** Whether `password` is that of `text`, `$6$…` (U. Drepper, "Unix crypt using SHA-256 and SHA-512"). */
export function matchesSha512Crypt(text: string, password: Uint8Array): boolean {
  const match = /^\$6\$(?:rounds=(\d+)\$)?([^$]{0,16})\$([A-Za-z0-9./]{86})$/.exec(text);
  if (match === null) return false;
  const [, given, salt = '', wanted = ''] = match;
  const rounds = Math.min(Math.max(Number(given ?? USUAL_ROUNDS), ROUNDS.least), ROUNDS.most);
  const digest = digestOf(Buffer.from(password), Buffer.from(salt), rounds);
  return timingSafeEqual(Buffer.from(encode(digest)), Buffer.from(wanted));
}

/** The numbers are those of the steps in the specification. */
function digestOf(password: Buffer, salt: Buffer, rounds: number): Buffer {
  // 4 to 8
  const b = sha512(password, salt, password);
  // 1 to 3, 9 to 12
  const parts = [password, salt, repeat(b, password.length)];
  for (let bits = password.length; bits > 0; bits >>= 1)
    parts.push((bits & 1) === 1 ? b : password);
  let a = sha512(...parts);
  // 13 to 16
  const p = repeat(sha512(...new Array<Buffer>(password.length).fill(password)), password.length);
  // 17 to 20
  const s = repeat(sha512(...new Array<Buffer>(16 + (a[0] ?? 0)).fill(salt)), salt.length);
  // 21
  for (let round = 0; round < rounds; round++) {
    const c = [round % 2 === 1 ? p : a];
    if (round % 3 !== 0) c.push(s);
    if (round % 7 !== 0) c.push(p);
    c.push(round % 2 === 1 ? a : p);
    a = sha512(...c);
  }
  return a;
}

/** In one call: a hash object a round would take twice the time. */
function sha512(...parts: Buffer[]): Buffer {
  return hash('sha512', Buffer.concat(parts), 'buffer');
}

/** The first `length` octets of the digest said over and over. */
function repeat(digest: Buffer, length: number): Buffer {
  return Buffer.alloc(length, digest);
}

/** 22: three octets at a time, in an order of its own, as four characters; the last octet as two. */
function encode(digest: Buffer): string {
  let text = '';
  let at = [0, 21, 42];
  for (let group = 0; group < 21; group++) {
    const [x = 0, y = 0, z = 0] = at.map((index) => digest[index]);
    text += characters((x << 16) | (y << 8) | z, 4);
    at = [(at[1] ?? 0) + 1, (at[2] ?? 0) + 1, (at[0] ?? 0) + 1];
  }
  return text + characters(digest[DIGEST_OCTETS - 1] ?? 0, 2);
}

function characters(value: number, count: number): string {
  let text = '';
  for (let i = 0; i < count; i++) text += ALPHABET[(value >> (6 * i)) & 63];
  return text;
}
