import { isIP } from 'node:net';
import { formatIpv6 } from './ipv6-text.js';
import { accept, type Parsed, refuse } from './parsed.js';

/**
 * An address as numbers, so that comparing does not allocate: four 32-bit words, the most
 * significant first. An IPv4 address is in `d`, and the other words are 0. A mapped or translated
 * IPv6 address never exists in this form.
 */
export interface AddressWords {
  readonly family: 4 | 6;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

export interface Address extends AddressWords {
  /** Dotted decimal, or RFC 5952. */
  readonly text: string;
}

/** The longest text of an address; anything longer is refused unread. */
const MAX_INPUT = 45;

/**
 * Reads one address in strict textual form. `::ffff:a.b.c.d` and `64:ff9b::a.b.c.d` become the IPv4
 * address they carry.
 *
 * `net.isIP` decides what an address is; only then are the words read here. ipaddr.js would also
 * accept `127.1`, octal and hex, and would read `::1.2.3.4` as mapped.
 */
export function parseAddress(text: string): Parsed<Address> {
  if (text === '') return refuse('the address is missing');
  if (text.length > MAX_INPUT || text.includes('%')) return refuse(NOT_AN_ADDRESS);
  switch (isIP(text)) {
    case 4:
      return accept({ family: 4, a: 0, b: 0, c: 0, d: readIpv4(text), text });
    case 6:
      return accept(readIpv6(text));
    default:
      return refuse(NOT_AN_ADDRESS);
  }
}

const NOT_AN_ADDRESS = 'not an IPv4 or IPv6 address in its full textual form';

/** The address with these words, in canonical form. */
export function addressOf(family: 4 | 6, a: number, b: number, c: number, d: number): Address {
  const words: AddressWords =
    family === 4 || isMapped(a, b, c) || isTranslated(a, b, c)
      ? { family: 4, a: 0, b: 0, c: 0, d }
      : { family: 6, a, b, c, d };
  return { ...words, text: formatWords(words) };
}

/** Formats the words as they are: the last address of `::/80` reads `::ffff:ffff:ffff`. */
export function formatWords(words: AddressWords): string {
  const { family, a, b, c, d } = words;
  return family === 4 ? formatIpv4(d) : formatIpv6(a, b, c, d);
}

/** ::ffff:0:0/96, RFC 4291 section 2.5.5.2 */
export function isMapped(a: number, b: number, c: number): boolean {
  return a === 0 && b === 0 && c === 0xffff;
}

/** 64:ff9b::/96, the form in which NAT64 shows an IPv4 address: RFC 6052 section 2.1 */
export function isTranslated(a: number, b: number, c: number): boolean {
  return a === 0x64ff9b && b === 0 && c === 0;
}

/** For `sort`: negative, 0 or positive; IPv4 sorts before IPv6. */
export function compareAddresses(x: AddressWords, y: AddressWords): number {
  return x.family - y.family || x.a - y.a || x.b - y.b || x.c - y.c || x.d - y.d;
}

function formatIpv4(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
}

function readIpv4(text: string): number {
  let word = 0;
  for (const part of text.split('.')) word = word * 256 + Number(part);
  return word;
}

const COLON = 58;

/** Only for text that `net.isIP` accepted as version 6, without a zone. */
function readIpv6(text: string): Address {
  const groups: number[] = [];
  let gap = -1;
  let at = 0;
  while (at < text.length) {
    if (text.charCodeAt(at) === COLON) {
      const isGap = text.charCodeAt(at + 1) === COLON;
      if (isGap) gap = groups.length;
      at += isGap ? 2 : 1;
      continue;
    }
    const next = text.indexOf(':', at);
    const end = next < 0 ? text.length : next;
    const part = text.slice(at, end);
    if (part.includes('.')) {
      const word = readIpv4(part);
      groups.push(word >>> 16, word & 0xffff);
    } else {
      groups.push(Number.parseInt(part, 16));
    }
    at = end;
  }
  if (gap >= 0) groups.splice(gap, 0, ...ZEROS.slice(groups.length));
  const [a, b, c, d, e, f, g, h] = groups as Eight;
  return addressOf(6, a * 0x10000 + b, c * 0x10000 + d, e * 0x10000 + f, g * 0x10000 + h);
}

type Eight = [number, number, number, number, number, number, number, number];
const ZEROS: readonly number[] = [0, 0, 0, 0, 0, 0, 0, 0];
