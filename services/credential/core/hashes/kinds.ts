/** Unsalted and salted digests of password files. `s…`: with a salt. */
export const DIGESTS = {
  md5: { algorithm: 'md5', octets: 16, salted: false },
  smd5: { algorithm: 'md5', octets: 16, salted: true },
  sha: { algorithm: 'sha1', octets: 20, salted: false },
  ssha: { algorithm: 'sha1', octets: 20, salted: true },
  sha256: { algorithm: 'sha256', octets: 32, salted: false },
  ssha256: { algorithm: 'sha256', octets: 32, salted: true },
  sha384: { algorithm: 'sha384', octets: 48, salted: false },
  ssha384: { algorithm: 'sha384', octets: 48, salted: true },
  sha512: { algorithm: 'sha512', octets: 64, salted: false },
  ssha512: { algorithm: 'sha512', octets: 64, salted: true },
} as const;

export type DigestScheme = keyof typeof DIGESTS;

/** Ways a password may have been hashed. Only argon2id is made here; the others can be taken over. */
export type HashScheme =
  | 'argon2id'
  | 'argon2'
  | 'bcrypt'
  | 'md5-crypt'
  | 'sha256-crypt'
  | 'sha512-crypt'
  | 'yescrypt'
  | 'scrypt'
  | 'pbkdf2'
  | 'scram-sha-256'
  | DigestScheme;

export interface PasswordHash {
  readonly scheme: HashScheme;
  /** In the one form that is kept: without a tag where it says itself what it is. */
  readonly text: string;
  /** About how long it takes to verify, in ms of a processor. */
  readonly costMs: number;
}

/** Why a hash is not taken over, after "the hash is" or "the hash has". */
export interface Refused {
  readonly refused: string;
}

/** More would let one login keep a processor busy: refused by name. */
export function tooCostly(what: string, most: string): Refused {
  return { refused: `too costly to verify: ${what}, where ${most} is the most` };
}
