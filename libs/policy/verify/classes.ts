import { ALL_SERVICES } from '../../names/services.js';
import type {
  CompiledPolicy,
  CompiledRule,
  CompiledScope,
  MemberSet,
} from '../compile/compiled.js';
import { TRUST_DEVICE, TRUST_IP } from '../language/words.js';

/** Accounts that no rule and no assertion tells apart. */
export interface AccountClass {
  /** One of them. */
  readonly example: string;
  /** The member sets that they are in. */
  readonly sets: ReadonlySet<MemberSet>;
}

/**
 * First a class of any account that nothing names, then the named accounts by the sets that they
 * are in.
 *
 * @param others sets of `*`, which may name accounts of other domains: those are not decided here
 */
export function accountClasses(
  policy: CompiledPolicy,
  others: Iterable<MemberSet> = [],
): AccountClass[] {
  const all = [...new Set([...policy.memberSets, ...others])];
  const setsOf = new Map<string, number[]>();
  all.forEach(({ members }, index) => {
    for (const member of members) {
      if (policy.domain !== '*' && !member.endsWith(`@${policy.domain}`)) continue;
      const sets = setsOf.get(member);
      if (sets === undefined) setsOf.set(member, [index]);
      else sets.push(index);
    }
  });
  const classes = new Map<string, AccountClass>();
  for (const [example, indexes] of setsOf) {
    const key = indexes.join();
    if (classes.has(key)) continue;
    const sets = new Set(indexes.map((index) => all[index] as MemberSet));
    classes.set(key, { example, sets });
  }
  return [{ example: strangerIn(policy, setsOf), sets: new Set() }, ...classes.values()];
}

function strangerIn(policy: CompiledPolicy, named: ReadonlyMap<string, unknown>): string {
  // RFC 2606 reserves this name, so it has no document of its own.
  const domain = policy.domain === '*' ? 'any-other.invalid' : policy.domain;
  for (let n = 0; ; n++) {
    const account = `someone${n === 0 ? '' : n}@${domain}`;
    if (!named.has(account)) return account;
  }
}

/** Classes of services, as bits, that none of these scopes tells apart. */
export function serviceClasses(scopes: readonly Pick<CompiledScope, 'services'>[]): number[] {
  let classes = [ALL_SERVICES];
  for (const services of new Set(scopes.map((scope) => scope.services))) {
    classes = classes.flatMap((one) =>
      [one & services, one & ~services].filter((bits) => bits > 0),
    );
  }
  return classes;
}

/**
 * The sets of trusts that can hold, as bits. Trusts that no rule asks for are left out: they could
 * only exempt connections from an assertion.
 */
export function trustStates(rules: readonly CompiledRule[]): number[] {
  const asked = rules.reduce((bits, { when }) => bits | when, 0);
  return [0, TRUST_IP, TRUST_DEVICE, TRUST_IP | TRUST_DEVICE].filter(
    (bits) => (bits & ~asked) === 0,
  );
}
