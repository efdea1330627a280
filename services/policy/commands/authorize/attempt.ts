import type { LoginFacts, Outcome } from '../../../../libs/policy/decide/evaluate.js';
import type { Connection } from '../../../../libs/policy/decide/match.js';
import type { Presented } from '../../../../libs/policy/decide/plan.js';
import type { Login } from '../../core/login.js';
import type { ActivePolicy } from '../../core/policy-set.js';
import type {
  Asking,
  Enrolment,
  Patience,
  SamlStart,
  TrustFound,
  TrustGrant,
} from '../../ports.js';
import type { Trace } from './trace.js';

/** What is known of a login while it is decided. Each step adds what it found. */
export interface Attempt {
  readonly login: Login;
  readonly decisionId: string;
  /** When the login began, ms since the epoch. */
  readonly startedAt: number;
  readonly patience: Patience;
  readonly asking: Asking;
  readonly trace: Trace;
  /** The document that decides; undefined: there is none. */
  readonly active: ActivePolicy | undefined;
  readonly revision: number;

  connection: Connection;
  facts: LoginFacts;
  trust: TrustFound | undefined;
  enrolment: Enrolment | undefined;
  /** Why a SAML response was not accepted, for the record. */
  failedCheck: string;
  outcome: Outcome | undefined;
  samlStart: SamlStart | undefined;
  grants: readonly TrustGrant[];
  deviceToken: string;
  ticket: IssuedTicket | undefined;
}

export interface IssuedTicket {
  readonly token: string;
  readonly purpose: 'enrol' | 'manage';
  /** ms since the epoch */
  readonly expiresAt: number;
}

const PRESENTED_AS = {
  none: 'none',
  password: 'password',
  'password-verified': 'verified',
  'app-password': 'app-password',
  saml: 'saml',
} as const;

export function presentedBy(login: Login): Presented {
  return {
    first: PRESENTED_AS[login.first.kind],
    second: login.second !== undefined,
    remember: login.remember !== undefined,
  };
}

/** The outcome, once a step has settled it. */
export function outcomeOf(attempt: Attempt): Outcome {
  if (attempt.outcome === undefined) throw new Error('no step has settled the outcome');
  return attempt.outcome;
}
