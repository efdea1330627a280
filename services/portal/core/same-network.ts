import { parseAddress } from '../../../libs/names/address.js';
import { prefixText } from '../../../libs/names/cidr.js';

/**
 * Whether an address is inside a trusted prefix, as trust-store writes prefixes: `192.0.2.80/32`, `2001:db8:77:1::/64`.
 */
export function isInside(address: string, prefix: string): boolean {
  const parsed = parseAddress(address);
  const length = Number(prefix.split('/')[1]);
  if (!parsed.ok || !Number.isInteger(length)) return false;
  return prefixText(parsed.value, length) === prefix;
}

/** Whether trust of one address holds at the other: they are equal, or are IPv6 addresses in one /64. */
export function isSameNetwork(address: string, other: string): boolean {
  const [a, b] = [parseAddress(address), parseAddress(other)];
  return a.ok && b.ok && prefixText(a.value, 64) === prefixText(b.value, 64);
}
