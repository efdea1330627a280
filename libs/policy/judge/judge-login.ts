import { isInOneOf, partsOf, ruleMatches } from './judge-scope.js';
import type { JudgedLogin, RawDocument, RawRule } from './raw.js';

/** What the judge says of a login; the fields are those of an outcome. */
export interface Judgement {
  decision: string;
  reason: string;
  rule: { index: number; name: string } | null;
  denied: string | null;
  missing: string[][];
  proved: string[];
  carriedBy: string[];
  earnsTrust: boolean;
  bindSessionToIp: boolean;
}

/**
 * Decides a login straight from the documents, in the plainest way, sharing no code with what
 * serves: a second opinion. Slow.
 */
export function judgeLogin(documents: readonly RawDocument[], login: JudgedLogin): Judgement {
  const domain = login.account.split('@')[1]?.toLowerCase();
  const document =
    documents.find((one) => one.domain === domain) ?? documents.find((one) => one.domain === '*');
  if (document === undefined) return judgement('DENY', 'NO_RULE');
  const parts = partsOf(documents, document);
  const rules = parts.flatMap((part) => part.rules ?? []);
  const seen = login.remember ? { ...login, trusts: [] } : login;
  const index = rules.findIndex((rule) => ruleMatches(parts, rule, seen));
  const rule = rules[index];
  if (rule === undefined) return judgement('DENY', 'NO_RULE');
  const about = { rule: { index, name: rule.name } };
  if (rule.deny !== undefined) {
    return { ...judgement('DENY', 'DENIED_BY_RULE'), ...about, denied: rule.deny };
  }
  const result = judgeFactors(parts, rule, login);
  if (result.decision !== 'ALLOW') return { ...result, ...about };
  const wanted = rule.when === undefined ? [] : [rule.when].flat();
  return {
    ...result,
    ...about,
    carriedBy: wanted.filter((trust) => seen.trusts.includes(trust)),
    earnsTrust: result.proved.includes('saml') || result.proved.length === 2,
    bindSessionToIp: rule['bind-session-to-ip'] === true,
  };
}

function judgement(decision: string, reason: string, proved: string[] = []): Judgement {
  return {
    decision,
    reason,
    proved,
    rule: null,
    denied: null,
    missing: [],
    carriedBy: [],
    earnsTrust: false,
    bindSessionToIp: false,
  };
}

function judgeFactors(parts: readonly RawDocument[], rule: RawRule, login: JudgedLogin): Judgement {
  const alternatives = [rule.require ?? []].flat().map((text) => text.split(' + '));
  const first = login.first === 'verified' ? 'password' : login.first;
  const taker = alternatives.find((factors) => factors.includes(first));
  const proved: string[] = [];
  if (taker === undefined) {
    const all = alternatives.flat();
    if (first === 'password' && all.includes('app-password')) return wrongCredential();
    if (first === 'app-password' && all.includes('password')) return wrongCredential();
  } else {
    if (login.first !== 'verified') {
      if (login.firstResult === 'rate-limited') return judgement('DENY', 'RATE_LIMITED');
      if (login.firstResult === 'wrong-service') return wrongCredential();
      if (login.firstResult === 'wrong') {
        return judgement('DENY', first === 'saml' ? 'BAD_SAML_RESPONSE' : 'BAD_CREDENTIALS');
      }
    }
    proved.push(first);
    if (login.second && (login.remember || taker.includes('otp'))) {
      if (login.secondResult === 'rate-limited') return judgement('DENY', 'RATE_LIMITED');
      if (login.secondResult === 'wrong') return judgement('DENY', 'BAD_SECOND_FACTOR');
      proved.push('otp');
    }
  }
  const lacks = alternatives.map((factors) => factors.filter((factor) => !proved.includes(factor)));
  if (lacks.some((factors) => factors.length === 0)) {
    return judgement('ALLOW', 'RULE_SATISFIED', proved);
  }
  return judgeIncomplete(parts, login, proved, lacks);
}

function wrongCredential(): Judgement {
  return judgement('DENY', 'WRONG_CREDENTIAL_FOR_SERVICE');
}

/** Nothing was wrong, and no alternative is satisfied. */
function judgeIncomplete(
  parts: readonly RawDocument[],
  login: JudgedLogin,
  proved: string[],
  lacks: string[][],
): Judgement {
  const enrolment = parts[0]?.enrolment;
  const onlyOtp = lacks.some((factors) => factors.join() === 'otp');
  const day = enrolment?.['grace-until'];
  const grace = day !== undefined && login.now < Date.parse(`${day}T00:00:00Z`);
  if (onlyOtp && login.hasOtp === false && grace) return judgement('ALLOW', 'GRACE_PERIOD', proved);
  let couldNotAsk = false;
  if (login.interactive) {
    const missing: string[][] = [];
    const enrolHere = isInOneOf(parts, enrolment?.from ?? [], login.address);
    for (const factors of lacks) {
      const fact = factors.includes('saml')
        ? login.hasSaml
        : factors.join() === 'otp'
          ? login.hasOtp
          : true;
      if (fact === 'unavailable') couldNotAsk = true;
      else if (fact) missing.push(factors);
      else if (factors.join() === 'otp' && enrolHere) missing.push(['otp-enrolment']);
    }
    if (missing.length > 0) {
      const enrol = missing.flat().includes('otp-enrolment');
      const reason = enrol ? 'ENROLMENT_REQUIRED' : 'FACTOR_REQUIRED';
      return { ...judgement('CHALLENGE', reason, proved), missing };
    }
  }
  if (couldNotAsk || (onlyOtp && login.hasOtp === 'unavailable'))
    return judgement('UNAVAILABLE', '');
  const reason = onlyOtp && login.hasOtp === false ? 'ENROLMENT_REQUIRED' : 'CANNOT_CHALLENGE';
  return judgement('DENY', reason, proved);
}
