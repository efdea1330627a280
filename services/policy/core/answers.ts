import type { Verdict } from '../../../libs/names/verdict.js';

// What the other services say of a login, as decisions use it.

/** Every question waits until then at the most, and ends when the caller goes away. */
export interface CallScope {
  readonly signal: AbortSignal;
  /** When the answer must be there, in ms of `performance.now()`. */
  readonly deadline: number;
  /** The same caller, with half of the time that is left. */
  half(): CallScope;
}

/** What comparing a secret gave. */
export interface Compared {
  readonly verdict: Verdict;
  /** With `rate-limited`: seconds until there is room again; 0: not known. */
  readonly retryAfterSeconds: number;
}

/** Who is asking, for throttles and the record. */
export interface Asking {
  readonly account: string;
  readonly address: string;
  readonly decisionId: string;
  readonly frontEnd: string;
  readonly attemptId: string;
}

export interface Enrolment {
  readonly enrolled: boolean;
  /** Those that verify codes: a suspended one does not. */
  readonly authenticators: readonly { readonly id: string; readonly label: string }[];
}

export interface SamlStart {
  readonly redirectUrl: string;
  readonly formAction: string;
  readonly formFields: Readonly<Record<string, string>>;
  readonly loginTicket: string;
}

/** What the browser is to be asked for a passkey. */
export interface PasskeyStart {
  readonly requestOptions: string;
  readonly loginTicket: string;
}

/** What verifying a passkey's answer gave. */
export interface PasskeyVerdict extends Compared {
  /** Which check refused it; empty: none. */
  readonly failedCheck: string;
  /** With `verified`: whose it is, canonical. */
  readonly account: string;
  readonly userVerified: boolean;
}

export interface HeldTrust {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
  /** The trust-store wants to know if it carries an ALLOW. */
  readonly useIsNews: boolean;
}

export interface TrustFound {
  readonly ip: HeldTrust | undefined;
  readonly device: HeldTrust | undefined;
  /** The token was superseded by one that has been used: theft, if the password is right. */
  readonly deviceSuperseded: boolean;
}

export type TrustGrant =
  | { readonly kind: 'ip' | 'device' | 'session'; readonly held: HeldTrust }
  | { readonly kind: 'ip' | 'device' | 'session'; readonly refused: string };
