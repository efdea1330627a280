import type { Address } from '../names/address.js';

/**
 * Kinds of secret. Each has its own limits: guesses at one kind do not lock out a person who uses
 * another.
 */
export type SecretKind = 'password' | 'app-password' | 'code' | 'passkey';

/** Whose secret is compared, and which limits the attempt counts against. */
export interface Subject {
  /** Canonical `local@domain`. */
  readonly account: string;
  readonly address: Address;
  /**
   * Which of the account's secrets was named: the public part of an app password. Absent if there
   * is only one.
   */
  readonly named?: string;
  /**
   * What was typed. If it is wrong, it counts once however often it is typed within the window.
   * Absent if each attempt is a new guess, as with a code, which may be right in the next step.
   */
  readonly typed?: Uint8Array;
}

/** How long an attempt may wait; a call's context is one. */
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
  /**
   * Failures that an account is allowed in the window at an address usual for it, past the
   * address's limit.
   */
  readonly pastAddress: number;
  /** The sliding window in which failures count, in ms. */
  readonly windowMs: number;
  /** How long an address stays usual for an account after a success, in ms. */
  readonly usualMs: number;
}

/** A limit that was reached, or that has room again. */
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

/** Why nothing was compared, or why the result is withheld. */
export type Refusal =
  /** Failures reach a limit; there is room again in `freeInMs`. */
  | { readonly refused: 'limited'; readonly freeInMs: number }
  /** The same secret was compared a moment ago and was wrong. */
  | { readonly refused: 'known-wrong' };

/** A slot held while a secret is compared; a row of `throttle_place`. */
export interface Slot {
  readonly id: string;
  readonly account: string;
  readonly named: string;
  /** In the form in which limits count it. */
  readonly address: string;
  /** Marks of what was typed, by which it is recognised; absent if it is not to be recognised. */
  readonly marks: Marks | undefined;
  /** When it was taken, in ms since the epoch. */
  readonly takenAt: number;
  /**
   * Only for a slot past the address's limit, at an address usual for the account: how long that
   * lasts, in ms since the epoch.
   */
  readonly pastUntil: number | undefined;
  /**
   * Whether the account succeeded at the address so recently that another success need not be
   * written.
   */
  readonly successKnown: boolean;
}

/**
 * Keyed hashes of what was typed, cut to 24 bits, under the keys of this window and of the one
 * before.
 */
export interface Marks {
  readonly now: number;
  readonly before: number;
}
