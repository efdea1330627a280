import type { Service } from '../../names/services.js';
import type { Factor } from '../language/words.js';
import { judgeLogin } from './judge-login.js';
import { isInRegion } from './judge-scope.js';
import type { JudgedLogin, RawAssertion, RawDocument } from './raw.js';

/** Who logs in, from where and when, whatever is presented. */
export type AssertedLogin = Pick<JudgedLogin, 'account' | 'service' | 'address' | 'trusts' | 'now'>;

const FIRSTS = ['none', 'password', 'verified', 'app-password', 'saml', 'session'] as const;
const SECONDS = ['none', 'otp', 'passkey'] as const;

/**
 * Whether logins of one kind break an assertion. It tries every way to log in.
 *
 * @param parts the documents whose networks and groups the assertion names
 */
export function attemptBreaks(
  documents: readonly RawDocument[],
  parts: readonly RawDocument[],
  assertion: RawAssertion,
  attempt: AssertedLogin,
): boolean {
  const region = assertion.never ?? assertion.always ?? {};
  if (!isInRegion(parts, region, attempt)) return false;
  const ways = waysToLogIn(attempt);
  if (assertion.never !== undefined) {
    const may = (factor: Factor) => region.with?.includes(factor) ?? true;
    return ways.some((way) => presentedBy(way).every(may) && isAllowed(documents, way));
  }
  // A person without OTP may be in a grace period, which does not count.
  const wanted = [...(region.with ?? [])].sort().join();
  const exact = ways.filter((way) => way.hasOtp && presentedBy(way).sort().join() === wanted);
  return exact.some((way) => !isAllowed(documents, way));
}

/** Factors whose sign-in gives a session. */
const SIGN_IN_FACTORS: readonly Factor[] = ['password', 'saml', 'passkey'];
const PAGES: readonly string[] = ['WebUI', 'WebAdminUI', 'MobileApp', 'DesktopApp'];

/**
 * Whether signing in breaks a `never` at a service that accepts the account's session, because the
 * session stands for the sign-in there.
 *
 * @param attempt.taken the services that accept the account's session, from `sessionServices`
 */
export function signInBreaks(
  documents: readonly RawDocument[],
  parts: readonly RawDocument[],
  { never: region }: RawAssertion,
  attempt: AssertedLogin & { readonly taken: readonly Service[] },
): boolean {
  if (region === undefined || !PAGES.includes(attempt.service)) return false;
  const { services, ...elsewhere } = region;
  const used = attempt.taken.some((service) => services?.includes(service) ?? true);
  if (!used || !isInRegion(parts, elsewhere, attempt)) return false;
  return waysToLogIn(attempt).some((way) => {
    const factors = presentedBy(way);
    return (
      factors.every((factor) => region.with?.includes(factor) ?? true) &&
      way.first !== 'app-password' &&
      factors.some((factor) => SIGN_IN_FACTORS.includes(factor)) &&
      isAllowed(documents, way)
    );
  });
}

/** The services that accept an account's session, found by trying. */
export function sessionServices(
  documents: readonly RawDocument[],
  attempts: Iterable<AssertedLogin>,
): Service[] {
  const taken = new Set<Service>();
  for (const attempt of attempts) {
    if (PAGES.includes(attempt.service) || taken.has(attempt.service)) continue;
    const [way] = waysToLogIn(attempt).filter(({ first }) => first === 'session');
    if (way !== undefined && isAllowed(documents, way)) taken.add(attempt.service);
  }
  return [...taken];
}

function waysToLogIn(attempt: AssertedLogin): JudgedLogin[] {
  return FIRSTS.flatMap((first) =>
    SECONDS.flatMap((second) =>
      [true, false].map((hasOtp): JudgedLogin => {
        const right = {
          firstResult: 'right',
          secondResult: 'right',
          passkeyResult: 'right',
        } as const;
        const rest = {
          recovery: false,
          remember: false,
          prove: false,
          interactive: true,
          hasSaml: true,
        };
        const has = { hasOtp, hasPasskey: false };
        const presents = { first, second: second === 'otp', passkey: second === 'passkey' };
        return { ...attempt, ...right, ...rest, ...has, ...presents };
      }),
    ),
  ).filter((way) => goesAlone(way.first) === false || !(way.second || way.passkey));
}

function goesAlone(first: JudgedLogin['first']): boolean {
  return first === 'saml' || first === 'session';
}

function presentedBy({ first, second, passkey }: JudgedLogin): Factor[] {
  const factors: Factor[] = second ? ['otp'] : [];
  if (passkey) factors.push('passkey');
  if (first !== 'none') factors.push(first === 'verified' ? 'password' : first);
  return factors;
}

function isAllowed(documents: readonly RawDocument[], login: JudgedLogin): boolean {
  return judgeLogin(documents, login).decision === 'ALLOW';
}
