import { unavailable } from '../../../../libs/errors/index.js';
import type { Account } from '../../../../libs/names/account.js';
import { evaluateLogin, evaluateMatch } from '../../../../libs/policy/decide/evaluate.js';
import type { Fact, FactName } from '../../../../libs/policy/decide/facts.js';
import type { CallScope, Enrolment } from '../../core/answers.js';
import type { Attempt, DecidedAttempt, MatchedAttempt } from '../../core/attempt.js';
import type { AuthorizePorts } from './authorize-ports.js';
import { cannotBeAsked } from './cannot-be-asked.js';

/**
 * Settles the outcome. What the person has enrolled, and whether the domain has an identity provider, is asked only if
 * the outcome depends on it. A service that cannot be asked removes its own alternative and never turns a login into an
 * ALLOW.
 */
export async function settle(
  attempt: MatchedAttempt,
  ports: AuthorizePorts,
): Promise<DecidedAttempt> {
  const { active, match, connection } = attempt;
  for (;;) {
    const evaluation =
      active === undefined || match === undefined
        ? evaluateLogin(undefined, connection, attempt.facts)
        : evaluateMatch(active.policy, match, connection, attempt.facts);
    switch (evaluation.kind) {
      case 'decided':
        return Object.assign(attempt, { outcome: evaluation.outcome });
      case 'needs':
        await Promise.all(evaluation.facts.map((name) => learn(name, attempt, ports)));
        break;
      case 'unavailable':
        throw unavailable(CANNOT_BE_ASKED[evaluation.fact]);
      case 'needs-trust':
        throw new Error('trust should have been looked up before');
      default:
        return evaluation satisfies never;
    }
  }
}

export const CANNOT_BE_ASKED: Readonly<Record<FactName, string>> = {
  otp: 'one-time passwords cannot be verified now',
  passkey: 'passkeys cannot be verified now',
  saml: 'single sign-on cannot be asked now',
};

async function learn(name: FactName, attempt: Attempt, ports: AuthorizePorts): Promise<void> {
  const { fact, enrolment } = await askFact(name, attempt.login.account, ports, attempt.call);
  attempt.enrolment = enrolment ?? attempt.enrolment;
  attempt.facts = { ...attempt.facts, [FACTS[name]]: fact };
}

const FACTS = { otp: 'hasOtp', passkey: 'hasPasskey', saml: 'hasSaml' } as const;

/** Asks one service for a fact about an account or its domain. */
export async function askFact(
  name: FactName,
  account: Account,
  { otp, passkeys, saml }: Pick<AuthorizePorts, 'otp' | 'passkeys' | 'saml'>,
  call: CallScope,
): Promise<{ readonly fact: Fact; readonly enrolment?: Enrolment }> {
  // Uses half of the remaining time, so that there is time left to answer with the other alternatives.
  const shorter = call.half();
  try {
    switch (name) {
      case 'otp': {
        const enrolment = await otp.enrolment(account.name, shorter);
        return { fact: enrolment.enrolled, enrolment };
      }
      case 'passkey':
        return { fact: await passkeys.enrolled(account.name, shorter) };
      case 'saml':
        return { fact: await saml.available(account.domain, shorter) };
      default:
        return name satisfies never;
    }
  } catch (error) {
    if (cannotBeAsked(error)) return { fact: 'unavailable' };
    throw error;
  }
}
