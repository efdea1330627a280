/** Ways a password may have been hashed. Only argon2id is made here; the others can be taken over. */
export type HashScheme = 'argon2id' | 'argon2' | 'bcrypt' | 'ssha' | 'sha512-crypt';

/** Parameters of argon2 (RFC 9106). */
export interface Argon2Parameters {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

export interface PasswordHash {
  readonly scheme: HashScheme;
  /** Without `{SCHEME}` where it says itself what it is. */
  readonly text: string;
}

const BASE64 = '[A-Za-z0-9+/]';
const ARGON2 =
  /^\$argon2(id|i|d)\$(?:v=(?:16|19)\$)?m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,86}$/;
const BCRYPT = /^\$2[aby]\$(\d\d)\$[A-Za-z0-9./]{53}$/;
const SHA512_CRYPT = /^\$6\$(?:rounds=(\d{4,9})\$)?[^$\n:]{0,16}\$[A-Za-z0-9./]{86}$/;
/** SHA-1 and a salt of at least 4 octets. */
const SSHA = new RegExp(`^\\{SSHA\\}${BASE64}{32,}={0,2}$`, 'i');
const TAG = /^\{(?:ARGON2ID?|ARGON2I|BLF-CRYPT|SHA512-CRYPT|CRYPT)\}(?=\$)/i;

/** More would let one login keep a processor busy, or out of memory. */
const MOST = { memoryKib: 262_144, passes: 20, lanes: 16, bcryptCost: 14, rounds: 1_000_000 };

/**
 * Reads a hash as password files hold it: an argon2 PHC string, bcrypt (`$2b$`), `$6$`, or any of
 * those after `{ARGON2ID}`, `{BLF-CRYPT}`, `{SHA512-CRYPT}` or `{CRYPT}`; or `{SSHA}`.
 * Returns why not, if it cannot be verified here.
 */
export function readPasswordHash(text: string): PasswordHash | { readonly refused: string } {
  const bare = text.replace(TAG, '');
  const argon2 = ARGON2.exec(bare);
  if (argon2 !== null) {
    const [memoryKib, passes, lanes] = argon2.slice(2).map(Number) as [number, number, number];
    if (memoryKib > MOST.memoryKib || passes > MOST.passes || lanes > MOST.lanes) {
      return { refused: 'its cost is too high' };
    }
    if (memoryKib < 8 * lanes || passes < 1 || lanes < 1) return { refused: UNKNOWN };
    return { scheme: argon2[1] === 'id' ? 'argon2id' : 'argon2', text: bare };
  }
  const bcrypt = BCRYPT.exec(bare);
  if (bcrypt !== null) {
    const cost = Number(bcrypt[1]);
    if (cost > MOST.bcryptCost) return { refused: 'its cost is too high' };
    return cost < 4 ? { refused: UNKNOWN } : { scheme: 'bcrypt', text: bare };
  }
  const crypt = SHA512_CRYPT.exec(bare);
  if (crypt !== null) {
    const rounds = Number(crypt[1] ?? 5000);
    if (rounds > MOST.rounds) return { refused: 'its cost is too high' };
    return { scheme: 'sha512-crypt', text: bare };
  }
  if (SSHA.test(text) && Buffer.from(text.slice(6), 'base64').length >= 24) {
    return { scheme: 'ssha', text };
  }
  return { refused: UNKNOWN };
}

const UNKNOWN = 'not an argon2, bcrypt, {SSHA} or {SHA512-CRYPT} hash';

/** Whether a hash is what would be made today. */
export function isCurrentHash(text: string, wanted: Argon2Parameters): boolean {
  const read = ARGON2.exec(text);
  if (read === null || read[1] !== 'id' || !text.includes('$v=19$')) return false;
  const [memoryKib, passes, lanes] = read.slice(2).map(Number);
  return memoryKib === wanted.memoryKib && passes === wanted.passes && lanes === wanted.lanes;
}

const IN_THE_CLEAR = /^\{(?:PLAIN|CLEAR|CLEARTEXT)\}/i;

/** A password that a system kept in the clear, after `{PLAIN}` or `{CLEARTEXT}`; undefined: it is none. */
export function readPlainPassword(
  text: Buffer,
): { readonly scheme: 'plain'; readonly password: Buffer } | undefined {
  const tag = IN_THE_CLEAR.exec(text.subarray(0, 16).toString('latin1'))?.[0];
  if (tag === undefined || text.length === tag.length) return undefined;
  return { scheme: 'plain', password: text.subarray(tag.length) };
}
