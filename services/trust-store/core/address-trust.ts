import type { Address } from '../../../libs/names/address.js';
import { prefixText } from '../../../libs/names/cidr.js';
import { isOfTransition } from '../../../libs/names/transition.js';
import type { Trust } from './trust.js';

/** Whether a trusted prefix, `192.0.2.80/32`, holds an address. */
export function covers(prefix: string, address: Address): boolean {
  if (prefix.includes(':') !== (address.family === 6)) return false;
  return trustedPrefix(address, Number(prefix.slice(prefix.indexOf('/') + 1))) === prefix;
}

/**
 * What is trusted where an address is: `/32` of IPv4, `/ipv6Prefix` of IPv6, and in Teredo and 6to4,
 * where neighbours are strangers, the address alone.
 */
export function trustedPrefix(address: Address, ipv6Prefix: number): string {
  return prefixText(address, isOfTransition(address) ? 128 : ipv6Prefix);
}

/**
 * Which of an account's live trusts a new grant for `address` renews: the one of today's `prefix`,
 * or a narrower one that the address lies in; undefined: none.
 */
export function renewedBy<T extends Pick<Trust, 'kind' | 'prefix'>>(
  live: readonly T[],
  address: Address,
  prefix: string,
): T | undefined {
  const same = live.filter((trust) => trust.kind === 'ip' && covers(trust.prefix, address));
  return same.find((trust) => trust.prefix === prefix) ?? same[0];
}
