import type { CompiledRule } from '../compile/compiled.js';
import { type Combination, factorsOf, trustsOf } from '../language/words.js';
import { overlap } from '../verify/bits.js';
import { INTERACTIVE, type Space, situationsOf } from '../verify/situations.js';
import type { Warning } from './warning.js';

/** What a person can get at a page: trust or a session, and a first second factor. */
interface Obtainable {
  readonly trust: boolean;
  readonly enrolment: boolean;
}

/**
 * Rules that ask for what nobody can get: a second factor that cannot be enrolled, or trust or a
 * session that no page gives.
 */
export function unobtainable(space: Space, reached: ReadonlySet<number>): Warning[] {
  const rules = space.policy.rules.filter((_, index) => reached.has(index));
  const asking = rules.filter((rule) => rule.when !== 0 || needsSession(rule));
  const needing = rules.filter((rule) => secondFactorOf(rule) !== undefined);
  if (asking.length === 0 && needing.length === 0) return [];
  const { trust, enrolment } = obtainableIn(space);
  return [
    ...(enrolment ? [] : needing.map(cannotEnrol)),
    ...(trust ? [] : asking.map(cannotBeTrusted)),
  ];
}

/** Looks at pages, with no trust held yet: a login that asks for trust is matched without any. */
function obtainableIn(space: Space): Obtainable {
  const { policy, cells } = space;
  const { enrolment } = policy;
  const range = enrolment?.from == null ? undefined : policy.rangeSets[enrolment.from];
  const inside = enrolment?.anywhere ? cells.all : range && cells.bitsOf(range);
  let trust = false;
  let enrols = false;
  const pages = ({ services }: { services: number }) => (services & INTERACTIVE) !== 0;
  for (const { trusts, decided } of situationsOf(space, pages)) {
    for (const { rule: index, cells: bits } of decided) {
      const factors = (policy.rules[index]?.require ?? []).flatMap(factorsOf);
      const first = factors.includes('password') || factors.includes('saml');
      trust ||= trusts === 0 && (first || factors.includes('passkey'));
      space.work.spend(bits.length);
      enrols ||= first && inside !== undefined && overlap(inside, bits);
    }
  }
  return { trust, enrolment: enrols };
}

function needsSession({ require }: CompiledRule): boolean {
  return require?.includes('session') ?? false;
}

/**
 * The second factor that every alternative of a rule needs; undefined if one alternative needs
 * none.
 */
function secondFactorOf({ require }: CompiledRule): 'otp' | 'passkey' | undefined {
  const second = (one: Combination) =>
    factorsOf(one).find((factor) => factor === 'otp' || factor === 'passkey');
  const all = (require ?? []).map(second);
  return all.includes(undefined) ? undefined : (all[0] as 'otp' | 'passkey' | undefined);
}

function cannotEnrol(rule: CompiledRule): Warning {
  const { name, file, line, column } = rule;
  const message = `${secondFactorOf(rule)} is required by "${name}" and nobody can enrol: no page inside enrolment.from verifies a password or SAML; name a place in enrolment.from from which people sign in`;
  return { kind: 'cannot-enrol', file, line, column, message };
}

function cannotBeTrusted(rule: CompiledRule): Warning {
  const { name, when, file, line, column } = rule;
  const what = needsSession(rule) ? 'a session' : trustsOf(when).join(' or ');
  const message = `nobody can obtain ${what} that "${name}" asks for: no rule for WebUI, WebAdminUI, MobileApp or DesktopApp verifies a password, SAML or a passkey`;
  return { kind: 'unobtainable-trust', file, line, column, message };
}
