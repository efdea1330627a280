import { type Address, type AddressWords, addressOf } from './address.js';
import { parseCidr } from './cidr.js';
import { accept, type Parsed, refuse } from './parsed.js';

/** A prefix under which a translator represents IPv4 addresses: RFC 6052 section 2.2. */
export interface Nat64Prefix {
  readonly text: string;
  readonly length: number;
  readonly low: AddressWords;
}

const LENGTHS: readonly number[] = [32, 40, 48, 56, 64, 96];

/** Reads an RFC 6052 prefix, such as `2001:db8:64::/96`: IPv6, of 32, 40, 48, 56, 64 or 96 bits. */
export function parseNat64Prefix(text: string): Parsed<Nat64Prefix> {
  const range = parseCidr(text);
  if (!range.ok) return range;
  const { family, prefix, low } = range.value;
  if (family !== 6) return refuse('a NAT64 prefix is one of IPv6');
  if (!LENGTHS.includes(prefix)) {
    return refuse(`a NAT64 prefix has ${LENGTHS.join(', ')} bits (RFC 6052 section 2.2)`);
  }
  return accept({ text: range.value.text, length: prefix, low });
}

/**
 * The IPv4 address that `address` carries under one of the prefixes; else `address` itself. Bits 64
 * to 71 are skipped, and what follows the IPv4 address is ignored, as section 2.2 says. The
 * well-known prefix is not configurable: see `parseAddress`.
 */
export function carriedIpv4(address: Address, prefixes: readonly Nat64Prefix[]): Address {
  if (address.family === 4) return address;
  const octets = octetsOf(address);
  for (const { length, low } of prefixes) {
    const prefix = octetsOf(low);
    if (!octets.subarray(0, length / 8).equals(prefix.subarray(0, length / 8))) continue;
    const carried = [...octets.subarray(length / 8)].filter((_, index) => index + length / 8 !== 8);
    return addressOf(4, 0, 0, 0, Buffer.from(carried).readUInt32BE(0));
  }
  return address;
}

/**
 * Whether the network of this address is shared by more than a household: a Teredo /64 holds all
 * clients of one server (RFC 4380 section 4), a 6to4 /48 everything behind one IPv4 address (RFC
 * 3056 section 2).
 */
export function isOfTransition({ family, a }: AddressWords): boolean {
  return family === 6 && (a === 0x20010000 || a >>> 16 === 0x2002);
}

function octetsOf({ a, b, c, d }: AddressWords): Buffer {
  const octets = Buffer.alloc(16);
  for (const [index, word] of [a, b, c, d].entries()) octets.writeUInt32BE(word, 4 * index);
  return octets;
}
