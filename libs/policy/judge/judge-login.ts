import { graceDayOf, isEnrolmentPlace, partsOf, ruleMatches } from './judge-scope.js';
import type { JudgedLogin, RawDocument, RawRule } from './raw.js';

/** The judge's verdict on a login; its fields are those of an outcome. */
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
 * Decides a login straight from the documents, as plainly as possible and without any code of the
 * engine: a second opinion. Slow.
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
    earnsTrust:
      result.proved.includes('saml') ||
      result.proved.includes('passkey') ||
      result.proved.length === 2,
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
  const has = (factor: string) => alternatives.some((factors) => factors.includes(factor));
  const presented: string[] = first === 'none' ? [] : [first];
  if (login.second) presented.push('otp');
  if (login.passkey) presented.push('passkey');
  const passkeyAlone =
    login.passkey && alternatives.some((factors) => factors.join() === 'passkey');
  const takesAll = alternatives.find((factors) => presented.every((one) => factors.includes(one)));
  const proved: string[] = [];
  if (passkeyAlone && (first === 'none' || takesAll === undefined)) {
    const bad = badPasskey(login);
    if (bad !== undefined) return bad;
    proved.push('passkey');
  } else if (isWayBack(login, alternatives)) {
    // Right or wrong, they prove no factor of the rule: a passkey is still missing.
    const bad = badFirst(login);
    if (bad !== undefined) return bad;
    if (login.secondResult === 'rate-limited') return judgement('DENY', 'RATE_LIMITED');
    if (login.secondResult === 'wrong') return judgement('DENY', 'BAD_SECOND_FACTOR');
  } else {
    if (first === 'session' && !has('session')) return wrongCredential();
    if (first === 'password' && !has('password') && (has('app-password') || has('session'))) {
      return wrongCredential();
    }
    if (first === 'app-password' && !has('app-password') && (has('password') || has('session'))) {
      return wrongCredential();
    }
    const taker = takesAll ?? alternatives.find((factors) => factors.includes(first));
    if (first !== 'none' && taker !== undefined) {
      const bad = login.first === 'verified' ? undefined : badFirst(login);
      if (bad !== undefined) return bad;
      proved.push(first);
      const earns = first !== 'session' && (login.remember || login.prove);
      if (login.second && (earns || taker.includes('otp'))) {
        if (login.secondResult === 'rate-limited') return judgement('DENY', 'RATE_LIMITED');
        if (login.secondResult === 'wrong') return judgement('DENY', 'BAD_SECOND_FACTOR');
        proved.push('otp');
      } else if (login.passkey && (earns || taker.includes('passkey'))) {
        const badSecond = badPasskey(login);
        if (badSecond !== undefined) return badSecond;
        proved.push('passkey');
      }
    }
  }
  const lacks = alternatives.map((factors) => factors.filter((factor) => !proved.includes(factor)));
  if (lacks.some((factors) => factors.length === 0)) {
    return judgement('ALLOW', 'RULE_SATISFIED', proved);
  }
  return judgeIncomplete(parts, login, proved, lacks);
}

/**
 * Whether a password and a recovery code are presented where the rule accepts a passkey and no
 * password: the way back for a person who lost the passkey.
 */
function isWayBack(login: JudgedLogin, alternatives: readonly string[][]): boolean {
  if (login.first !== 'password' || !login.second || !login.recovery || login.passkey) return false;
  const takesPassword = alternatives.some((factors) => factors.includes('password'));
  return !takesPassword && alternatives.some((factors) => factors.join() === 'passkey');
}

function badFirst({ first, firstResult }: JudgedLogin): Judgement | undefined {
  if (firstResult === 'rate-limited') return judgement('DENY', 'RATE_LIMITED');
  if (firstResult === 'wrong-service') return wrongCredential();
  if (firstResult === 'right') return undefined;
  if (first === 'session') return judgement('DENY', 'SESSION_ENDED');
  return judgement('DENY', first === 'saml' ? 'BAD_SAML_RESPONSE' : 'BAD_CREDENTIALS');
}

function badPasskey({ passkeyResult }: JudgedLogin): Judgement | undefined {
  if (passkeyResult === 'rate-limited') return judgement('DENY', 'RATE_LIMITED');
  return passkeyResult === 'wrong' ? judgement('DENY', 'BAD_PASSKEY') : undefined;
}

function wrongCredential(): Judgement {
  return judgement('DENY', 'WRONG_CREDENTIAL_FOR_SERVICE');
}

/** For a login in which nothing was wrong and no alternative is satisfied. */
function judgeIncomplete(
  parts: readonly RawDocument[],
  login: JudgedLogin,
  proved: string[],
  lacks: string[][],
): Judgement {
  const onlyMissing = (factor: string) =>
    proved.length > 0 && lacks.some((factors) => factors.join() === factor);
  const day = graceDayOf(parts, login.account);
  const grace = day !== undefined && login.now < Date.parse(`${day}T00:00:00Z`);
  const withoutSecond = login.hasOtp === false && login.hasPasskey === false;
  if (onlyMissing('otp') && withoutSecond && grace) {
    return judgement('ALLOW', 'GRACE_PERIOD', proved);
  }
  let couldNotAsk = false;
  if (login.interactive) {
    const missing: string[][] = [];
    const enrolHere = login.first !== 'verified' && isEnrolmentPlace(parts, login.address);
    for (const factors of lacks) {
      if (factors.includes('session')) continue;
      const last = proved.length > 0 ? factors.join() : '';
      let has: boolean | 'unavailable' = true;
      if (factors.includes('saml')) has = login.hasSaml;
      else if (last === 'otp') has = login.hasOtp;
      else if (last === 'passkey') has = login.hasPasskey;
      if (has === 'unavailable') couldNotAsk = true;
      else if (has) missing.push(factors);
      else if (last !== '' && !factors.includes('saml') && enrolHere && withoutSecond) {
        missing.push([`${last}-enrolment`]);
      }
    }
    if (missing.length > 0) {
      const enrol = missing.flat().some((word) => word.endsWith('-enrolment'));
      const reason = enrol ? 'ENROLMENT_REQUIRED' : 'FACTOR_REQUIRED';
      return { ...judgement('CHALLENGE', reason, proved), missing };
    }
  }
  if (couldNotAsk) return judgement('UNAVAILABLE', '');
  const wanted: (boolean | 'unavailable')[] = [];
  if (onlyMissing('otp')) wanted.push(login.hasOtp);
  if (onlyMissing('passkey')) wanted.push(login.hasPasskey);
  if (wanted.length === 0 || wanted.includes(true)) {
    return judgement('DENY', 'CANNOT_CHALLENGE', proved);
  }
  if (wanted.includes('unavailable')) return judgement('UNAVAILABLE', '');
  return judgement('DENY', 'ENROLMENT_REQUIRED', proved);
}
