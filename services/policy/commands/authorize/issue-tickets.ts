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
 * Issues tickets, which prove the person to the self-service of other services. If the decision did not need to know
 * whether the person has a second factor, it is asked here. If a service cannot be asked, the ticket is left out and
 * the decision does not change.
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

/** What the account administers under the documents in force, if this sign-in is for administration. */
function administratorOf({ login }: DecidedAttempt, ports: AuthorizePorts) {
  const nothing = { administers: undefined, act: undefined };
  if (login.service !== 'WebAdminUI') return nothing;
  const set = ports.policies.current();
  const administers = administersOf(set, login.account.name);
  if (administers === undefined) return nothing;
  const { act } = login;
  return { administers, act: act && mayAct(set, administers, act) ? act : undefined };
}

/**
 * Whether a password and a recovery code were right although the rule takes neither. Such a login may set up a new
 * passkey.
 */
function isWayBack(attempt: DecidedAttempt): boolean {
  const { facts, login } = attempt;
  const alternatives = requirementsOf(attempt);
  if (alternatives === undefined || !planFactors(alternatives, presentedBy(login)).wayBack) {
    return false;
  }
  return facts.first === 'right' && facts.second === 'right';
}
