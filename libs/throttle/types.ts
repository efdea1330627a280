import type { Address } from '../names/address.js';

/** Kinds of secret. Each has limits of its own: guesses at one do not shut out who has another. */
export type SecretKind = 'password' | 'app-password' | 'code' | 'passkey';

/** Whose secret is to be compared, for whom it counts. */
export interface Subject {
  /** Canonical `local@domain`. */
  readonly account: string;
  readonly address: Address;
  /** Which of the account's secrets was named: an app password's public part. Absent: there is one. */
  readonly named?: string;
  /**
   * What was typed. Where it is wrong, and is typed again within the window, it counts once. Absent: each
   * attempt is another guess, as with a code, which may be right in the next step.
   */
  readonly typed?: Uint8Array;
}

/** How long an attempt may wait, as a call's context says it. */
export interface CallScope {
  /** In ms of `performance.now()`; Infinity for none. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/** What a limit counts by. IPv6 addresses count by /64. */
export type Scope = 'account+address' | 'address' | 'account';

export interface ThrottleLimits {
  /** Failures allowed in the window. */
  readonly perScope: Readonly<Record<Scope, number>>;
  /** Failures allowed an account in the window at an address usual for it, past the address's limit. */
  readonly pastAddress: number;
  /** The sliding window in which failures count, in ms. */
  readonly windowMs: number;
  /** How long after a success its address is usual for the account, in ms. */
  readonly usualMs: number;
}

/** A limit that was reached by failures, or has room again. */
export interface ThrottleFact {
  readonly kind: 'locked' | 'unlocked';
  readonly secret: SecretKind;
  readonly scope: Scope;
  /** Empty for scope `address`. */
  readonly account: string;
  /** An address, or a /64; empty for scope `account`. */
  readonly address: string;
  /** The public part of an app password; else empty. */
  readonly named: string;
}

/** Why nothing was compared, or why what was compared is not told. */
export type Refusal =
  /** Failures reach a limit; there is room again in so many ms. */
  | { readonly refused: 'limited'; readonly freeInMs: number }
  /** It was compared a moment ago, and was wrong. */
  | { readonly refused: 'known-wrong' };

/** A place held while a secret is compared. */
export interface Place {
  readonly id: string;
  readonly account: string;
  readonly named: string;
  /** As counted. */
  readonly address: string;
  /** What was typed, as it is told again; absent: it is not. */
  readonly marks: Marks | undefined;
  /** When it was taken, in ms since the epoch. */
  readonly takenAt: number;
  /** Past the address's limit, at an address usual for the account; until when, in ms since the epoch. */
  readonly pastUntil: number | undefined;
  /** Whether the account succeeded at the address so lately that another success is no news. */
  readonly successKnown: boolean;
}

/** Keyed hashes of what was typed, cut to 24 bits: under the key of this window, and of the one before. */
export interface Marks {
  readonly now: number;
  readonly before: number;
}
