import type { Service } from '../../names/services.js';
import { numberOf } from './judge-address.js';

/** Few names, so that they coincide; services of both kinds. */
export const SERVICES_USED: readonly Service[] = ['Imap', 'WebUI', 'EAS', 'SOAP'];
export const ACCOUNTS = ['luca@a.tld', 'anna@a.tld', 'eve@a.tld', 'zoe@a.tld'] as const;
/** The last two are decided under `*`; the second last looks like a member of a subdomain. */
export const LOGIN_ACCOUNTS = [...ACCOUNTS, 'Luca@A.TLD', 'luca@sub.a.tld', 'carl@c.tld'] as const;

/** Ranges that touch, nest, overlap, and lie around the IPv4-mapped addresses. */
export const RANGES = [
  '10.0.0.0/30',
  '10.0.0.0/29',
  '10.0.0.4/30',
  '10.0.0.3/32',
  '10.0.0.0/8',
  '0.0.0.0/0',
  '128.0.0.0/1',
  '255.255.255.255/32',
  '2001:db8::/127',
  '2001:db8::2/128',
  '2001:db8::/32',
  '2001:db8:0:1::/64',
  '::/0',
  '::/80',
  '::1/128',
  '::fffe:0:0/96',
  '::1:0:0:0/96',
  '8000::/1',
] as const;

const V4_END = 1n << 32n;
const V6_END = 1n << 128n;

/** The first and last address of each range, their neighbours, and the ends of all addresses. */
export const ADDRESSES: readonly string[] = [
  ...new Set(['0.0.0.0', '::', ...RANGES.flatMap(edgesOf)]),
];

/** The ends of a CIDR range and their neighbours, without mapped IPv4 addresses. */
export function edgesOf(range: string): string[] {
  const [base, prefix] = range.split('/') as [string, string];
  const [family, low] = numberOf(base);
  const size = 1n << BigInt((family === 4 ? 32 : 128) - Number(prefix));
  const end = family === 4 ? V4_END : V6_END;
  return [low - 1n, low, low + size - 1n, low + size]
    .filter((value) => value >= 0n && value < end)
    .filter((value) => family === 4 || value >> 32n !== 0xffffn)
    .map((value) => (family === 4 ? dotted(value) : groups(value)));
}

/** The same address in other spellings, for IPv4 including the mapped form. */
export function spellingsOf(address: string): string[] {
  const [family, value] = numberOf(address);
  if (family === 6) {
    const short = new URL(`http://[${address}]`).hostname.slice(1, -1);
    return [address, address.toUpperCase(), short];
  }
  const hex = groups((0xffffn << 32n) + value);
  return [address, `::ffff:${address}`, hex, hex.toUpperCase(), `0:0:0:0:0:FFFF:${address}`];
}

function dotted(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
}

function groups(value: bigint): string {
  const hex = value.toString(16).padStart(32, '0');
  return (hex.match(/.{4}/g) ?? []).join(':');
}
