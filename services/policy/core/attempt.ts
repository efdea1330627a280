import type { LoginFacts, Outcome } from '../../../libs/policy/decide/evaluate.js';
import type { Connection, Match } from '../../../libs/policy/decide/match.js';
import type { Presented } from '../../../libs/policy/decide/plan.js';
import { TRUST_DEVICE, TRUST_IP } from '../../../libs/policy/language/words.js';
import type {
  AcceptedAssertion,
  Asking,
  CallScope,
  Enrolment,
  PasskeyStart,
  SamlStart,
  TrustFound,
  TrustGrant,
} from './answers.js';
import type { EarnedTicket } from './earned-tickets.js';
import { asksForTrust, type Login } from './login.js';
import type { ActivePolicy } from './policy-set.js';
import type { FoundSession } from './session/found-session.js';
import type { Trace } from './trace.js';
import type { EvaluatedTrial } from './trial/trial-result.js';

/** What is known of a login from its beginning. Each step adds what it found. */
export interface Attempt {
  readonly login: Login;
  readonly decisionId: string;
  /** When the login began, ms since the epoch. */
  readonly startedAt: number;
  readonly call: CallScope;
  readonly asking: Asking;
  readonly trace: Trace;
  /** The document that decides. Undefined if there is none. */
  readonly active: ActivePolicy | undefined;
  readonly revision: number;

  facts: LoginFacts;
  /** The session whose mail token was presented and right. */
  session: FoundSession | undefined;
  /** The session of a mail token that is valid here, whether or not the documents let its sign-in in. */
  foundSession: FoundSession | undefined;
  /** What was presented and recognised, by id, for the record. */
  used: Used;
  /** The passkey verified its user. */
  userVerified: boolean;
  enrolment: Enrolment | undefined;
  /** Why a SAML response was not accepted, for the record. */
  failedCheck: string;
  /** Why a passkey's answer was not accepted, for the record. */
  failedPasskeyCheck: string;
  /**
   * When the identity provider wants the person's session to end, in ms since the epoch. Undefined if it does not say.
   */
  samlUntil: number | undefined;
  /** If a limit refused a secret: seconds until an attempt is possible again; 0 if unknown. */
  retryAfterSeconds: number;
  samlStart: SamlStart | undefined;
  passkeyStart: PasskeyStart | undefined;
  grants: readonly TrustGrant[];
  deviceToken: string;
  /** The secret of the session this login was granted; empty if none. */
  sessionSecret: string;
  tickets: readonly IssuedTicket[];
  /** What the candidate of a trial would have decided, for the record. */
  trial: EvaluatedTrial | undefined;
}

/** What a login used. A recovery code has no id that outlives it. */
export interface Used {
  readonly appPassword?: string | undefined;
  readonly authenticator?: string | undefined;
  readonly passkey?: string | undefined;
  readonly assertion?: AcceptedAssertion | undefined;
}

/** A login after its rule was found. */
export interface MatchedAttempt extends Attempt {
  /** With the trust that was looked up, if any. */
  readonly connection: Connection;
  /** Undefined if no document decides. */
  readonly match: Match | undefined;
  /** The kinds of trust that were looked up, as bits. */
  readonly trustAsked: number;
  readonly trust: TrustFound | undefined;
}

/** A login after its outcome was settled. */
export interface DecidedAttempt extends MatchedAttempt {
  readonly outcome: Outcome;
}

export interface IssuedTicket extends EarnedTicket {
  readonly token: string;
  /** ms since the epoch */
  readonly expiresAt: number;
}

const PRESENTED_AS = {
  none: 'none',
  password: 'password',
  'password-verified': 'verified',
  'app-password': 'app-password',
  saml: 'saml',
  session: 'session',
} as const;

/** What the login presents, without secrets, as `libs/policy` needs it. */
export function presentedBy(login: Login): Presented {
  return {
    first: PRESENTED_AS[login.first.kind],
    second: login.second !== undefined,
    recovery: login.second?.kind === 'recovery-code',
    passkey: login.passkey !== undefined,
    remember: asksForTrust(login),
    prove: login.prove,
  };
}

/** Ids of the trust that carried an ALLOW. */
export function carriersOf({ outcome, trust }: DecidedAttempt): {
  readonly ip: string | undefined;
  readonly device: string | undefined;
} {
  const { carriedBy } = outcome;
  return {
    ip: (carriedBy & TRUST_IP) !== 0 ? trust?.ip?.id : undefined,
    device: (carriedBy & TRUST_DEVICE) !== 0 ? trust?.device?.id : undefined,
  };
}

/**
 * When an ALLOW ends, in ms since the epoch. It ends when the trust that carried it lapses (the latest, if there are
 * several), and no later than the presented session and the identity provider's session (SAML core 2.7.2). Undefined if
 * nothing ends it.
 */
export function validUntil(attempt: DecidedAttempt): number | undefined {
  const { carriedBy, decision } = attempt.outcome;
  const samlUntil = decision === 'ALLOW' ? attempt.samlUntil : undefined;
  const untils = [
    (carriedBy & TRUST_IP) !== 0 ? attempt.trust?.ip?.until : undefined,
    (carriedBy & TRUST_DEVICE) !== 0 ? attempt.trust?.device?.until : undefined,
  ].filter((until) => until !== undefined);
  const sessionUntil = decision === 'ALLOW' ? attempt.session?.until : undefined;
  const ends = [untils.length > 0 ? Math.max(...untils) : undefined, samlUntil, sessionUntil];
  const earliest = Math.min(...ends.filter((end) => end !== undefined));
  return Number.isFinite(earliest) ? earliest : undefined;
}
