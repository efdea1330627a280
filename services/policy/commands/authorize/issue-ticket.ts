import { type Attempt, outcomeOf } from '../../core/attempt.js';
import type { AuthorizePorts } from './authorize-ports.js';

/**
 * A ticket is proof of a person for the self-service of other services: `enrol` only with a
 * challenge to enrol here, `manage` only with an ALLOW on password + otp or saml.
 */
export async function issueTicket(attempt: Attempt, { tickets }: AuthorizePorts): Promise<void> {
  const purpose = earnedPurpose(attempt);
  if (purpose === undefined) return;
  const { login, decisionId } = attempt;
  const ticket = await tickets.issue({
    account: login.account.name,
    frontEnd: login.frontEnd,
    purpose,
    decisionId,
    loginBegunAt: attempt.startedAt,
  });
  attempt.tickets = [ticket];
}

function earnedPurpose(attempt: Attempt): 'enrol' | 'manage' | undefined {
  const { decision, reason, missing, proved } = outcomeOf(attempt);
  if (decision === 'CHALLENGE' && reason === 'ENROLMENT_REQUIRED') {
    return missing.some((factors) => factors.includes('otp-enrolment')) ? 'enrol' : undefined;
  }
  if (decision !== 'ALLOW') return undefined;
  const twice = proved.includes('password') && proved.includes('otp');
  return twice || proved.includes('saml') ? 'manage' : undefined;
}
