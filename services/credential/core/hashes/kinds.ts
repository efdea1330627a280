/** Unsalted and salted digests in password files. A name that starts with `s` before a digest's name means salted. */
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

/** The schemes of stored hashes. New hashes are always argon2id; the others can be imported. */
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
  /** In the one form that is stored, without a tag if the text names its own scheme. */
  readonly text: string;
  /** Approximate time to verify, in ms of one processor. */
  readonly costMs: number;
}

/** Why a hash is not imported, worded to follow "the hash is" or "the hash has". */
export interface Refused {
  readonly refused: string;
}

/** The refusal of a hash that would let one login keep a processor busy. */
export function tooCostly(what: string, most: string): Refused {
  return { refused: `too costly to verify: ${what}, where ${most} is the most` };
}
