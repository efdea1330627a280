import type { Address } from './address.js';
import { prefixText } from './cidr.js';

/** A network of one person or household, RFC 6177. */
const IPV6_PREFIX = 64;

/** All that one IPv4 address has in 6to4, RFC 3056 section 2. */
const SIX_TO_FOUR_PREFIX = 48;

/**
 * Whom a limit counts as one: an IPv4 address as it is, an IPv6 one by its /64, and by its /48 where
 * that stands for one IPv4 address (6to4).
 */
export function countedAddress(address: Address): string {
  if (address.family === 4) return address.text;
  return prefixText(address, address.a >>> 16 === 0x2002 ? SIX_TO_FOUR_PREFIX : IPV6_PREFIX);
}
