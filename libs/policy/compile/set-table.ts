import type { Reference } from '../language/document.js';
import type { MemberSet, RangeSet } from './compiled.js';
import type { Merged } from './merge.js';
import { unionOf } from './ranges.js';

/** Collects the sets that the rules of one document name. Equal lists of names share one set. */
export interface SetTable {
  readonly rangeSets: RangeSet[];
  readonly memberSets: MemberSet[];
  /** The index of the set; null if nothing is named. */
  ranges(networks: readonly Reference[] | undefined): number | null;
  members(
    accounts: readonly Reference[] | undefined,
    groups: readonly Reference[] | undefined,
  ): number | null;
}

/** An empty table. Networks and groups are looked up in `merged`. */
export function setTable(merged: Merged): SetTable {
  const rangeSets: RangeSet[] = [];
  const memberSets: MemberSet[] = [];
  const known = new Map<string, number>();
  const indexOf = <T>(sets: T[], key: string, make: () => T): number => {
    const index = known.get(key) ?? sets.push(make()) - 1;
    known.set(key, index);
    return index;
  };
  return {
    rangeSets,
    memberSets,
    ranges(networks) {
      if (networks === undefined) return null;
      const names = distinct(networks);
      return indexOf(rangeSets, JSON.stringify(names), () => {
        const cidrs = names.flatMap((name) => merged.networks.get(name)?.ranges ?? []);
        return { names, ...unionOf(cidrs) };
      });
    },
    members(accountReferences, groupReferences) {
      if (accountReferences === undefined && groupReferences === undefined) return null;
      const accounts = distinct(accountReferences ?? []);
      const groups = distinct(groupReferences ?? []);
      return indexOf(memberSets, JSON.stringify({ accounts, groups }), () => {
        const inGroups = groups.flatMap((name) => merged.groups.get(name)?.members ?? []);
        const members = [...new Set([...accounts, ...inGroups.map(({ name }) => name)])];
        return { accounts, groups, members };
      });
    },
  };
}

function distinct(references: readonly Reference[]): string[] {
  return [...new Set(references.map(({ name }) => name))].sort();
}
