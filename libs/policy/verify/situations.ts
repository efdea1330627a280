import { INTERACTIVE_SERVICES, serviceBit } from '../../names/services.js';
import type {
  CompiledAssertion,
  CompiledPolicy,
  CompiledRule,
  CompiledScope,
  MemberSet,
  RangeSet,
} from '../compile/compiled.js';
import { type Bits, intersect, overlap, remove, subtract } from './bits.js';
import { type Cells, cutCells } from './cells.js';
import { type AccountClass, accountClasses, serviceClasses, trustStates } from './classes.js';
import type { Work } from './work.js';

/** An assertion, with the sets that its indexes refer to. */
export interface Asserted {
  readonly assertion: CompiledAssertion;
  readonly rangeSets: readonly RangeSet[];
  readonly memberSets: readonly MemberSet[];
}

/** A policy with its addresses cut into cells. */
export interface Space {
  readonly policy: CompiledPolicy;
  readonly cells: Cells;
  readonly services: readonly number[];
  readonly accounts: readonly AccountClass[];
  /** The cells of each rule. */
  readonly ruleCells: readonly Bits[];
  readonly work: Work;
}

/** The account, service and trusts of logins. */
export interface Outline {
  readonly account: AccountClass;
  /** As bits; one service stands for all of them. */
  readonly services: number;
  readonly trusts: number;
}

/**
 * Logins that differ only in the address, with the rule that decides in each cell. All situations
 * together are all possible logins.
 */
export interface Situation extends Outline {
  /** The cells that each rule decides, in the order of the rules; none is empty. */
  readonly decided: readonly { readonly rule: number; readonly cells: Bits }[];
  /** The cells where no rule matches. */
  readonly rest: Bits;
}

/** @throws TooMuchWork */
export function spaceOf(
  policy: CompiledPolicy,
  work: Work,
  asserted: readonly Asserted[] = [],
): Space {
  const sets = new Set([policy.rangeSets, ...asserted.map(({ rangeSets }) => rangeSets)]);
  const cells = cutCells([...sets].flat());
  const opensSessions = policy.rules.some(({ require }) => require?.includes('session'));
  // A session is issued at some services and used at others.
  const given = opensSessions ? [{ services: INTERACTIVE }] : [];
  const scopes = [...policy.rules, ...asserted.map(({ assertion }) => assertion), ...given];
  work.spend(scopes.length * cells.all.length);
  return {
    policy,
    cells,
    services: serviceClasses(scopes),
    accounts: accountClasses(
      policy,
      asserted.flatMap(({ memberSets }) => memberSets),
    ),
    ruleCells: policy.rules.map((rule) => scopeCells(cells, rule, policy.rangeSets)),
    work,
  };
}

/** The cells that are left by `from` and `outside`. */
export function scopeCells(
  cells: Cells,
  { from, outside }: CompiledScope,
  rangeSets: readonly RangeSet[],
): Bits {
  const bitsOf = (index: number) => cells.bitsOf(rangeSets[index] as RangeSet);
  const inside = from === null ? cells.all : intersect(cells.all, bitsOf(from));
  return outside === null ? inside : subtract(inside, bitsOf(outside));
}

/** Every wanted situation, one at a time. @throws TooMuchWork */
export function* situationsOf(
  space: Space,
  wanted: (outline: Outline) => boolean = () => true,
): Generator<Situation> {
  const { rules, memberSets } = space.policy;
  const { work } = space;
  const known = new Map<string, Pick<Situation, 'decided' | 'rest'>>();
  const states = trustStates(rules);
  for (const account of space.accounts) {
    work.spend(10 * rules.length);
    const whose = rules.flatMap(({ who }, index) =>
      isAbout(setAt(memberSets, who), account) ? [index] : [],
    );
    for (const services of space.services) {
      for (const trusts of states) {
        const outline = { account, services, trusts };
        if (!wanted(outline)) continue;
        work.spend(4 * whose.length);
        const applicable = whose.filter((index) => applies(space.policy, rules[index], outline));
        const key = applicable.join();
        const decision = known.get(key) ?? decide(space, applicable);
        if (known.size < MAX_KNOWN) known.set(key, decision);
        yield { ...outline, ...decision };
      }
    }
  }
}

/** Whether a rule matches some address of a situation, ignoring the rules before it. */
export function applies(
  { memberSets }: Pick<CompiledPolicy, 'memberSets'>,
  rule: CompiledRule | undefined,
  { account, services, trusts }: Outline,
): boolean {
  if (rule === undefined || (rule.services & services) === 0) return false;
  const who = setAt(memberSets, rule.who);
  return isAbout(who, account) && (rule.when === 0 || (rule.when & trusts) !== 0);
}

/** Whether a scope's `who` includes the accounts of a class; null includes everybody. */
export function isAbout(who: MemberSet | null, account: AccountClass): boolean {
  return who === null || account.sets.has(who);
}

/** The set at an index; null stays null. */
export function setAt(sets: readonly MemberSet[], index: number | null): MemberSet | null {
  return index === null ? null : (sets[index] as MemberSet);
}

/** The services that issue a session, as bits: those that can ask a person. */
export const INTERACTIVE = INTERACTIVE_SERVICES.reduce((bits, one) => bits | serviceBit(one), 0);

/** Limits memory for documents of thousands of rules. */
const MAX_KNOWN = 256;

/** First match: each rule decides the cells that the rules before it left. */
function decide({ cells, ruleCells, work }: Space, applicable: readonly number[]) {
  work.spend(applicable.length * cells.all.length);
  const decided: { rule: number; cells: Bits }[] = [];
  const rest = new Uint32Array(cells.all);
  for (const rule of applicable) {
    const wanted = ruleCells[rule] as Bits;
    if (!overlap(rest, wanted)) continue;
    decided.push({ rule, cells: intersect(rest, wanted) });
    remove(rest, wanted);
  }
  return { decided, rest };
}
