import type { Factor } from '../../../libs/policy/language/words.js';
import type { NewSession } from './web-session.js';

/** Trust the person may ask for. */
export interface Offer {
  readonly kind: 'ip' | 'device';
  readonly defaultSeconds: number;
  readonly maxSeconds: number;
}

/** What was granted, or why it was not. */
export interface Granted {
  readonly kind: 'ip' | 'device' | 'session';
  /** In ms since the epoch; absent: refused. */
  readonly until?: number | undefined;
  readonly refused?: string | undefined;
}

/** ALLOW. */
export interface Allowed {
  readonly kind: 'allow';
  /** Canonical. */
  readonly account: string;
  /** When the trust that carried it lapses, in ms since the epoch; absent: carried by none. */
  readonly validUntil?: number | undefined;
  readonly bindToIp: boolean;
  /** To be kept in place of the one sent; absent: keep what there is. */
  readonly deviceToken?: string | undefined;
  readonly granted: readonly Granted[];
  /** Where one was asked for and given. */
  readonly session?: NewSession | undefined;
  readonly decisionId: string;
}

/** CHALLENGE. */
export interface Challenged {
  readonly kind: 'challenge';
  readonly message: string;
  /** The alternatives still possible, each the factors that are missing. */
  readonly missing: readonly (readonly (Factor | 'otp-enrolment' | 'passkey-enrolment')[])[];
  readonly offers: readonly Offer[];
  readonly authenticators: readonly { readonly id: string; readonly label: string }[];
  readonly decisionId: string;
}

/** DENY, or what nobody needs to decide: not an account, not served here, an address made up. */
export interface Denied {
  readonly kind: 'deny';
  /** Of the decision, or `BAD_REQUEST`, `NOT_SERVED_HERE`, `ADDRESS_CLAIMED`. */
  readonly reason: string;
  /** Safe to show to the person. */
  readonly message: string;
}

/** Too many failures: nothing was compared, and a later try may be let in. */
export interface Limited {
  readonly kind: 'limited';
  /** Safe to show to the person. */
  readonly message: string;
  readonly retryAfterSeconds: number;
}

/** Could not decide. Never a wrong password, never let in. */
export interface Undecided {
  readonly kind: 'undecided';
  readonly message: string;
}

export type Outcome = Allowed | Challenged | Denied | Limited | Undecided;

/** What a person reads who can only try again. */
export const UNDECIDED: Undecided = {
  kind: 'undecided',
  message: 'Sign-in is not possible at the moment: try again in a minute.',
};

/** Where the protocol cannot ask for more. */
const CANNOT_ASK = 'A second factor is needed that this program cannot ask for:';
const TRUST_THIS_ADDRESS = `${CANNOT_ASK} sign in to webmail and trust this address, then try again.`;
const ASK_ADMINISTRATOR = `${CANNOT_ASK} ask your administrator.`;

export type Refused = Denied | Limited | Undecided;

/** A challenge, for a protocol that cannot put it to the person: a denial that says what helps. */
export function withoutChallenge(outcome: Exclude<Outcome, Allowed>): Refused {
  if (outcome.kind !== 'challenge') return outcome;
  const canBeTrusted = outcome.offers.some(({ kind }) => kind === 'ip');
  const message = canBeTrusted ? TRUST_THIS_ADDRESS : ASK_ADMINISTRATOR;
  return { kind: 'deny', reason: 'CANNOT_CHALLENGE', message };
}
