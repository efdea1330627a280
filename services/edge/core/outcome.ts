import type { Factor } from '../../../libs/policy/language/words.js';
import type { NewSession } from './web-session.js';

/** Trust that the person may ask for. */
export interface Offer {
  readonly kind: 'ip' | 'device';
  readonly defaultSeconds: number;
  readonly maxSeconds: number;
}

/** The grant that was made, or why it was refused. */
export interface Granted {
  readonly kind: 'ip' | 'device' | 'session';
  /** In ms since the epoch; absent if refused. */
  readonly until?: number | undefined;
  readonly refused?: string | undefined;
}

/** Outcome of an ALLOW. */
export interface Allowed {
  readonly kind: 'allow';
  /** Canonical. */
  readonly account: string;
  /** When the trust that carried it lapses, in ms since the epoch. Absent if no trust carried it. */
  readonly validUntil?: number | undefined;
  readonly bindToIp: boolean;
  /** The token that replaces the one sent. Absent: the old one stays. */
  readonly deviceToken?: string | undefined;
  readonly granted: readonly Granted[];
  /** Set if a session was asked for and granted. */
  readonly session?: NewSession | undefined;
  readonly decisionId: string;
}

/** Outcome of a CHALLENGE. */
export interface Challenged {
  readonly kind: 'challenge';
  readonly message: string;
  /** The alternatives that are still possible, each with its missing factors. */
  readonly missing: readonly (readonly (Factor | 'otp-enrolment' | 'passkey-enrolment')[])[];
  readonly offers: readonly Offer[];
  readonly authenticators: readonly { readonly id: string; readonly label: string }[];
  readonly decisionId: string;
}

/**
 * Outcome of a DENY, or of a login that is refused without a decision: not an account, not served here, or a false
 * address.
 */
export interface Denied {
  readonly kind: 'deny';
  /** The reason of the decision, or `BAD_REQUEST`, `NOT_SERVED_HERE`, `ADDRESS_CLAIMED`. */
  readonly reason: string;
  /** Safe to show to the person. */
  readonly message: string;
}

/** Too many failures. Nothing was compared, and a later try may be allowed. */
export interface Limited {
  readonly kind: 'limited';
  /** Safe to show to the person. */
  readonly message: string;
  readonly retryAfterSeconds: number;
}

/** Could not decide. It must never be treated as a wrong password or as allowed. */
export interface Undecided {
  readonly kind: 'undecided';
  readonly message: string;
}

export type Outcome = Allowed | Challenged | Denied | Limited | Undecided;

/** The message for a person who can only try again. */
export const UNDECIDED: Undecided = {
  kind: 'undecided',
  message: 'Sign-in is not possible at the moment: try again in a minute.',
};

/** Messages for protocols that cannot ask for more. */
const CANNOT_ASK = 'A second factor is needed that this program cannot ask for:';
const TRUST_THIS_ADDRESS = `${CANNOT_ASK} sign in to webmail and trust this address, then try again.`;
const ASK_ADMINISTRATOR = `${CANNOT_ASK} ask your administrator.`;

export type Refused = Denied | Limited | Undecided;

/** Turns a challenge into a denial that says what helps, for a protocol that cannot ask the person. */
export function withoutChallenge(outcome: Exclude<Outcome, Allowed>): Refused {
  if (outcome.kind !== 'challenge') return outcome;
  const canBeTrusted = outcome.offers.some(({ kind }) => kind === 'ip');
  const message = canBeTrusted ? TRUST_THIS_ADDRESS : ASK_ADMINISTRATOR;
  return { kind: 'deny', reason: 'CANNOT_CHALLENGE', message };
}
