import { hash, timingSafeEqual } from 'node:crypto';
import { characters } from './crypt-base64.js';

const ROUNDS = 1000;
/** The order in which the digest's octets are written, three octets as four characters. */
const ORDER = [
  [0, 6, 12],
  [1, 7, 13],
  [2, 8, 14],
  [3, 9, 15],
  [4, 10, 5],
] as const;

/** Whether `password` matches `text`: `$1$…` of crypt(3) (P.-H. Kamp) or `$apr1$…` of Apache. */
export function matchesMd5Crypt(text: string, password: Uint8Array): boolean {
  const match = /^(\$(?:1|apr1)\$)([^$]{0,8})\$([A-Za-z0-9./]{22})$/.exec(text);
  if (match === null) return false;
  const [, magic = '', salt = '', wanted = ''] = match;
  const digest = digestOf(Buffer.from(password), magic, Buffer.from(salt, 'latin1'));
  return timingSafeEqual(Buffer.from(encode(digest)), Buffer.from(wanted));
}

function digestOf(password: Buffer, magic: string, salt: Buffer): Buffer {
  const md5 = (...parts: Buffer[]) => hash('md5', Buffer.concat(parts), 'buffer');
  const inner = md5(password, salt, password);
  const parts = [password, Buffer.from(magic), salt, Buffer.alloc(password.length, inner)];
  for (let bits = password.length; bits > 0; bits >>= 1) {
    parts.push((bits & 1) === 1 ? Buffer.alloc(1) : password.subarray(0, 1));
  }
  let digest = md5(...parts);
  for (let round = 0; round < ROUNDS; round++) {
    const next = [round % 2 === 1 ? password : digest];
    if (round % 3 !== 0) next.push(salt);
    if (round % 7 !== 0) next.push(password);
    next.push(round % 2 === 1 ? digest : password);
    digest = md5(...next);
  }
  return digest;
}

function encode(digest: Buffer): string {
  const octet = (at: number) => digest[at] ?? 0;
  const groups = ORDER.map(([x, y, z]) =>
    characters((octet(x) << 16) | (octet(y) << 8) | octet(z), 4),
  );
  return groups.join('') + characters(octet(11), 2);
}
