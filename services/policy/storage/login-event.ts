import { login } from '../../../libs/events/definitions/login.js';
import { makeEvent, type PreparedEvent } from '../../../libs/events/index.js';
import { offeredTrusts } from '../../../libs/policy/decide/evaluate.js';
import type { Fact } from '../../../libs/policy/decide/facts.js';
import { TRUST_DEVICE, TRUST_IP } from '../../../libs/policy/language/words.js';
import { carriersOf, type DecidedAttempt, validUntil } from '../core/attempt.js';
import type { EvaluatedTrial } from '../core/trial/trial-result.js';

/** The event of a decision: everything the decision depended on, and no secret. */
export function loginEvent(attempt: DecidedAttempt): PreparedEvent {
  const { active, facts, outcome, connection } = { ...attempt, outcome: attempt.outcome };
  const { account, service, address, context, frontEnd } = attempt.login;
  const until = validUntil(attempt);
  const domain = active?.name === account.domain ? account.domain : undefined;
  const trusts = trustKinds(active ? offeredTrusts(active.policy) : 0);
  return makeEvent(
    login,
    // The event carries the time the decision was made for, so that it can be replayed.
    { id: attempt.decisionId, service: 'policy', time: attempt.startedAt, domain },
    {
      account: account.name || undefined,
      service,
      client_ip: address.text,
      peer_ip: context.peerAddress,
      client_ip_source: context.addressSource,
      interactive: facts.interactive,
      front_end: frontEnd,
      decision: outcome.decision,
      reason: outcome.reason,
      rule: outcome.rule?.name,
      policy: active && { document: active.name, revision: attempt.revision },
      presented: presented(attempt),
      verified: {
        first: facts.first,
        second: facts.second,
        passkey: facts.passkey,
        passkey_check: attempt.failedPasskeyCheck || undefined,
        saml_check: attempt.failedCheck || undefined,
      },
      proved: [...outcome.proved],
      trust: {
        offered: trusts,
        ip: connection.trustedIp ?? null,
        device: connection.trustedDevice ?? null,
      },
      otp_enrolled: known(facts.hasOtp),
      passkey_enrolled: known(facts.hasPasskey),
      saml_available: known(facts.hasSaml),
      missing:
        outcome.decision === 'CHALLENGE' ? outcome.missing.map((one) => [...one]) : undefined,
      grants: attempt.grants.map((grant) =>
        'held' in grant
          ? { kind: grant.kind, trust_id: grant.held.id, until: iso(grant.held.until) }
          : { kind: grant.kind, refused: grant.refused },
      ),
      valid_until: until === undefined ? undefined : iso(until),
      bind_session_to_ip: outcome.bindSessionToIp,
      session: attempt.session && {
        id: attempt.session.signIn.sessionId,
        client: attempt.session.signIn.client,
        sign_in: attempt.session.signIn.decisionId,
      },
      used: usedBy(attempt),
      client: attempt.login.client || undefined,
      trial: attempt.trial && trialOf(attempt.trial),
      attempt_id: attempt.login.attemptId || undefined,
      user_agent: context.userAgent || undefined,
      language: context.language || undefined,
      session_id: context.sessionId || undefined,
      tls: context.tls,
    },
  );
}

function presented({ facts, login: { second, deviceToken, remember } }: DecidedAttempt) {
  return {
    first: facts.presented.first,
    second: second?.kind ?? ('none' as const),
    passkey: facts.presented.passkey,
    prove: facts.presented.prove,
    device_token: deviceToken !== undefined,
    remember: [
      ...trustKinds(
        (remember?.ipSeconds === undefined ? 0 : TRUST_IP) |
          (remember?.deviceSeconds === undefined ? 0 : TRUST_DEVICE),
      ),
      ...(remember?.sessionSeconds === undefined ? [] : ['session' as const]),
    ],
  };
}

/** Undefined if the login used nothing that has an id. */
function usedBy(attempt: DecidedAttempt) {
  const { appPassword, authenticator, passkey, assertion } = attempt.used;
  const carriers = carriersOf(attempt);
  const used = {
    app_password: appPassword,
    authenticator,
    passkey,
    trust: carriers.ip === undefined && carriers.device === undefined ? undefined : carriers,
    saml: assertion && { issuer: assertion.issuer, assertion: assertion.id },
  };
  return Object.values(used).every((id) => id === undefined) ? undefined : used;
}

function trialOf({ id, document, result }: EvaluatedTrial) {
  if (result.kind === 'unknown') return { id, document, unknown: result.why };
  return { id, document, decision: result.decision, reason: result.reason, rule: result.rule };
}

function trustKinds(bits: number): ('ip' | 'device')[] {
  const kinds: ('ip' | 'device')[] = [];
  if ((bits & TRUST_IP) !== 0) kinds.push('ip');
  if ((bits & TRUST_DEVICE) !== 0) kinds.push('device');
  return kinds;
}

function known(fact: Fact): boolean | null {
  return typeof fact === 'boolean' ? fact : null;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
