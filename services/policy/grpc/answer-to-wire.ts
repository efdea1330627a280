import { Factor, TrustKind } from '../../../libs/gen/gatepost/common/v1/common.js';
import {
  type AuthorizeResponse,
  type Challenge,
  Decision,
  type Grant,
  Reason,
  type Ticket,
} from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import { offeredTrusts } from '../../../libs/policy/decide/evaluate.js';
import type { Missing } from '../../../libs/policy/decide/facts.js';
import { TRUST_DEVICE, TRUST_IP } from '../../../libs/policy/language/words.js';
import type { PasskeyStart, TrustGrant } from '../core/answers.js';
import { type DecidedAttempt, type IssuedTicket, validUntil } from '../core/attempt.js';
import { messageFor } from '../core/messages.js';

export const FACTORS: Readonly<Record<Missing, Factor>> = {
  password: Factor.PASSWORD,
  'app-password': Factor.APP_PASSWORD,
  otp: Factor.OTP,
  saml: Factor.SAML,
  passkey: Factor.PASSKEY,
  session: Factor.SESSION,
  'otp-enrolment': Factor.OTP_ENROLMENT,
  'passkey-enrolment': Factor.PASSKEY_ENROLMENT,
};

/** The decision in the form of the RPC's answer. */
export function answerToWire(attempt: DecidedAttempt): AuthorizeResponse {
  const outcome = attempt.outcome;
  const { decision, reason, rule, denied, bindSessionToIp } = outcome;
  const until = validUntil(attempt);
  const { samlStart, decisionId } = attempt;
  const retryAfterSeconds = reason === 'RATE_LIMITED' ? attempt.retryAfterSeconds : 0;
  return {
    decision: Decision[decision],
    reason: Reason[reason],
    rule: rule?.name ?? '',
    policyDomain: attempt.active?.name ?? '',
    policyRevision: BigInt(attempt.revision),
    message: messageFor({
      ...{ reason, deniedByRule: denied, decisionId, retryAfterSeconds },
      offered: offeredBy(attempt),
    }),
    retryAfterSeconds,
    challenge: decision === 'CHALLENGE' ? challengeToWire(attempt) : undefined,
    grants: attempt.grants.map(grantToWire),
    deviceToken: attempt.deviceToken,
    validUntil: until === undefined ? undefined : new Date(until),
    obligations: decision === 'ALLOW' ? { bindSessionToIp } : undefined,
    decisionId,
    account: attempt.login.account.name,
    samlLogin: samlStart && { ...samlStart, formFields: { ...samlStart.formFields } },
    trace: [...attempt.trace.steps],
    passkeyLogin: attempt.passkeyStart && { ...attempt.passkeyStart },
    sessionSecret: attempt.sessionSecret,
    tickets: attempt.tickets.map(ticketToWire),
  };
}

/** The answer after a passkey was begun and nothing was decided. */
export function begunToWire(passkeyStart: PasskeyStart | undefined): AuthorizeResponse {
  return {
    ...{ decision: Decision.UNSPECIFIED, reason: Reason.UNSPECIFIED, rule: '', message: '' },
    ...{ policyDomain: '', policyRevision: 0n, retryAfterSeconds: 0, challenge: undefined },
    ...{ grants: [], deviceToken: '', validUntil: undefined, obligations: undefined },
    ...{ decisionId: '', account: '', samlLogin: undefined, trace: [], sessionSecret: '' },
    passkeyLogin: passkeyStart && { ...passkeyStart },
    tickets: [],
  };
}

/** An issued ticket in the form of the RPC's answer. */
export function ticketToWire(ticket: IssuedTicket): Ticket {
  const { token, purpose, expiresAt, stores, oneFactor, administers } = ticket;
  return {
    ...{ token, purpose, expiresAt: new Date(expiresAt), stores: [...stores], oneFactor },
    administers: administers && { domain: administers.domain ?? '*', role: administers.role },
  };
}

function offeredBy({ active }: DecidedAttempt) {
  if (active === undefined) return { trustedAddress: false, enrolment: false };
  const { policy } = active;
  const { enrolmentFrom, enrolmentAnywhere } = policy.shape;
  return {
    trustedAddress: (offeredTrusts(policy) & TRUST_IP) !== 0,
    enrolment: enrolmentAnywhere || enrolmentFrom !== null,
  };
}

function challengeToWire(attempt: DecidedAttempt): Challenge {
  const { active, enrolment } = attempt;
  const { missing } = attempt.outcome;
  const offered = active ? offeredTrusts(active.policy) : 0;
  const { ip, device } = active?.limits ?? {};
  const offer = (kind: TrustKind, bit: number, terms: typeof device) =>
    terms !== undefined && (offered & bit) !== 0
      ? [{ kind, defaultSeconds: terms.defaultSeconds, maxSeconds: terms.maxSeconds }]
      : [];
  return {
    alternatives: missing.map((factors) => ({ missing: factors.map((one) => FACTORS[one]) })),
    trustOffers: [
      ...offer(TrustKind.IP, TRUST_IP, ip),
      ...offer(TrustKind.DEVICE, TRUST_DEVICE, device),
    ],
    authenticators: (enrolment?.authenticators ?? []).map(({ id, label }) => ({ id, label })),
  };
}

const KINDS = {
  ip: TrustKind.IP,
  device: TrustKind.DEVICE,
  session: TrustKind.SESSION,
} as const;

function grantToWire(grant: TrustGrant): Grant {
  const kind = KINDS[grant.kind];
  return 'held' in grant
    ? { kind, trustId: grant.held.id, until: new Date(grant.held.until), refused: '' }
    : { kind, trustId: '', until: undefined, refused: grant.refused };
}
