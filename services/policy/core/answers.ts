import type { Verdict } from '../../../libs/names/verdict.js';

// Answers of other services about a login, as decisions use them.

/** Bounds every call made for a login: it ends at the deadline, or when the caller goes away. */
export interface CallScope {
  readonly signal: AbortSignal;
  /** When the answer must be there, in ms of `performance.now()`. */
  readonly deadline: number;
  /** The same scope with half of the remaining time. */
  half(): CallScope;
}

/** The result of comparing a secret. */
export interface Compared {
  readonly verdict: Verdict;
  /** With `rate-limited`: seconds until an attempt is possible again; 0 if unknown. */
  readonly retryAfterSeconds: number;
  /** The id of the app password, authenticator or passkey that was recognised. Undefined if none was, or it has no id. */
  readonly id?: string | undefined;
}

/** An assertion that was accepted, as its identity provider names it. */
export interface AcceptedAssertion {
  /** The entity id of the identity provider. */
  readonly issuer: string;
  /** The assertion's `ID`. Undefined if it is too long to be recorded. */
  readonly id: string | undefined;
}

/** Who is asking, for throttles and for the record. */
export interface Asking {
  readonly account: string;
  readonly address: string;
  readonly decisionId: string;
  readonly frontEnd: string;
  readonly attemptId: string;
}

export interface Enrolment {
  readonly enrolled: boolean;
  /** The authenticators that can verify codes. A suspended one cannot. */
  readonly authenticators: readonly { readonly id: string; readonly label: string }[];
}

export interface SamlStart {
  readonly redirectUrl: string;
  readonly formAction: string;
  readonly formFields: Readonly<Record<string, string>>;
  readonly loginTicket: string;
}

/** What the browser needs to ask for a passkey. */
export interface PasskeyStart {
  readonly requestOptions: string;
  readonly loginTicket: string;
}

/** The result of verifying a passkey's answer. */
export interface PasskeyVerdict extends Compared {
  /** The check that refused it; empty if none did. */
  readonly failedCheck: string;
  /** With `verified`: the canonical account the passkey belongs to. */
  readonly account: string;
  readonly userVerified: boolean;
}

export interface HeldTrust {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
  /** The trust-store wants to be told if this trust carries an ALLOW. */
  readonly useIsNews: boolean;
}

export interface TrustFound {
  readonly ip: HeldTrust | undefined;
  readonly device: HeldTrust | undefined;
  /** The token was superseded, and its successor has been used. This is theft if the password is right. */
  readonly deviceSuperseded: boolean;
}

export type TrustGrant =
  | { readonly kind: 'ip' | 'device' | 'session'; readonly held: HeldTrust }
  | { readonly kind: 'ip' | 'device' | 'session'; readonly refused: string };
