import { hash, timingSafeEqual } from 'node:crypto';
import { characters } from './crypt-base64.js';

const USUAL_ROUNDS = 5000;
const ROUNDS = { least: 1000, most: 999_999_999 };

interface Kind {
  readonly algorithm: 'sha256' | 'sha512';
  /** The order in which step 22 takes the octets: the first three, and how each next group of three follows. */
  readonly first: readonly [number, number, number];
  readonly turn: readonly [number, number, number];
  readonly groups: number;
  /** The remaining octets, the lowest first. */
  readonly rest: readonly number[];
}

const KINDS: Readonly<Record<string, Kind>> = {
  5: { algorithm: 'sha256', first: [0, 10, 20], turn: [2, 0, 1], groups: 10, rest: [30, 31] },
  6: { algorithm: 'sha512', first: [0, 21, 42], turn: [1, 2, 0], groups: 21, rest: [63] },
};

/** Whether `password` matches `text`: `$5$…` or `$6$…` (U. Drepper, "Unix crypt using SHA-256 and SHA-512"). */
export function matchesShaCrypt(text: string, password: Uint8Array): boolean {
  const match = /^\$([56])\$(?:rounds=(\d+)\$)?([^$]{0,16})\$([A-Za-z0-9./]+)$/.exec(text);
  const kind = KINDS[match?.[1] ?? ''];
  if (match === null || kind === undefined) return false;
  const [, , given, salt = '', wanted = ''] = match;
  const rounds = Math.min(Math.max(Number(given ?? USUAL_ROUNDS), ROUNDS.least), ROUNDS.most);
  const digest = digestOf(kind, Buffer.from(password), Buffer.from(salt, 'latin1'), rounds);
  const got = Buffer.from(encode(kind, digest));
  const expected = Buffer.from(wanted);
  return got.length === expected.length && timingSafeEqual(got, expected);
}

/** The numbers in the comments are those of the steps in the specification. */
function digestOf({ algorithm }: Kind, password: Buffer, salt: Buffer, rounds: number): Buffer {
  /** A single call, because a hash object per round would take twice the time. */
  const sha = (...parts: Buffer[]) => hash(algorithm, Buffer.concat(parts), 'buffer');
  // steps 4 to 8
  const b = sha(password, salt, password);
  // steps 1 to 3, 9 to 12
  const parts = [password, salt, repeat(b, password.length)];
  for (let bits = password.length; bits > 0; bits >>= 1)
    parts.push((bits & 1) === 1 ? b : password);
  let a = sha(...parts);
  // steps 13 to 16
  const p = repeat(sha(...new Array<Buffer>(password.length).fill(password)), password.length);
  // steps 17 to 20
  const s = repeat(sha(...new Array<Buffer>(16 + (a[0] ?? 0)).fill(salt)), salt.length);
  // step 21
  for (let round = 0; round < rounds; round++) {
    const c = [round % 2 === 1 ? p : a];
    if (round % 3 !== 0) c.push(s);
    if (round % 7 !== 0) c.push(p);
    c.push(round % 2 === 1 ? a : p);
    a = sha(...c);
  }
  return a;
}

/** The digest repeated and cut to `length` octets. */
function repeat(digest: Buffer, length: number): Buffer {
  return Buffer.alloc(length, digest);
}

/** Step 22: writes groups of three octets, in the order of the specification, as four characters. */
function encode({ first, turn, groups, rest }: Kind, digest: Buffer): string {
  const octet = (at: number | undefined) => digest[at ?? 0] ?? 0;
  let text = '';
  let at: readonly number[] = first;
  for (let group = 0; group < groups; group++) {
    const before = at;
    text += characters((octet(at[0]) << 16) | (octet(at[1]) << 8) | octet(at[2]), 4);
    at = turn.map((from) => (before[from] ?? 0) + 1);
  }
  const last = rest.reduce((value, from, place) => value | (octet(from) << (8 * place)), 0);
  return text + characters(last, rest.length + 1);
}
