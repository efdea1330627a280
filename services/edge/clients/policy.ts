import { GatepostError } from '../../../libs/errors/index.js';
import { Factor, TrustKind } from '../../../libs/gen/gatepost/common/v1/common.js';
import {
  AuthorizationServiceService,
  type AuthorizeRequest,
  type AuthorizeResponse,
  Decision,
  type Grant,
  Reason,
} from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { sourceToWire } from '../../../libs/grpc/wire/address-source.js';
import { serviceToWire } from '../../../libs/grpc/wire/service.js';
import type { Log } from '../../../libs/log/index.js';
import { parseAccount } from '../../../libs/names/account.js';
import type { Attempt } from '../core/attempt.js';
import { cutText } from '../core/escapes.js';
import { type Challenged, type Granted, type Outcome, UNDECIDED } from '../core/outcome.js';
import type { Authorize } from '../ports.js';

/**
 * Asks policy once, because a repeated question could spend a code. A request that policy rejects as malformed is a
 * denial, because trying again would not help. Any other failure is "could not decide".
 */
export function policyClient(parts: {
  policy: Peer;
  newAttemptId: () => string;
  log: Log;
}): Authorize {
  const { policy, newAttemptId, log } = parts;
  return async (attempt, { deadlineMs }) => {
    try {
      const request = toWire(attempt, newAttemptId());
      const method = AuthorizationServiceService.authorize;
      const answer = await policy.unary(method, request, { deadlineMs });
      return fromWire(answer, attempt.account);
    } catch (error) {
      if (error instanceof GatepostError && error.code === 'INVALID_ARGUMENT') {
        log.info('policy calls a login malformed', { error });
        const message = 'The account or the password is wrong.';
        return { kind: 'deny', reason: 'BAD_REQUEST', message };
      }
      log.warn('a login could not be decided', { error });
      return UNDECIDED;
    }
  };
}

/** Used if policy does not know how long to wait. */
const RETRY_AFTER_SECONDS = 60;

function toWire(attempt: Attempt, attemptId: string): AuthorizeRequest {
  const { account, service, address, proof, second, remember, tls } = attempt;
  return {
    account,
    service: serviceToWire(service),
    clientIp: address.client,
    peerIp: address.peer,
    clientIpSource: sourceToWire(address.source),
    deviceToken: attempt.deviceToken ?? '',
    interactive: undefined,
    password: proof.kind === 'password' ? proof.bytes : undefined,
    passwordVerified: proof.kind === 'verified',
    otpCode: second?.kind === 'code' ? second.code : '',
    otpAuthenticatorId: second?.kind === 'code' ? second.authenticatorId : '',
    recoveryCode: second?.kind === 'recovery-code' ? second.code : '',
    samlResponse: Buffer.alloc(0),
    samlRelayState: '',
    samlLoginTicket: '',
    samlDomain: '',
    beginSaml: false,
    passkeyResponse: Buffer.alloc(0),
    passkeyLoginTicket: '',
    beginPasskey: false,
    signInHost: '',
    client: '',
    prove: false,
    remember,
    attemptId,
    // Fields that are only recorded must not fail a login, so they are cut.
    userAgent: cutText(attempt.userAgent ?? '', 512),
    language: '',
    sessionId: cutText(attempt.sessionId ?? '', 128),
    tls: tls && { version: cutText(tls.version, 16), cipher: cutText(tls.cipher, 64) },
    explain: false,
    act: undefined,
  };
}

function fromWire(answer: AuthorizeResponse, account: string): Outcome {
  switch (answer.decision) {
    case Decision.ALLOW: {
      const canonical = parseAccount(account);
      if (!canonical.ok) return UNDECIDED;
      return {
        kind: 'allow',
        account: canonical.value.name,
        validUntil: answer.validUntil?.getTime(),
        bindToIp: answer.obligations?.bindSessionToIp ?? false,
        deviceToken: answer.deviceToken || undefined,
        granted: answer.grants.map(grantFromWire),
        session: sessionFromWire(answer),
        decisionId: answer.decisionId,
      };
    }
    case Decision.CHALLENGE:
      return challengeFromWire(answer);
    case Decision.DENY:
      if (answer.reason === Reason.RATE_LIMITED) {
        const retryAfterSeconds = answer.retryAfterSeconds || RETRY_AFTER_SECONDS;
        return { kind: 'limited', message: answer.message, retryAfterSeconds };
      }
      return { kind: 'deny', reason: nameOf(answer.reason), message: answer.message };
    default:
      return UNDECIDED;
  }
}

function grantFromWire({ kind, until, refused }: Grant): Granted {
  return {
    kind: KINDS[kind] ?? 'ip',
    until: until?.getTime(),
    refused: refused || undefined,
  };
}

const KINDS: Readonly<Record<number, Granted['kind']>> = {
  [TrustKind.DEVICE]: 'device',
  [TrustKind.SESSION]: 'session',
};

function sessionFromWire({ sessionSecret: secret, grants }: AuthorizeResponse) {
  const until = grants.find(({ kind }) => kind === TrustKind.SESSION)?.until;
  return secret === '' || until === undefined ? undefined : { secret, until: until.getTime() };
}

function nameOf(reason: Reason): string {
  return Object.entries(Reason).find(([, value]) => value === reason)?.[0] ?? 'DENIED';
}

const FACTORS: Readonly<Record<number, Challenged['missing'][number][number]>> = {
  [Factor.PASSWORD]: 'password',
  [Factor.APP_PASSWORD]: 'app-password',
  [Factor.OTP]: 'otp',
  [Factor.SAML]: 'saml',
  [Factor.PASSKEY]: 'passkey',
  [Factor.OTP_ENROLMENT]: 'otp-enrolment',
  [Factor.PASSKEY_ENROLMENT]: 'passkey-enrolment',
};

function challengeFromWire({ message, challenge, decisionId }: AuthorizeResponse): Outcome {
  if (challenge === undefined) return UNDECIDED;
  const { alternatives, trustOffers, authenticators } = challenge;
  return {
    kind: 'challenge',
    message,
    missing: alternatives.map(({ missing }) =>
      missing.map((factor) => FACTORS[factor]).filter((factor) => factor !== undefined),
    ),
    offers: trustOffers.map(({ kind, defaultSeconds, maxSeconds }) => ({
      kind: kind === TrustKind.DEVICE ? 'device' : 'ip',
      defaultSeconds,
      maxSeconds,
    })),
    authenticators,
    decisionId,
  };
}
