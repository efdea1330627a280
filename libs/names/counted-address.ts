import type { Address } from './address.js';
import { prefixText } from './cidr.js';

/** A network of one person or household, RFC 6177. */
const IPV6_PREFIX = 64;

/** An IPv4 address as it is, an IPv6 one by its /64: whom a limit counts as one. */
export function countedAddress(address: Address): string {
  return address.family === 4 ? address.text : prefixText(address, IPV6_PREFIX);
}
