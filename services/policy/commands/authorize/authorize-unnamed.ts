import { noteDecision } from '../../../../libs/log/index.js';
import { type Account, parseAccount } from '../../../../libs/names/account.js';
import type { Verdict } from '../../../../libs/names/verdict.js';
import type { Outcome } from '../../../../libs/policy/decide/evaluate.js';
import type { CallScope, PasskeyStart } from '../../core/answers.js';
import type { Attempt, DecidedAttempt } from '../../core/attempt.js';
import type { FirstFactor, Login, PresentedPasskey } from '../../core/login.js';
import { authorize, beginAttempt, undecided } from './authorize.js';
import type { AuthorizePorts } from './authorize-ports.js';
import { cannotBeAsked } from './cannot-be-asked.js';
import { connectionOf } from './match-rule.js';

type SamlFactor = Extract<FirstFactor, { kind: 'saml' }>;

/**
 * Decides a login whose account the identity provider names (SAML profiles 4.1.5). The response is verified and
 * consumed first, because the account must be known before anything can be decided. The named account must lie in the
 * domain the response was posted for. A response that is not accepted is denied, and recorded without an account.
 * @param login with an empty account of the domain, and the response as its only factor
 */
export async function authorizeUnnamed(
  login: Login & { readonly first: SamlFactor },
  call: CallScope,
  ports: AuthorizePorts,
): Promise<DecidedAttempt> {
  const { first } = login;
  const { domain } = login.account;
  const decisionId = ports.random.id();
  noteDecision(decisionId);
  const attempt = beginAttempt(login, call, ports, decisionId);
  try {
    const consumed = await ports.saml.consume(attempt.asking, domain, first, call);
    const { verdict, failedCheck, sessionUntil, assertion } = consumed;
    const named = accountOf(verdict, consumed.account);
    if (named?.domain === domain) {
      const accepted = { ...first, accepted: { sessionUntil, assertion } };
      return await authorize(
        { ...login, account: named, first: accepted },
        call,
        ports,
        decisionId,
      );
    }
    attempt.failedCheck = failedCheck || 'account';
    const limited = verdict === 'rate-limited';
    attempt.facts = { ...attempt.facts, first: limited ? 'rate-limited' : 'wrong' };
    return await deny(attempt, limited ? 'RATE_LIMITED' : 'BAD_SAML_RESPONSE', ports);
  } catch (error) {
    throw undecided(error);
  }
}

/**
 * Decides a login whose account a passkey names (a discoverable credential, WebAuthn Level 3 section 7.2), in the same
 * way. The passkey must have verified its user, because no password goes with it.
 * @param mayTouch whether the caller may touch a domain
 */
export async function authorizeByPasskey(
  login: Login & { readonly passkey: PresentedPasskey },
  mayTouch: (domain: string) => boolean,
  call: CallScope,
  ports: AuthorizePorts,
): Promise<DecidedAttempt> {
  const { passkey, signInHost } = login;
  const decisionId = ports.random.id();
  noteDecision(decisionId);
  // The account is not known yet, so no document decides.
  const attempt = { ...beginAttempt(login, call, ports, decisionId), active: undefined };
  try {
    const wish = { signInHost, userVerification: true };
    const compared = await ports.passkeys.verify(attempt.asking, passkey, wish, call);
    const { verdict, failedCheck, retryAfterSeconds } = compared;
    const named = accountOf(verdict, compared.account);
    if (named !== undefined && mayTouch(named.domain)) {
      const accepted = { ...passkey, accepted: { id: compared.id } };
      const known = { ...login, account: named, passkey: accepted };
      return await authorize(known, call, ports, decisionId);
    }
    const limited = verdict === 'rate-limited';
    attempt.failedPasskeyCheck = failedCheck || (limited ? '' : 'domain');
    attempt.retryAfterSeconds = retryAfterSeconds;
    attempt.facts = { ...attempt.facts, passkey: limited ? 'rate-limited' : 'wrong' };
    return await deny(attempt, limited ? 'RATE_LIMITED' : 'BAD_PASSKEY', ports);
  } catch (error) {
    throw undecided(error);
  }
}

/** Request options for a passkey that will name its account. No decision, and no event. */
export async function beginByPasskey(
  login: Login,
  call: CallScope,
  { passkeys, random }: Pick<AuthorizePorts, 'passkeys' | 'random'>,
): Promise<PasskeyStart | undefined> {
  const { address, frontEnd, attemptId, signInHost } = login;
  const asking = { account: '', address: address.text, decisionId: random.id() };
  const wish = { signInHost, firstVerified: false, userVerification: true };
  try {
    return await passkeys.begin({ ...asking, frontEnd, attemptId }, wish, call);
  } catch (error) {
    if (cannotBeAsked(error)) return undefined;
    throw undecided(error);
  }
}

function accountOf(verdict: Verdict, name: string): Account | undefined {
  const named = parseAccount(name);
  return verdict === 'verified' && named.ok ? named.value : undefined;
}

async function deny(
  attempt: Attempt,
  reason: Outcome['reason'],
  { record }: AuthorizePorts,
): Promise<DecidedAttempt> {
  const decided = Object.assign(attempt, {
    connection: connectionOf(attempt.login),
    ...{ match: undefined, trustAsked: 0, trust: undefined },
    outcome: { ...REFUSED, reason },
  });
  await record(decided);
  return decided;
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
