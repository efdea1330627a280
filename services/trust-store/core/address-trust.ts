import type { Address } from '../../../libs/names/address.js';
import { prefixText } from '../../../libs/names/cidr.js';
import { isOfTransition } from '../../../libs/names/transition.js';
import type { Trust } from './trust.js';

/** Whether a trusted prefix, such as `192.0.2.80/32`, contains an address. */
export function covers(prefix: string, address: Address): boolean {
  if (prefix.includes(':') !== (address.family === 6)) return false;
  return trustedPrefix(address, Number(prefix.slice(prefix.indexOf('/') + 1))) === prefix;
}

/**
 * The prefix that is trusted for an address: `/32` for IPv4, `/ipv6Prefix` for IPv6. In Teredo and 6to4, where
 * neighbours are strangers, it is the single address.
 */
export function trustedPrefix(address: Address, ipv6Prefix: number): string {
  return prefixText(address, isOfTransition(address) ? 128 : ipv6Prefix);
}

/**
 * The live trust that a new grant for `address` renews: the one with today's `prefix`, or a narrower one that contains
 * the address. Undefined if there is none.
 */
export function renewedBy<T extends Pick<Trust, 'kind' | 'prefix'>>(
  live: readonly T[],
  address: Address,
  prefix: string,
): T | undefined {
  const same = live.filter((trust) => trust.kind === 'ip' && covers(trust.prefix, address));
  return same.find((trust) => trust.prefix === prefix) ?? same[0];
}
