import type { Use } from './evidence.js';

/** Nobody reads a document with more ranges. */
const MOST_RANGES = 64;
const LEAST_ACCOUNTS = 2;

/**
 * Ranges in which people were seen, those with the most people first. A range with only one account is left out, so
 * that the document does not show where a person lives.
 */
export function networksFound(uses: readonly Use[]): string[] {
  const accounts = new Map<string, Set<string>>();
  for (const { prefix, account } of uses) {
    accounts.set(prefix, (accounts.get(prefix) ?? new Set()).add(account));
  }
  return [...accounts]
    .filter(([, seen]) => seen.size >= LEAST_ACCOUNTS)
    .sort(([a, one], [b, two]) => two.size - one.size || (a < b ? -1 : 1))
    .slice(0, MOST_RANGES)
    .map(([prefix]) => prefix);
}
