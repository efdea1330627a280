import { unavailable } from '../../../../libs/errors/index.js';
import { evaluateLogin } from '../../../../libs/policy/decide/evaluate.js';
import type { Fact } from '../../../../libs/policy/decide/facts.js';
import type { Patience } from '../../core/answers.js';
import type { Attempt } from '../../core/attempt.js';
import type { AuthorizePorts } from './authorize-ports.js';
import { cannotBeAsked } from './cannot-be-asked.js';

/**
 * Settles the outcome. What the person has enrolled and whether the domain has an identity provider
 * are asked only where the outcome depends on it; a service that cannot be asked takes away its own
 * alternative, and never turns a login into an ALLOW.
 */
export async function settle(attempt: Attempt, ports: AuthorizePorts): Promise<void> {
  for (;;) {
    const evaluation = evaluateLogin(attempt.active?.policy, attempt.connection, attempt.facts);
    switch (evaluation.kind) {
      case 'decided':
        attempt.outcome = evaluation.outcome;
        return;
      case 'needs':
        await Promise.all(evaluation.facts.map((fact) => learn[fact](attempt, ports)));
        break;
      case 'unavailable':
        throw unavailable(UNAVAILABLE[evaluation.fact]);
      case 'needs-trust':
        throw new Error('trust was to be looked up before');
      default:
        return evaluation satisfies never;
    }
  }
}

const UNAVAILABLE = {
  otp: 'one-time passwords cannot be verified now',
  passkey: 'passkeys cannot be verified now',
  saml: 'single sign-on cannot be asked now',
} as const;

const learn = {
  async otp(attempt: Attempt, { otp }: AuthorizePorts): Promise<void> {
    const { login, patience } = attempt;
    const hasOtp = await orUnavailable(patience, async (shorter) => {
      attempt.enrolment = await otp.enrolment(login.account.name, shorter);
      return attempt.enrolment.enrolled;
    });
    attempt.facts = { ...attempt.facts, hasOtp };
  },

  /** No service keeps passkeys yet: nobody has one. */
  async passkey(attempt: Attempt): Promise<void> {
    attempt.facts = { ...attempt.facts, hasPasskey: false };
  },

  async saml(attempt: Attempt, { saml }: AuthorizePorts): Promise<void> {
    const { login, patience } = attempt;
    const hasSaml = await orUnavailable(patience, (shorter) =>
      saml.available(login.account.domain, shorter),
    );
    attempt.facts = { ...attempt.facts, hasSaml };
  },
};

/** Half of the time that is left, so that the other alternatives can still be answered with. */
async function orUnavailable(
  patience: Patience,
  ask: (shorter: Patience) => Promise<boolean>,
): Promise<Fact> {
  try {
    return await ask(patience.half());
  } catch (error) {
    if (cannotBeAsked(error)) return 'unavailable';
    throw error;
  }
}
