import type { Address } from './address.js';
import { prefixText } from './cidr.js';

/** The network of one person or household, RFC 6177. */
const IPV6_PREFIX = 64;

/** Everything that one IPv4 address has in 6to4, RFC 3056 section 2. */
const SIX_TO_FOUR_PREFIX = 48;

/**
 * The key by which a limit counts an address: an IPv4 address itself, the /64 of an IPv6 address,
 * or its /48 if it is 6to4 and so stands for one IPv4 address.
 */
export function countedAddress(address: Address): string {
  if (address.family === 4) return address.text;
  return prefixText(address, address.a >>> 16 === 0x2002 ? SIX_TO_FOUR_PREFIX : IPV6_PREFIX);
}
