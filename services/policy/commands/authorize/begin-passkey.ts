import { planFactors } from '../../../../libs/policy/decide/plan.js';
import { type DecidedAttempt, presentedBy } from '../../core/attempt.js';
import type { AuthorizePorts } from './authorize-ports.js';
import { cannotBeAsked } from './cannot-be-asked.js';
import { isFirstRight, requirementsOf } from './verify-factors.js';

/**
 * Adds request options for a passkey to a CHALLENGE or ALLOW, if the front-end asked for them. Stores nothing. If the
 * passkey service cannot be asked, the options are left out and the login goes on.
 */
export async function beginPasskey(
  attempt: DecidedAttempt,
  { passkeys }: AuthorizePorts,
): Promise<void> {
  const { login, asking, call } = attempt;
  if (!login.beginPasskey || attempt.outcome.decision === 'DENY') return;
  const plan = planFactors(requirementsOf(attempt) ?? [], { ...presentedBy(login), passkey: true });
  const wish = {
    signInHost: login.signInHost,
    firstVerified: isFirstRight(attempt) && login.first.kind !== 'password-verified',
    userVerification: plan.passkey !== 'touch',
  };
  try {
    attempt.passkeyStart = await passkeys.begin(asking, wish, call);
  } catch (error) {
    if (!cannotBeAsked(error)) throw error;
  }
}
