import { ALL_SERVICES } from '../../names/services.js';
import type { CompiledPolicy, CompiledRule, MemberSet, RangeSet } from '../compile/compiled.js';
import { graceEnd, graceEnds } from '../compile/grace.js';
import { type Bits, emptyBits, intersect, overlap, remove, subtract } from '../verify/bits.js';
import { serviceClasses, trustStates } from '../verify/classes.js';
import { INTERACTIVE } from '../verify/situations.js';
import type { Work } from '../verify/work.js';
import { type Whose, whoseOf } from './accounts.js';
import { type Outcomes, outcomesOf } from './outcomes.js';
import { type Places, placesOf } from './places.js';

/** Two documents that decide for one domain, one after the other; null means no document. */
export interface Pair {
  /** Canonical, or `*`. */
  readonly domain: string;
  readonly before: CompiledPolicy | null;
  readonly after: CompiledPolicy | null;
  /** ms since the epoch. The comparison is of what applies from then on. */
  readonly now: number;
}

/**
 * A period in which neither document changes by itself, in ms since the epoch. The first begins,
 * and the last ends, with null.
 */
export interface Period {
  readonly from: number | null;
  readonly until: number | null;
}

/** All possible connections, in parts that neither document splits. */
export interface Compared {
  readonly pair: Pair;
  readonly places: Places;
  readonly accounts: readonly Whose[];
  /**
   * As bits. The services of one class are alike, and either all or none of them can ask a person.
   */
  readonly services: readonly number[];
  /** As bits of trusts. */
  readonly trusts: readonly number[];
  readonly periods: readonly Period[];
  readonly work: Work;
}

/** @throws TooMuchWork */
export function compare(pair: Pair, work: Work): Compared {
  const policies = [pair.before, pair.after];
  const rules = policies.flatMap((policy) => policy?.rules ?? []);
  const services = serviceClasses([...rules, { services: INTERACTIVE }]);
  return {
    ...{ pair, work },
    places: placesOf(policies, work),
    accounts: whoseOf(policies, pair.domain, work),
    services: services.sort((x, y) => (x & -x) - (y & -y)),
    trusts: trustStates(rules),
    periods: periodsOf(pair),
  };
}

function periodsOf({ before, after, now }: Pair): Period[] {
  const ends = [before, after].flatMap((policy) => graceEnds(policy?.enrolment));
  const cuts = [...new Set(ends)].filter((end) => end > now).sort((x, y) => x - y);
  return [...cuts, null].map((until, index) => ({ from: cuts[index - 1] ?? null, until }));
}

/** The account, service and trusts of a login: everything but place and time. */
export interface Where {
  readonly account: Whose;
  /** One class of services, as bits. */
  readonly services: number;
  readonly trusts: number;
}

/** One of the two documents, able to say which rule decides at each place. */
export interface Side {
  readonly policy: CompiledPolicy | null;
  /** The number of a decision. The same number means the same rule at every place. */
  decidedBy(where: Where): number;
  /** For a decision's number: by place, the index of the rule, or -1. */
  rulesAt(decision: number): Int32Array;
  /** Whether an account's grace period runs throughout a period. */
  hasGrace(account: Whose, period: Period): boolean;
  /** By place, the outcomes of a decision. */
  outcomesAt(decision: number, interactive: boolean, grace: boolean): Int32Array;
}

/** @throws TooMuchWork */
export function sideOf({ places, work }: Compared, policy: CompiledPolicy | null): Side {
  const size = places.cellsAt.length;
  const rules = policy?.rules ?? [];
  work.spend(100 * rules.length * (1 + places.all.length));
  const within = (index: number) => places.within(policy?.rangeSets[index] as RangeSet);
  const known = new Map<number, Bits>();
  const bitsOf = (index: number) => {
    const bits = known.get(index) ?? within(index);
    known.set(index, bits);
    return bits;
  };
  const ruleBits = rules.map(({ from, outside }) => {
    const inside = from === null ? places.all : intersect(places.all, bitsOf(from));
    return outside === null ? inside : subtract(inside, bitsOf(outside));
  });
  const enrols = enrolmentPlaces(policy, places, bitsOf);
  const decisions = new Map<string, number>();
  const rulesBy: Int32Array[] = [];
  const outcomes = new Map<number, Outcomes>();

  const outcomeOf = (rule: number, interactive: boolean, mayEnrol: boolean, grace: boolean) => {
    const key = 8 * rule + (interactive ? 4 : 0) + (mayEnrol ? 2 : 0) + (grace ? 1 : 0);
    const made =
      outcomes.get(key) ?? outcomesOf(rules[rule] ?? null, { interactive, mayEnrol, grace });
    outcomes.set(key, made);
    return made;
  };

  return {
    policy,
    decidedBy(where) {
      work.spend(8 * rules.length);
      const applicable = rules.flatMap((rule, index) =>
        applies(policy, rule, where) ? [index] : [],
      );
      const key = applicable.join();
      const decision = decisions.get(key) ?? rulesBy.push(firstMatches(applicable)) - 1;
      decisions.set(key, decision);
      return decision;
    },
    rulesAt: (decision) => rulesBy[decision] as Int32Array,
    hasGrace({ sets }, period) {
      if (policy?.enrolment == null) return false;
      const isAmong = (who: number) => sets.has(policy.memberSets[who] as MemberSet);
      const until = graceEnd(policy.enrolment, isAmong);
      return until !== null && period.until !== null && period.until <= until;
    },
    outcomesAt(decision, interactive, grace) {
      work.spend(100 * size);
      return (rulesBy[decision] as Int32Array).map((rule, place) =>
        outcomeOf(rule, interactive, has(enrols, place), grace),
      );
    },
  };

  function firstMatches(applicable: readonly number[]): Int32Array {
    work.spend(size + applicable.length * (20 + places.all.length));
    const decided = new Int32Array(size).fill(-1);
    const rest = new Uint32Array(places.all);
    for (const rule of applicable) {
      const wanted = ruleBits[rule] as Bits;
      if (!overlap(rest, wanted)) continue;
      const won = intersect(rest, wanted);
      for (let place = 0; place < size; place++) if (has(won, place)) decided[place] = rule;
      work.spend(4 * size);
      remove(rest, wanted);
    }
    return decided;
  }
}

function enrolmentPlaces(
  policy: CompiledPolicy | null,
  places: Places,
  bitsOf: (index: number) => Bits,
): Bits {
  const enrolment = policy?.enrolment ?? null;
  if (enrolment?.anywhere) return places.all;
  return enrolment?.from == null ? emptyBits(places.cellsAt.length) : bitsOf(enrolment.from);
}

/** Whether a set of places or cells holds the one at `index`. */
export function has(bits: Bits, index: number): boolean {
  return (((bits[index >>> 5] as number) >>> (index & 31)) & 1) === 1;
}

function applies(policy: CompiledPolicy | null, rule: CompiledRule, where: Where): boolean {
  if ((rule.services & where.services & ALL_SERVICES) === 0) return false;
  if (rule.when !== 0 && (rule.when & where.trusts) === 0) return false;
  const who = rule.who === null ? null : policy?.memberSets[rule.who];
  return who === null || (who !== undefined && where.account.sets.has(who));
}
