import { type Service, servicesOf } from '../../names/services.js';
import type { CompiledAssertion, CompiledRule } from '../compile/compiled.js';
import { FACTORS, type Factor, factorsOf, trustsOf } from '../language/words.js';
import { type Bits, cellsOf, intersect, overlap } from './bits.js';
import { exampleOf } from './cells.js';
import type { Counterexample } from './failure.js';
import {
  type Asserted,
  isAbout,
  type Outline,
  type Situation,
  type Space,
  scopeCells,
} from './situations.js';

export interface Violation {
  readonly counterexample: Counterexample;
  readonly rule: CompiledRule | null;
}

/** An assertion, made ready to be tried on the situations of one space. */
export interface Check {
  /** Whether any login of the situation lies in the assertion's region, its addresses aside. */
  concerns(situation: Outline): boolean;
  /** A login of a situation that it concerns, and that breaks it. */
  violation(situation: Situation): Violation | undefined;
}

/** @throws TooMuchWork, as its methods do */
export function checkFor(space: Space, { assertion, rangeSets }: Asserted, grace: boolean): Check {
  const { cells, policy } = space;
  const region = scopeCells(cells, assertion, rangeSets);
  const breaks = assertion.kind === 'never' ? opens(assertion, grace) : fails(assertion);
  space.work.spend(200 * policy.rules.length);
  const ways = policy.rules.map(breaks);
  const restWay = breaks(null);
  return {
    concerns: ({ account, services, trusts }) =>
      (assertion.services & services) !== 0 &&
      (assertion.unless & trusts) === 0 &&
      isAbout(assertion.who, account),
    violation(situation) {
      space.work.spend(situation.decided.length * (5 + region.length));
      const broken = ({ rule, cells: bits }: Part) =>
        (rule === null ? restWay : ways[rule]) !== undefined && overlap(region, bits);
      const rest = { rule: null, cells: situation.rest };
      const part = situation.decided.find(broken) ?? (broken(rest) ? rest : undefined);
      if (part === undefined) return undefined;
      const way = part.rule === null ? restWay : ways[part.rule];
      const inside = intersect(region, part.cells);
      const example = exampleIn(space, assertion, situation, inside);
      const counterexample = { ...example, ...(way as Way) };
      const rule = part.rule === null ? null : (policy.rules[part.rule] as CompiledRule);
      return { rule, counterexample };
    },
  };
}

/** The cells that a rule decides; null: those where none matches. */
interface Part {
  readonly rule: number | null;
  readonly cells: Bits;
}

type Way = Pick<Counterexample, 'present' | 'grace'>;

/** How a rule lets someone in on the factors of a `never`, or on fewer. */
function opens({ with: factors }: CompiledAssertion, grace: boolean) {
  const may = (needed: readonly Factor[]) => needed.every((f) => (factors ?? FACTORS).includes(f));
  return (rule: CompiledRule | null): Way | undefined => {
    const alternatives = (rule?.require ?? []).map(factorsOf);
    const full = alternatives.find(may);
    if (full !== undefined) return { present: full, grace: false };
    const withoutOtp = alternatives
      .filter((needed) => needed.includes('otp'))
      .map((needed) => needed.filter((factor) => factor !== 'otp'))
      .find(may);
    return grace && withoutOtp !== undefined ? { present: withoutOtp, grace: true } : undefined;
  };
}

/** How a rule keeps someone out who presents the factors of an `always`. */
function fails({ with: factors }: CompiledAssertion) {
  const present = factors ?? [];
  return (rule: CompiledRule | null): Way | undefined => {
    const alternatives = (rule?.require ?? []).map(factorsOf);
    const satisfied = alternatives.some((needed) => needed.every((f) => present.includes(f)));
    return satisfied ? undefined : { present, grace: false };
  };
}

function exampleIn(
  { cells }: Space,
  assertion: CompiledAssertion,
  situation: Situation,
  inside: Bits,
) {
  return {
    account: situation.account.example,
    service: servicesOf(situation.services & assertion.services)[0] as Service,
    address: exampleOf(cells, cellsOf(inside)[0] as number).text,
    trusts: trustsOf(situation.trusts),
  };
}
