import { matchLogin } from '../../../../libs/policy/decide/evaluate.js';
import { explainMatch } from '../../../../libs/policy/decide/explain.js';
import { TRUST_DEVICE, TRUST_IP } from '../../../../libs/policy/language/words.js';
import type { Attempt } from '../../core/attempt.js';
import { asksForTrust } from '../../core/login.js';
import type { AuthorizePorts } from './authorize-ports.js';

/**
 * Finds the first rule that matches. Trust is looked up, without writing, only if a rule that can
 * still match asks for it, and only of the kinds that it asks for.
 */
export async function matchRule(attempt: Attempt, { trust }: AuthorizePorts): Promise<void> {
  const { active, login } = attempt;
  if (active === undefined) return;
  const remember = asksForTrust(login);
  const match = matchLogin(active.policy, attempt.connection, remember);
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
    attempt.trustAsked = match.trusts;
    attempt.trust = found;
    attempt.connection = {
      ...attempt.connection,
      trustedIp: found?.ip !== undefined,
      trustedDevice: found?.device !== undefined,
    };
    attempt.trace.add(() => ({
      step: 'trust',
      rule: '',
      detail: `address ${found?.ip ? 'trusted' : 'not trusted'}, device ${found?.device ? 'trusted' : 'not trusted'}`,
      held: found?.ip !== undefined || found?.device !== undefined,
    }));
  }
  explain(attempt);
}

function explain({ active, connection, trace, login }: Attempt): void {
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
