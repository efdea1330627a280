import { addressOf, formatWords, parseAddress } from '../../../libs/names/address.js';
import type { Facts } from './notice.js';

/**
 * The traits of a sign-in that are remembered separately: the network, and the program without its version. A network
 * is about as wide as one customer of a provider or one cell of a carrier (IPv4 /24, IPv6 /48).
 */
export function traitsOf({ address = '', service = '' }: Facts, program: string): string[] {
  return [`network ${networkOf(address)}`, `program ${program || service}`];
}

/** The trait that a right password was refused from a network. It does not make the network a known one. */
export function refusedTraitOf({ address = '' }: Facts): string {
  return `refused ${networkOf(address)}`;
}

/** Such as `192.0.2.0` or `2001:db8:1::`. A text that is no address is returned unchanged. */
export function networkOf(address: string): string {
  const parsed = parseAddress(address);
  if (!parsed.ok) return address;
  const { family, a, b, c, d } = parsed.value;
  const network =
    family === 4
      ? addressOf(4, a, b, c, (d & 0xffffff00) >>> 0)
      : addressOf(6, a, (b & 0xffff0000) >>> 0, 0, 0);
  return formatWords(network);
}
