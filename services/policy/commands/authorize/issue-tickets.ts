import { mayEnrol } from '../../../../libs/policy/decide/evaluate.js';
import type { Fact } from '../../../../libs/policy/decide/facts.js';
import { type Attempt, outcomeOf } from '../../core/attempt.js';
import { earnedTickets, mayEarnEnrolment } from '../../core/earned-tickets.js';
import type { AuthorizePorts } from './authorize-ports.js';

/**
 * Tickets are proof of a person for the self-service of other services. Whether the person has a
 * second factor is asked for them where the decision did not depend on it; a service that cannot be
 * asked costs a ticket, and never the login.
 */
export async function issueTickets(attempt: Attempt, ports: AuthorizePorts): Promise<void> {
  const { login, active, facts, connection, decisionId } = attempt;
  const outcome = outcomeOf(attempt);
  if (active === undefined || outcome.decision === 'DENY') return;
  const known = {
    interactive: facts.interactive,
    provedFirst: facts.first === 'right' && PROOFS.has(login.first.kind),
    mayEnrolHere: mayEnrol(active.policy, connection),
    appPasswords: active.policy.shape.appPasswordOnOneFactor,
  };
  const withoutSecondFactor =
    mayEarnEnrolment(outcome, known) && (await isWithoutSecondFactor(attempt, ports));
  const earned = earnedTickets(outcome, { ...known, withoutSecondFactor });
  attempt.tickets = await Promise.all(
    earned.map(({ purpose, stores, oneFactor }) =>
      ports.tickets.issue({
        account: login.account.name,
        frontEnd: login.frontEnd,
        ...{ purpose, stores, oneFactor },
        decisionId,
        loginBegunAt: attempt.startedAt,
      }),
    ),
  );
}

const PROOFS: ReadonlySet<string> = new Set(['password', 'saml']);

async function isWithoutSecondFactor(attempt: Attempt, ports: AuthorizePorts): Promise<boolean> {
  const { facts, login, call } = attempt;
  const hasOtp = facts.hasOtp ?? (await askedOtp());
  // No service keeps passkeys yet: nobody has one.
  const hasPasskey = facts.hasPasskey ?? false;
  return hasOtp === false && hasPasskey === false;

  async function askedOtp(): Promise<Fact> {
    try {
      return (await ports.otp.enrolment(login.account.name, call.half())).enrolled;
    } catch {
      return 'unavailable';
    }
  }
}
