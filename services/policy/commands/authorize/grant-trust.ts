import { offeredTrusts } from '../../../../libs/policy/decide/evaluate.js';
import { TRUST_DEVICE, TRUST_IP } from '../../../../libs/policy/language/words.js';
import type { TrustGrant } from '../../core/answers.js';
import type { DecidedAttempt } from '../../core/attempt.js';
import { asksForTrust } from '../../core/login.js';
import type { AuthorizePorts } from './authorize-ports.js';
import { cannotBeAsked } from './cannot-be-asked.js';

type Kind = Exclude<TrustGrant['kind'], 'session'>;

/**
 * Grants the trust that was asked for, if this login proved more than one factor, or SAML. If
 * trust-store cannot be asked, the decision does not change and the answer says that nothing was granted.
 */
export async function grantTrust(
  attempt: DecidedAttempt,
  { trust }: AuthorizePorts,
): Promise<void> {
  const { login, active, trace } = attempt;
  const { decision, earnsTrust } = attempt.outcome;
  if (login.remember === undefined || !asksForTrust(login)) return;
  if (active === undefined || decision !== 'ALLOW') return;
  const { ipSeconds, deviceSeconds, deviceLabel } = login.remember;
  const offered = offeredTrusts(active.policy);
  const wishes: Kind[] = [];
  const refused: TrustGrant[] = [];
  const sort = (kind: Kind, bit: number, seconds: number | undefined) => {
    if (seconds === undefined) return;
    if (!earnsTrust) refused.push({ kind, refused: 'one-factor' });
    else if ((offered & bit) === 0) refused.push({ kind, refused: 'not-offered' });
    else wishes.push(kind);
  };
  sort('ip', TRUST_IP, ipSeconds);
  sort('device', TRUST_DEVICE, deviceSeconds);
  attempt.grants = refused;
  if (wishes.length > 0) {
    try {
      const granted = await trust.grant(
        {
          account: login.account.name,
          address: login.address.text,
          ipSeconds: wishes.includes('ip') ? ipSeconds : undefined,
          deviceSeconds: wishes.includes('device') ? deviceSeconds : undefined,
          deviceToken: login.deviceToken,
          deviceLabel,
          limits: active.limits,
          decisionId: attempt.decisionId,
          presentedAt: attempt.startedAt,
        },
        attempt.call.half(),
      );
      attempt.grants = [...granted.grants, ...refused];
      if (granted.deviceToken !== '') attempt.deviceToken = granted.deviceToken;
    } catch (error) {
      if (!cannotBeAsked(error)) throw error;
      attempt.grants = [...wishes.map((kind) => ({ kind, refused: 'unavailable' })), ...refused];
    }
  }
  for (const grant of attempt.grants) {
    const held = 'held' in grant;
    const detail = `${grant.kind}: ${held ? 'granted' : `refused, ${grant.refused}`}`;
    trace.add(() => ({ step: 'remember', rule: '', detail, held }));
  }
}
