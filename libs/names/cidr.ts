import {
  type Address,
  type AddressWords,
  compareAddresses,
  formatWords,
  parseAddress,
} from './address.js';
import { accept, type Parsed, refuse } from './parsed.js';

/** A range of addresses with a common prefix; `low` and `high` are the first and the last. */
export interface Cidr {
  /** Canonical, such as `2001:db8::/32`. */
  readonly text: string;
  readonly family: 4 | 6;
  readonly prefix: number;
  readonly low: AddressWords;
  readonly high: AddressWords;
}

/**
 * Reads `address/prefix`. These are refused, never repaired: host bits, a prefix out of range, a
 * mapped or translated address (no connection has one), and an address without a prefix.
 */
export function parseCidr(text: string): Parsed<Cidr> {
  const slash = text.indexOf('/');
  if (slash < 0) return refuse(withoutPrefix(text));
  const address = parseAddress(text.slice(0, slash));
  if (!address.ok) return refuse(`${JSON.stringify(text.slice(0, slash))} is ${address.reason}`);
  if (address.value.family === 4 && text.includes(':')) {
    return refuse(`a mapped or translated range: write it as IPv4, from ${address.value.text}`);
  }
  const digits = text.slice(slash + 1);
  const { family } = address.value;
  const bits = family === 4 ? 32 : 128;
  if (!/^(?:0|[1-9][0-9]{0,2})$/.test(digits) || Number(digits) > bits) {
    return refuse(`the prefix length is not a number from 0 to ${bits}`);
  }
  const prefix = Number(digits);
  const low = firstOf(address.value, prefix);
  const canonical = `${formatWords(low)}/${prefix}`;
  if (compareAddresses(low, address.value) !== 0) {
    return refuse(`it has host bits set: the range is ${canonical}`);
  }
  return accept({
    text: canonical,
    family,
    prefix,
    low,
    high: lastOf(address.value, prefix),
  });
}

/**
 * The range that an address lies in, as canonical text: `/32` for IPv4, `/ipv6Prefix` for IPv6.
 *
 * Two addresses share a trusted range exactly if these texts are equal.
 */
export function prefixText(address: Address, ipv6Prefix: number): string {
  if (address.family === 4) return `${address.text}/32`;
  return `${formatWords(firstOf(address, ipv6Prefix))}/${ipv6Prefix}`;
}

function withoutPrefix(text: string): string {
  const address = parseAddress(text);
  if (!address.ok) return 'not a range such as 192.0.2.0/24 or 2001:db8::/32';
  const bits = address.value.family === 4 ? 32 : 128;
  return `a range needs a prefix length: ${address.value.text}/${bits} for one address`;
}

function firstOf(address: AddressWords, prefix: number): AddressWords {
  return masked(address, prefix, (word, mask) => (word & mask) >>> 0);
}

function lastOf(address: AddressWords, prefix: number): AddressWords {
  return masked(address, prefix, (word, mask) => (word | ~mask) >>> 0);
}

/**
 * The words stay as they are: the last address of `::/80` lies in the mapped range and must not be
 * converted.
 */
function masked(
  address: AddressWords,
  prefix: number,
  apply: (word: number, mask: number) => number,
): AddressWords {
  const { family, a, b, c, d } = address;
  if (family === 4) return { family, a, b, c, d: apply(d, maskOf(prefix)) };
  return {
    family,
    a: apply(a, maskOf(prefix)),
    b: apply(b, maskOf(prefix - 32)),
    c: apply(c, maskOf(prefix - 64)),
    d: apply(d, maskOf(prefix - 96)),
  };
}

/** JavaScript shifts by the count modulo 32, so 0 and 32 are handled apart. */
function maskOf(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? 0xffffffff : ~(0xffffffff >>> bits) >>> 0;
}
