import type { MemberSet } from '../compile/compiled.js';
import type { Whose } from './accounts.js';
import type { Pair } from './compared.js';
import { joined } from './name-places.js';

/** Whose connections are concerned: everybody's with exceptions, or only those of some accounts. */
export interface Concerned {
  readonly everybody: boolean;
  /** The exceptions, or the only accounts concerned. Canonical. */
  readonly named: readonly string[];
}

/** The accounts in some classes. The first class holds everybody whom nothing names. */
export function concernedOf(accounts: readonly Whose[], classes: readonly number[]): Concerned {
  const wanted = new Set(classes);
  const everybody = wanted.has(0);
  const named = accounts.flatMap(({ accounts: members }, index) =>
    index > 0 && wanted.has(index) !== everybody ? members : [],
  );
  return { everybody, named };
}

/**
 * Names the accounts that a sentence is about: `, for luca@ and anna@`, `, except for the group
 * directors`; empty for everybody. The domain is left out, because all accounts are its own.
 */
export function accountNamer({ before, after }: Pair) {
  const groups = groupsOf([before?.memberSets ?? [], after?.memberSets ?? []]);
  /** @param most how many accounts are listed at most */
  return ({ everybody, named }: Concerned, most: number): string => {
    if (named.length === 0) return '';
    const rest = new Set(named);
    const held: string[] = [];
    for (const [group, members] of groups) {
      if (!members.every((member) => named.includes(member))) continue;
      if (!members.some((member) => rest.has(member)) || members.length < 2) continue;
      held.push(`the group ${group}`);
      for (const member of members) rest.delete(member);
    }
    const alone = [...rest].map((account) => account.slice(0, account.lastIndexOf('@') + 1));
    const words = [...held, ...alone].slice(0, most);
    const more = held.length + alone.length - words.length;
    const whom = joined(more > 0 ? [...words, `${more} more`] : words, 'and');
    return everybody ? `, except for ${whom}` : `, for ${whom}`;
  };
}

/** Groups that mean the same in both documents, the largest first. */
function groupsOf(sides: readonly (readonly MemberSet[])[]): [string, readonly string[]][] {
  const found = new Map<string, readonly string[] | null>();
  for (const { accounts, groups, members } of sides.flat()) {
    const [group, more] = groups;
    if (group === undefined || more !== undefined || accounts.length > 0) continue;
    const known = found.get(group);
    const sorted = [...members].sort();
    const isSame = known === undefined || known?.join() === sorted.join();
    found.set(group, isSame ? sorted : null);
  }
  return [...found]
    .flatMap(([group, members]): [string, readonly string[]][] =>
      members === null ? [] : [[group, members]],
    )
    .sort(([, x], [, y]) => y.length - x.length);
}
