/** Hash functions of TOTP (RFC 6238 section 1.2). */
export const ALGORITHMS = ['sha1', 'sha256', 'sha512'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export const DIGITS = [6, 8, 10] as const;
export type Digits = (typeof DIGITS)[number];

export const PERIODS = [30, 60] as const;
/** Seconds a code lasts. */
export type Period = (typeof PERIODS)[number];

/** How an authenticator computes its codes, apart from the secret. */
export interface CodeParameters {
  readonly algorithm: Algorithm;
  readonly digits: Digits;
  readonly period: Period;
}

/** An authenticator without its secret. Times are in milliseconds since the epoch. */
export interface Authenticator extends CodeParameters {
  readonly id: string;
  readonly label: string;
  readonly createdAt: number;
  /** Undefined while it waits for its first code. */
  readonly confirmedAt: number | undefined;
  readonly lastUsedAt: number | undefined;
  readonly lockedUntil: number | undefined;
  /** How many steps its clock was off at the last resynchronisation; negative if it is slow. */
  readonly driftSteps: number;
  /**
   * When it was suspended, because it was added after a sign-in that the person disowned. It verifies nothing since.
   */
  readonly suspendedAt: number | undefined;
}

/** The fields of an authenticator that events carry. Picks them one by one, because the object also holds a secret. */
export function authenticatorData(authenticator: CodeParameters & { id: string; label: string }) {
  const { id, label, algorithm, digits, period } = authenticator;
  const upper = { sha1: 'SHA1', sha256: 'SHA256', sha512: 'SHA512' } as const;
  return { id, label, algorithm: upper[algorithm], digits, period_seconds: period };
}

/** The longest label, in octets. */
export const LABEL_OCTETS = 64;

/** Whether an authenticator accepts no codes at `now`. */
export function isLocked(authenticator: { lockedUntil: number | undefined }, now: number): boolean {
  return authenticator.lockedUntil !== undefined && now < authenticator.lockedUntil;
}

/** Whether an authenticator can verify codes: it was confirmed and is not suspended. */
export function isUsable(authenticator: {
  confirmedAt: number | undefined;
  suspendedAt: number | undefined;
}): boolean {
  return isActive(authenticator) && authenticator.suspendedAt === undefined;
}

/** Whether an authenticator was confirmed by a code. It then counts as enrolled, even if it is suspended. */
export function isActive(authenticator: { confirmedAt: number | undefined }): boolean {
  return authenticator.confirmedAt !== undefined;
}
