import { serviceBit } from '../../../../libs/names/services.js';
import { matchLogin } from '../../../../libs/policy/decide/evaluate.js';
import { explainMatch } from '../../../../libs/policy/decide/explain.js';
import type { Connection } from '../../../../libs/policy/decide/match.js';
import { TRUST_DEVICE, TRUST_IP } from '../../../../libs/policy/language/words.js';
import type { TrustFound } from '../../core/answers.js';
import type { Attempt, MatchedAttempt } from '../../core/attempt.js';
import { asksForTrust, type Login } from '../../core/login.js';
import type { AuthorizePorts } from './authorize-ports.js';

/**
 * Finds the first rule that matches. Trust is only looked up if a rule that can still match asks for it, and only the
 * kinds it asks for. The lookup writes nothing.
 */
export async function matchRule(
  attempt: Attempt,
  { trust }: AuthorizePorts,
): Promise<MatchedAttempt> {
  const { active, login } = attempt;
  let connection = connectionOf(login);
  const none = { connection, match: undefined, trustAsked: 0, trust: undefined };
  if (active === undefined) return Object.assign(attempt, none);
  const remember = asksForTrust(login);
  let match = matchLogin(active.policy, connection, remember);
  let trustAsked = 0;
  let held: TrustFound | undefined;
  if (match.kind === 'needs-trust') {
    const wantsIp = (match.trusts & TRUST_IP) !== 0;
    const wantsDevice = (match.trusts & TRUST_DEVICE) !== 0 && login.deviceToken !== undefined;
    const found =
      wantsIp || wantsDevice
        ? await trust.check(
            {
              account: login.account.name,
              address: wantsIp ? login.address.text : undefined,
              deviceToken: wantsDevice ? login.deviceToken : undefined,
              limits: active.limits,
            },
            attempt.call,
          )
        : undefined;
    trustAsked = match.trusts;
    held = found;
    connection = {
      ...connection,
      trustedIp: found?.ip !== undefined,
      trustedDevice: found?.device !== undefined,
    };
    match = matchLogin(active.policy, connection, remember);
    attempt.trace.add(() => ({
      step: 'trust',
      rule: '',
      detail: `address ${found?.ip ? 'trusted' : 'not trusted'}, device ${found?.device ? 'trusted' : 'not trusted'}`,
      held: found?.ip !== undefined || found?.device !== undefined,
    }));
  }
  const matched = Object.assign(attempt, { connection, match, trustAsked, trust: held });
  explain(matched);
  return matched;
}

/** The login's connection before trust is looked up. */
export function connectionOf({ account, service, address }: Login): Connection {
  return {
    account: account.name,
    service: serviceBit(service),
    address,
    trustedIp: undefined,
    trustedDevice: undefined,
  };
}

function explain({ active, connection, trace, login }: MatchedAttempt): void {
  if (!login.explain || active === undefined) return;
  const seen = asksForTrust(login)
    ? { ...connection, trustedIp: false, trustedDevice: false }
    : connection;
  for (const { name, matched, because } of explainMatch(active.policy, seen)) {
    const detail = matched ? 'matches' : because.join('; ');
    trace.add(() => ({ step: 'rule', rule: name, detail, held: matched }));
    if (matched) return;
  }
}
