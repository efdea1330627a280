import { GatepostError } from '../../../libs/errors/index.js';
import { Factor, TrustKind } from '../../../libs/gen/gatepost/common/v1/common.js';
import {
  AuthorizationServiceService,
  type AuthorizeRequest,
  type AuthorizeResponse,
  Reason,
  Decision as WireDecision,
} from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { sourceToWire } from '../../../libs/grpc/wire/address-source.js';
import { serviceToWire } from '../../../libs/grpc/wire/service.js';
import type { Log } from '../../../libs/log/index.js';
import type { Decision, Granted, Missing, ProviderLogin } from '../core/decision.js';
import { labelOf } from '../core/device-label.js';
import type { Authorize, BeginPasskey, Presented } from '../ports/policy.js';

/** Asks policy for a decision, once: a repeated request could use up a code. */
export function policyClient(parts: { policy: Peer; deadlineMs: number; log: Log }): Authorize {
  const { policy, deadlineMs, log } = parts;
  return async (presented) => {
    try {
      const method = AuthorizationServiceService.authorize;
      return fromWire(await policy.unary(method, toWire(presented), { deadlineMs }));
    } catch (error) {
      if (error instanceof GatepostError && error.code === 'INVALID_ARGUMENT') {
        log.info('policy calls a sign-in malformed', { error });
        return { kind: 'malformed' };
      }
      log.warn('a sign-in could not be decided', { error });
      return { kind: 'undecided' };
    }
  };
}

/** Begins a passkey that will name its account. A failure is no decision, and does not hold up the first page. */
export function passkeyBeginner(parts: { policy: Peer; log: Log }): BeginPasskey {
  const { policy, log } = parts;
  return async (visitor, service) => {
    if (visitor.signInHost === '') return undefined;
    const nobody = { account: '', client: '', wantsSession: false, attemptId: '' };
    const request = toWire({ ...nobody, service, visitor, beginPasskey: true });
    try {
      const method = AuthorizationServiceService.authorize;
      const options = { deadlineMs: BEGIN_DEADLINE_MS, repeatable: true };
      return (await policy.unary(method, request, options)).passkeyLogin;
    } catch (error) {
      log.info('a passkey could not be begun', { error });
      return undefined;
    }
  };
}

const BEGIN_DEADLINE_MS = 1_000;

function toWire(presented: Presented): AuthorizeRequest {
  const { visitor, code, providerAnswer } = presented;
  return {
    account: presented.account,
    service: serviceToWire(presented.service),
    clientIp: visitor.address.client,
    peerIp: visitor.address.peer,
    clientIpSource: sourceToWire(visitor.address.source),
    deviceToken: visitor.deviceToken ?? '',
    interactive: undefined,
    password: presented.password === undefined ? undefined : Buffer.from(presented.password),
    passwordVerified: false,
    otpCode: code?.value ?? '',
    otpAuthenticatorId: code?.authenticatorId ?? '',
    recoveryCode: presented.recoveryCode ?? '',
    samlResponse: Buffer.from(providerAnswer?.response ?? []),
    samlRelayState: providerAnswer?.relayState ?? '',
    samlLoginTicket: providerAnswer?.loginTicket ?? '',
    samlDomain: '',
    beginSaml: presented.beginProvider ?? false,
    passkeyResponse: Buffer.from(presented.passkey?.response ?? []),
    passkeyLoginTicket: presented.passkey?.loginTicket ?? '',
    beginPasskey: (presented.beginPasskey ?? false) && visitor.signInHost !== '',
    signInHost: visitor.signInHost,
    client: presented.wantsSession ? presented.client : '',
    remember: rememberOf(presented),
    prove: presented.prove ?? false,
    attemptId: presented.attemptId,
    userAgent: cut(visitor.userAgent, 512),
    language: visitor.language ?? '',
    sessionId: '',
    tls: undefined,
    explain: false,
    act: actToWire(presented.act),
  };
}

function actToWire(act: Presented['act']): AuthorizeRequest['act'] {
  if (act === undefined) return undefined;
  const { rpc, subject, request } = act;
  return { rpc, subject, requestDigest: Buffer.from(request, 'base64url') };
}

function rememberOf({ trust, visitor, wantsSession }: Presented): AuthorizeRequest['remember'] {
  if (trust?.ip !== true && trust?.device !== true && !wantsSession) return undefined;
  return {
    ipSeconds: trust?.ip === true ? 0 : undefined,
    deviceSeconds: trust?.device === true ? 0 : undefined,
    deviceLabel: trust?.device === true ? labelOf(visitor.userAgent) : '',
    sessionSeconds: wantsSession ? 0 : undefined,
  };
}

/** Cuts text that is only recorded, so that its length is no reason to refuse a sign-in. */
function cut(text: string, octets: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= octets) return text;
  return bytes
    .subarray(0, octets)
    .toString()
    .replace(/\uFFFD+$/, '');
}

function fromWire(answer: AuthorizeResponse): Decision {
  const { decisionId } = answer;
  switch (answer.decision) {
    case WireDecision.ALLOW:
      return {
        kind: 'allow',
        account: answer.account,
        isGrace: answer.reason === Reason.GRACE_PERIOD,
        granted: answer.grants.map(grantFromWire),
        deviceToken: answer.deviceToken || undefined,
        sessionSecret: answer.sessionSecret || undefined,
        sessionId:
          answer.grants.find(({ kind }) => kind === TrustKind.SESSION)?.trustId || undefined,
        tickets: ticketsOf(answer),
        passkey: answer.passkeyLogin,
        validUntil: answer.validUntil?.getTime(),
        bindToIp: answer.obligations?.bindSessionToIp ?? false,
        decisionId,
      };
    case WireDecision.CHALLENGE:
      return {
        kind: 'challenge',
        account: answer.account,
        passkey: answer.passkeyLogin,
        reason: nameOf(answer.reason),
        alternatives: (answer.challenge?.alternatives ?? []).map(({ missing }) =>
          missing.map((factor) => FACTORS[factor]).filter((factor) => factor !== undefined),
        ),
        offers: (answer.challenge?.trustOffers ?? []).flatMap(({ kind, defaultSeconds }) => {
          const word = KINDS[kind];
          return word === 'ip' || word === 'device' ? [{ kind: word, defaultSeconds }] : [];
        }),
        authenticators: answer.challenge?.authenticators ?? [],
        tickets: ticketsOf(answer),
        provider: providerOf(answer),
        decisionId,
      };
    case WireDecision.DENY: {
      const reason = nameOf(answer.reason);
      // The rule's author wrote this message. All other sentences are the page's own, in the person's language.
      const words = reason === 'DENIED_BY_RULE' ? answer.message : '';
      return { kind: 'refused', reason, words, decisionId };
    }
    default:
      return { kind: 'undecided' };
  }
}

const FACTORS: Readonly<Record<number, Missing>> = {
  [Factor.PASSWORD]: 'password',
  [Factor.APP_PASSWORD]: 'app-password',
  [Factor.OTP]: 'otp',
  [Factor.SAML]: 'saml',
  [Factor.OTP_ENROLMENT]: 'otp-enrolment',
  [Factor.PASSKEY]: 'passkey',
  [Factor.PASSKEY_ENROLMENT]: 'passkey-enrolment',
};

const KINDS: Readonly<Record<number, Granted['kind']>> = {
  [TrustKind.IP]: 'ip',
  [TrustKind.DEVICE]: 'device',
  [TrustKind.SESSION]: 'session',
};

function grantFromWire(grant: AuthorizeResponse['grants'][number]): Granted {
  const { kind, until, refused, trustId } = grant;
  return {
    kind: KINDS[kind] ?? 'session',
    until: until?.getTime(),
    refused: refused || undefined,
    trustId: trustId || undefined,
  };
}

function ticketsOf({ tickets }: AuthorizeResponse) {
  return tickets.map(({ token, purpose, stores, expiresAt, oneFactor }) => ({
    isOneFactor: oneFactor,
    ...{ token, purpose, stores, expiresAt: expiresAt?.getTime() ?? 0 },
  }));
}

function providerOf({ samlLogin }: AuthorizeResponse): ProviderLogin | undefined {
  if (samlLogin === undefined) return undefined;
  const { redirectUrl, formAction, formFields, loginTicket } = samlLogin;
  return {
    loginTicket,
    redirectUrl: redirectUrl || undefined,
    form: formAction === '' ? undefined : { action: formAction, fields: formFields },
  };
}

function nameOf(reason: Reason): string {
  return Object.entries(Reason).find(([, value]) => value === reason)?.[0] ?? 'DENIED';
}
