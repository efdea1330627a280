import type { CompiledPolicy, MemberSet } from '../compile/compiled.js';
import type { Work } from '../verify/work.js';

/** Accounts that no rule of either document tells apart. */
export interface Whose {
  /** Canonical, as named. For accounts that nothing names: one that nobody has. */
  readonly accounts: readonly string[];
  /** The member sets that they are in. */
  readonly sets: ReadonlySet<MemberSet>;
}

/**
 * First the accounts that nothing names, then the named accounts by the sets that they are in.
 *
 * @throws TooMuchWork
 */
export function whoseOf(
  policies: readonly (CompiledPolicy | null)[],
  domain: string,
  work: Work,
): readonly [Whose, ...Whose[]] {
  const indexes = new Map<string, number[]>();
  const sets = policies.flatMap((policy) => policy?.memberSets ?? []);
  sets.forEach(({ members }, index) => {
    work.spend(300 * members.length);
    for (const member of members) {
      const known = indexes.get(member);
      if (known === undefined) indexes.set(member, [index]);
      else known.push(index);
    }
  });
  const classes = new Map<string, string[]>();
  for (const [account, within] of indexes) {
    const key = within.join();
    const known = classes.get(key);
    if (known === undefined) classes.set(key, [account]);
    else known.push(account);
  }
  const named = [...classes].map(([key, accounts]): Whose => {
    const within = key.split(',').map((index) => sets[Number(index)] as MemberSet);
    return { accounts, sets: new Set(within) };
  });
  return [{ accounts: [strangerIn(domain, indexes)], sets: new Set() }, ...named];
}

function strangerIn(domain: string, named: ReadonlyMap<string, unknown>): string {
  // RFC 2606 reserves this name, so it has no document of its own.
  const own = domain === '*' ? 'any-other.invalid' : domain;
  for (let n = 0; ; n++) {
    const account = `someone${n === 0 ? '' : n}@${own}`;
    if (!named.has(account)) return account;
  }
}
