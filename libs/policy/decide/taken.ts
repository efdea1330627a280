import { type Service, servicesOf } from '../../names/services.js';
import { type Factor, factorsOf } from '../language/words.js';
import { isAmong } from './match.js';
import type { Policy } from './policy.js';

/**
 * The factors that the rules accept from an account, and for which services, whatever the address.
 * A rule counts even if earlier rules match some or all of its logins.
 * @param account canonical
 */
export function takenFactors(policy: Policy, account: string): ReadonlyMap<Factor, Service[]> {
  const taken = new Map<Factor, number>();
  for (const { who, services, require } of policy.shape.rules) {
    if (who !== null && !isAmong(policy, who, account)) continue;
    for (const factor of new Set((require ?? []).flatMap(factorsOf))) {
      taken.set(factor, (taken.get(factor) ?? 0) | services);
    }
  }
  return new Map([...taken].map(([factor, bits]) => [factor, servicesOf(bits)]));
}
