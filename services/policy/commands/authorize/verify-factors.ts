import type { Verdict } from '../../../../libs/names/verdict.js';
import type { Verified } from '../../../../libs/policy/decide/facts.js';
import { type Plan, planFactors } from '../../../../libs/policy/decide/plan.js';
import type { Combination } from '../../../../libs/policy/language/words.js';
import type { Compared } from '../../core/answers.js';
import { type Attempt, type MatchedAttempt, presentedBy } from '../../core/attempt.js';
import type { FirstFactor } from '../../core/login.js';
import type { AuthorizePorts } from './authorize-ports.js';
import { verifySession } from './verify-session.js';

/** Verifies the first factor, if the alternative that takes it needs it verified. */
export async function verifyFirstFactor(
  attempt: MatchedAttempt,
  ports: AuthorizePorts,
): Promise<void> {
  const plan = planOf(attempt);
  if (plan === undefined) return;
  if (!plan.first && !isEmpty(attempt.login.first)) return;
  const first = await compareFirst(attempt, ports);
  if (first === undefined) return;
  attempt.facts = { ...attempt.facts, first };
  attempt.trace.add(() => ({
    step: 'first-factor',
    rule: '',
    detail: `${attempt.login.first.kind}: ${first}`,
    held: first === 'right',
  }));
}

/** Verifies the code after the first factor was right, so that a login with a wrong password spends no code. */
export async function verifySecondFactor(
  attempt: MatchedAttempt,
  { otp }: AuthorizePorts,
): Promise<void> {
  const { login } = attempt;
  if (!planOf(attempt)?.second || login.second === undefined) return;
  if (!isFirstRight(attempt)) return;
  const compared = await otp.verify(attempt.asking, login.second, attempt.call);
  const second = resultOf(attempt, compared);
  attempt.used = { ...attempt.used, authenticator: compared.id };
  attempt.facts = { ...attempt.facts, second: second === 'wrong-service' ? 'wrong' : second };
  attempt.trace.add(() => ({
    step: 'second-factor',
    rule: '',
    detail: `${login.second?.kind}: ${second}`,
    held: second === 'right',
  }));
}

/**
 * Verifies the passkey's answer. If no password is verified with it, the passkey must have verified its user. After a
 * password, it is verified only if the password was right.
 */
export async function verifyPasskeyFactor(
  attempt: MatchedAttempt,
  { passkeys }: AuthorizePorts,
): Promise<void> {
  const { login } = attempt;
  const plan = planOf(attempt);
  if (login.passkey === undefined || !plan?.passkey) return;
  if (plan.first && !isFirstRight(attempt)) return;
  if (login.passkey.accepted !== undefined) {
    attempt.userVerified = true;
    attempt.used = { ...attempt.used, passkey: login.passkey.accepted.id };
    attempt.facts = { ...attempt.facts, passkey: 'right' };
    return;
  }
  const wish = { signInHost: login.signInHost, userVerification: plan.passkey === 'user' };
  const compared = await passkeys.verify(attempt.asking, login.passkey, wish, attempt.call);
  const passkey = resultOf(attempt, compared);
  attempt.used = { ...attempt.used, passkey: compared.id };
  attempt.failedPasskeyCheck = compared.failedCheck;
  attempt.userVerified = compared.userVerified;
  attempt.facts = { ...attempt.facts, passkey: passkey === 'wrong-service' ? 'wrong' : passkey };
  attempt.trace.add(() => ({
    step: 'second-factor',
    rule: '',
    detail: `passkey: ${passkey}${compared.failedCheck && ` (${compared.failedCheck})`}`,
    held: passkey === 'right',
  }));
}

/**
 * Whether the first factor was right: the password (compared here, or on the front-end's statement), or the SAML
 * response.
 */
export function isFirstRight({ login, facts }: Attempt): boolean {
  return login.first.kind === 'password-verified' || facts.first === 'right';
}

type Told = Exclude<Verified, 'empty'>;

const RESULTS: Readonly<Record<Verdict, Told>> = {
  verified: 'right',
  wrong: 'wrong',
  'wrong-service': 'wrong-service',
  'rate-limited': 'rate-limited',
};

/** An empty password is wrong whatever the rule takes, and nothing is compared. */
function isEmpty(first: FirstFactor): boolean {
  return first.kind === 'password' && first.bytes.length === 0;
}

/** Also stores in the attempt how long a limit still holds. */
function resultOf(attempt: MatchedAttempt, { verdict, retryAfterSeconds }: Compared): Told {
  attempt.retryAfterSeconds = retryAfterSeconds;
  return RESULTS[verdict];
}

function planOf(attempt: MatchedAttempt): Plan | undefined {
  const alternatives = requirementsOf(attempt);
  return alternatives ? planFactors(alternatives, presentedBy(attempt.login)) : undefined;
}

/** What the matching rule requires. Undefined if no rule matches or the rule denies. */
export function requirementsOf({
  active,
  match,
}: MatchedAttempt): readonly Combination[] | undefined {
  if (active === undefined || match?.kind !== 'rule') return undefined;
  return active.policy.shape.rules[match.index]?.require ?? undefined;
}

async function compareFirst(
  attempt: MatchedAttempt,
  ports: AuthorizePorts,
): Promise<Verified | undefined> {
  const { credentials, saml } = ports;
  const { login, asking, call } = attempt;
  const { first } = login;
  switch (first.kind) {
    case 'none':
    case 'password-verified':
      return undefined;
    case 'password':
      if (isEmpty(first)) return 'empty';
      return resultOf(attempt, await credentials.verifyPassword(asking, first.bytes, call));
    case 'app-password': {
      const { service } = login;
      const compared = await credentials.verifyAppPassword(asking, service, first.bytes, call);
      attempt.used = { ...attempt.used, appPassword: compared.id };
      return resultOf(attempt, compared);
    }
    case 'session':
      return verifySession(attempt, first.bytes, ports);
    case 'saml': {
      if (first.accepted !== undefined) {
        attempt.samlUntil = first.accepted.sessionUntil;
        attempt.used = { ...attempt.used, assertion: first.accepted.assertion };
        return 'right';
      }
      const { domain } = login.account;
      const consumed = await saml.consume(asking, domain, first, call);
      attempt.failedCheck = consumed.failedCheck;
      attempt.samlUntil = consumed.sessionUntil;
      attempt.used = { ...attempt.used, assertion: consumed.assertion };
      return RESULTS[consumed.verdict];
    }
    default:
      return first satisfies never;
  }
}
