import { unavailable } from '../../../../libs/errors/index.js';
import { TRUST_DEVICE } from '../../../../libs/policy/language/words.js';
import type { DecidedAttempt } from '../../core/attempt.js';
import type { DeviceUse } from '../../ports/trust.js';
import type { AuthorizePorts } from './authorize-ports.js';
import { cannotBeAsked } from './cannot-be-asked.js';
import { isFirstRight } from './verify-factors.js';

/**
 * Rotates the device token that carried an ALLOW, or reports a superseded one as stolen. A superseded token is judged
 * only after the password was right, so that a stranger cannot end a person's trust.
 */
export async function useDevice(attempt: DecidedAttempt, { trust }: AuthorizePorts): Promise<void> {
  const { login, active, decisionId, call, startedAt } = attempt;
  if (active === undefined || login.deviceToken === undefined) return;
  const { carriedBy } = attempt.outcome;
  const carried = (carriedBy & TRUST_DEVICE) !== 0;
  const suspect = attempt.trust?.deviceSuperseded === true && isFirstRight(attempt);
  if (!carried && !suspect) return;
  let use: DeviceUse;
  try {
    use = await trust.useDevice(
      {
        account: login.account.name,
        address: login.address.text,
        deviceToken: login.deviceToken,
        decisionId,
        limits: active.limits,
        presentedAt: startedAt,
      },
      call,
    );
  } catch (error) {
    // The trust held when it was checked. Without rotation the token simply stays as it is.
    if (cannotBeAsked(error)) return;
    throw error;
  }
  if (use.outcome === 'rotated') attempt.deviceToken = use.deviceToken;
  else if (carriedBy === TRUST_DEVICE) {
    throw unavailable('the trust that this login depends on ended while it was decided: try again');
  }
}
