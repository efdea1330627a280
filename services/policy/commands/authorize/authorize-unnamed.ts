import { parseAccount } from '../../../../libs/names/account.js';
import type { Outcome } from '../../../../libs/policy/decide/evaluate.js';
import type { CallScope } from '../../core/answers.js';
import type { Attempt } from '../../core/attempt.js';
import type { FirstFactor, Login } from '../../core/login.js';
import { authorize, beginAttempt, undecided } from './authorize.js';
import type { AuthorizePorts } from './authorize-ports.js';

type SamlFactor = Extract<FirstFactor, { kind: 'saml' }>;

/**
 * Decides a login whose account the identity provider names (SAML profiles 4.1.5). The response is verified and used up
 * first, as nothing can be decided before it is known of whom; what it names must lie in the domain it was posted for.
 * One that is not accepted is denied, and recorded without an account.
 * @param login with an empty account of the domain, and the response as its only factor
 */
export async function authorizeUnnamed(
  login: Login & { readonly first: SamlFactor },
  call: CallScope,
  ports: AuthorizePorts,
): Promise<Attempt> {
  const { first } = login;
  const { domain } = login.account;
  const decisionId = ports.random.id();
  const attempt = beginAttempt(login, call, ports, decisionId);
  try {
    const consumed = await ports.saml.consume(attempt.asking, domain, first, call);
    const { verdict, failedCheck, sessionUntil } = consumed;
    const named = parseAccount(consumed.account);
    if (verdict === 'verified' && named.ok && named.value.domain === domain) {
      const accepted = { ...first, accepted: { sessionUntil } };
      const known = { ...login, account: named.value, first: accepted };
      return await authorize(known, call, ports, decisionId);
    }
    const limited = verdict === 'rate-limited';
    attempt.failedCheck = failedCheck || 'account';
    attempt.facts = { ...attempt.facts, first: limited ? 'rate-limited' : 'wrong' };
    attempt.outcome = { ...REFUSED, reason: limited ? 'RATE_LIMITED' : 'BAD_SAML_RESPONSE' };
    await ports.record(attempt);
    return attempt;
  } catch (error) {
    throw undecided(error);
  }
}

const REFUSED: Omit<Outcome, 'reason'> = {
  decision: 'DENY',
  rule: null,
  denied: null,
  missing: [],
  proved: [],
  carriedBy: 0,
  earnsTrust: false,
  bindSessionToIp: false,
};
