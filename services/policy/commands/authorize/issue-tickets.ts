import { mayEnrol } from '../../../../libs/policy/decide/evaluate.js';
import type { Fact } from '../../../../libs/policy/decide/facts.js';
import { planFactors } from '../../../../libs/policy/decide/plan.js';
import { administersOf, mayAct } from '../../core/administrators.js';
import { type DecidedAttempt, presentedBy } from '../../core/attempt.js';
import { earnedTickets, mayEarnEnrolment } from '../../core/earned-tickets.js';
import type { AuthorizePorts } from './authorize-ports.js';
import { askFact } from './settle.js';
import { requirementsOf } from './verify-factors.js';

/**
 * Tickets are proof of a person for the self-service of other services. Whether the person has a
 * second factor is asked for them where the decision did not depend on it; a service that cannot be
 * asked costs a ticket, and never the login.
 */
export async function issueTickets(attempt: DecidedAttempt, ports: AuthorizePorts): Promise<void> {
  const { login, active, facts, connection, decisionId } = attempt;
  const outcome = attempt.outcome;
  if (active === undefined || outcome.decision === 'DENY') return;
  const known = {
    interactive: facts.interactive,
    provedFirst: facts.first === 'right' && PROOFS.has(login.first.kind),
    mayEnrolHere: mayEnrol(active.policy, connection),
    appPasswords: active.policy.shape.appPasswordOnOneFactor,
    wayBack: isWayBack(attempt),
    prove: login.prove,
    ...administratorOf(attempt, ports),
  };
  const withoutSecondFactor =
    mayEarnEnrolment(outcome, known) && (await isWithoutSecondFactor(attempt, ports));
  const earned = earnedTickets(outcome, { ...known, withoutSecondFactor });
  attempt.tickets = await Promise.all(
    earned.map((ticket) =>
      ports.tickets.issue({
        ...ticket,
        account: login.account.name,
        frontEnd: login.frontEnd,
        decisionId,
        loginBegunAt: attempt.startedAt,
      }),
    ),
  );
}

const PROOFS: ReadonlySet<string> = new Set(['password', 'saml']);

async function isWithoutSecondFactor(
  attempt: DecidedAttempt,
  ports: AuthorizePorts,
): Promise<boolean> {
  const { facts, login, call } = attempt;
  const asked = async (name: 'otp' | 'passkey'): Promise<Fact> => {
    try {
      return (await askFact(name, login.account, ports, call)).fact;
    } catch {
      return 'unavailable';
    }
  };
  const [hasOtp, hasPasskey] = await Promise.all([
    facts.hasOtp ?? asked('otp'),
    facts.hasPasskey ?? asked('passkey'),
  ]);
  return hasOtp === false && hasPasskey === false;
}

/** What the account administers, as the documents in force say, where it signs in for that. */
function administratorOf({ login }: DecidedAttempt, ports: AuthorizePorts) {
  const nothing = { administers: undefined, act: undefined };
  if (login.service !== 'WebAdminUI') return nothing;
  const set = ports.policies.current();
  const administers = administersOf(set, login.account.name);
  if (administers === undefined) return nothing;
  const { act } = login;
  return { administers, act: act && mayAct(set, administers, act) ? act : undefined };
}

/** A right password and a right recovery code, where the rule takes neither: for a new passkey. */
function isWayBack(attempt: DecidedAttempt): boolean {
  const { facts, login } = attempt;
  const alternatives = requirementsOf(attempt);
  if (alternatives === undefined || !planFactors(alternatives, presentedBy(login)).wayBack) {
    return false;
  }
  return facts.first === 'right' && facts.second === 'right';
}
