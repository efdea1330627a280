import { type Service, servicesOf } from '../../names/services.js';
import type { CompiledAssertion, CompiledRule } from '../compile/compiled.js';
import { FACTORS, type Factor, factorsOf, isSignIn, trustsOf } from '../language/words.js';
import { type Bits, cellsOf, intersect, overlap } from './bits.js';
import { exampleOf } from './cells.js';
import type { AccountClass } from './classes.js';
import type { Counterexample } from './failure.js';
import type { Use } from './session-uses.js';
import {
  type Asserted,
  INTERACTIVE,
  isAbout,
  type Outline,
  type Situation,
  type Space,
  scopeCells,
  setAt,
} from './situations.js';

export interface Violation {
  readonly counterexample: Counterexample;
  readonly rule: CompiledRule | null;
}

/** An assertion, prepared for checking against the situations of one space. */
export interface Check {
  /** Whether any login of the situation lies in the assertion's region, whatever its address. */
  concerns(situation: Outline): boolean;
  /** A login of a situation that the check concerns and that breaks the assertion. */
  violation(situation: Situation): Violation | undefined;
}

/** What a check needs besides the assertion. */
export interface CheckContext {
  /** Whether the grace period of these accounts is still running. */
  readonly isGraced: (account: AccountClass) => boolean;
  readonly uses: ReadonlyMap<AccountClass, readonly Use[]>;
}

/**
 * The checks of one assertion. A `never` has two: one for connections themselves, including those
 * with a session, and one for the sign-ins that sessions stand for where they are used.
 *
 * @throws TooMuchWork, as the methods of checks do
 */
export function checksFor(space: Space, one: Asserted, context: CheckContext): Check[] {
  const direct = directCheck(space, one, context);
  const { kind, with: factors } = one.assertion;
  const onSessionAlone = factors?.every((factor) => factor === 'session') ?? false;
  if (kind === 'always' || context.uses.size === 0 || onSessionAlone) return [direct];
  return [direct, signInCheck(space, one, context)];
}

function directCheck(space: Space, one: Asserted, { isGraced }: CheckContext): Check {
  const { assertion } = one;
  const breaks =
    assertion.kind === 'never'
      ? [opens(assertion, false), opens(assertion, true)]
      : [fails(assertion)];
  const find = finderOf(space, one, { breaks, isGraced });
  const isWhose = whoseOf(one);
  return {
    concerns: ({ account, services, trusts }) =>
      (assertion.services & services) !== 0 &&
      (assertion.unless & trusts) === 0 &&
      isWhose(account),
    violation(situation) {
      const found = find(situation);
      if (found === undefined) return undefined;
      const services = situation.services & assertion.services;
      const counterexample = {
        ...connectionIn(space, { ...situation, services }, found.inside),
        ...found.way,
      };
      return { rule: found.rule, counterexample };
    },
  };
}

/** Checks place and trust of the sign-in, and account and service of the session's use. */
function signInCheck(space: Space, one: Asserted, { isGraced, uses }: CheckContext): Check {
  const { assertion } = one;
  const breaks = [signsIn(assertion, false), signsIn(assertion, true)];
  const find = finderOf(space, one, { breaks, isGraced });
  const isWhose = whoseOf(one);
  const useOf = (account: AccountClass) =>
    uses.get(account)?.find(({ services }) => (services & assertion.services) !== 0);
  return {
    concerns: ({ account, services, trusts }) =>
      (services & INTERACTIVE) !== 0 &&
      (assertion.unless & trusts) === 0 &&
      isWhose(account) &&
      useOf(account) !== undefined,
    violation(situation) {
      const use = useOf(situation.account);
      const found = use && find(situation);
      if (found === undefined || use === undefined) return undefined;
      const where = { ...situation, ...use, services: use.services & assertion.services };
      const { service, address, trusts } = connectionIn(space, where, use.cells);
      const { name, file, line, column } = use.rule;
      const session = { service, address, trusts, rule: { name, file, line, column } };
      const counterexample = {
        ...connectionIn(space, situation, found.inside),
        ...found.way,
        session,
      };
      return { rule: found.rule, counterexample };
    },
  };
}

/** Whether an assertion is about the connections of an account. */
function whoseOf({ assertion, memberSets }: Asserted): (account: AccountClass) => boolean {
  const who = setAt(memberSets, assertion.who);
  const except = setAt(memberSets, assertion.except);
  return (account) => isAbout(who, account) && (except === null || !isAbout(except, account));
}

type Breaks = (rule: CompiledRule | null) => Way | undefined;

interface Found {
  readonly rule: CompiledRule | null;
  readonly way: Way;
  readonly inside: Bits;
}

interface Finding {
  /** How a rule breaks the assertion; where a grace period makes a difference, with one, too. */
  readonly breaks: readonly Breaks[];
  readonly isGraced: CheckContext['isGraced'];
}

/** Finds a rule of a situation that breaks an assertion inside its addresses. */
function finderOf(
  space: Space,
  { assertion, rangeSets }: Asserted,
  { breaks, isGraced }: Finding,
): (situation: Situation) => Found | undefined {
  const { policy, cells, work } = space;
  const region = scopeCells(cells, assertion, rangeSets);
  work.spend(200 * breaks.length * policy.rules.length);
  const ways = breaks.map((one) => ({ rules: policy.rules.map(one), rest: one(null) }));
  return (situation) => {
    const open = (isGraced(situation.account) ? ways[1] : undefined) ?? ways[0];
    const wayOf = ({ rule }: Part) => (rule === null ? open?.rest : open?.rules[rule]);
    work.spend(situation.decided.length * (5 + region.length));
    const broken = (part: Part) => wayOf(part) !== undefined && overlap(region, part.cells);
    const rest = { rule: null, cells: situation.rest };
    const part = situation.decided.find(broken) ?? (broken(rest) ? rest : undefined);
    if (part === undefined) return undefined;
    const rule = part.rule === null ? null : (policy.rules[part.rule] as CompiledRule);
    return { rule, way: wayOf(part) as Way, inside: intersect(region, part.cells) };
  };
}

/** The cells that a rule decides; for null, the cells where no rule matches. */
interface Part {
  readonly rule: number | null;
  readonly cells: Bits;
}

type Way = Pick<Counterexample, 'present' | 'grace'>;

/** How a rule lets a person in with the factors of a `never`, or with fewer. */
function opens({ with: factors }: CompiledAssertion, grace: boolean): Breaks {
  const may = (needed: readonly Factor[]) => needed.every((f) => (factors ?? FACTORS).includes(f));
  return (rule) => waysOf(rule, grace).find(({ present }) => may(present));
}

/**
 * How a rule lets a person in with the factors of a `never`, or with fewer, so that the person then
 * has a session: this takes a main password, SAML or a passkey.
 */
function signsIn({ with: factors }: CompiledAssertion, grace: boolean): Breaks {
  const may = (needed: readonly Factor[]) =>
    needed.every((f) => (factors ?? FACTORS).includes(f)) && isSignIn(needed);
  return (rule) => waysOf(rule, grace).find(({ present }) => may(present));
}

/** Every way in that a rule allows, those of a grace period last. */
function waysOf(rule: CompiledRule | null, grace: boolean): Way[] {
  const alternatives = (rule?.require ?? []).map(factorsOf);
  const graced = grace ? alternatives.filter((needed) => needed.includes('otp')) : [];
  return [
    ...alternatives.map((present) => ({ present, grace: false })),
    ...graced.map((needed) => ({ present: needed.filter((f) => f !== 'otp'), grace: true })),
  ];
}

/** How a rule refuses a person who presents the factors of an `always`. */
function fails({ with: factors }: CompiledAssertion): Breaks {
  const present = factors ?? [];
  return (rule) => {
    const alternatives = (rule?.require ?? []).map(factorsOf);
    const satisfied = alternatives.some((needed) => needed.every((f) => present.includes(f)));
    return satisfied ? undefined : { present, grace: false };
  };
}

function connectionIn({ cells }: Space, { account, services, trusts }: Outline, inside: Bits) {
  return {
    account: account.example,
    service: servicesOf(services)[0] as Service,
    address: exampleOf(cells, cellsOf(inside)[0] as number).text,
    trusts: trustsOf(trusts),
  };
}
