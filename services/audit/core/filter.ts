import { parseAccount } from '../../../libs/names/account.js';
import { parseAddress } from '../../../libs/names/address.js';
import { parseCidr } from '../../../libs/names/cidr.js';
import { parseDomain } from '../../../libs/names/domain.js';
import { accept, type Parsed, refuse } from '../../../libs/names/parsed.js';

/** What to look for: all that is present must hold. */
export interface Filter {
  /** Canonical, as are domain and clientIp. */
  readonly account?: string;
  readonly domain?: string;
  /** A range in CIDR form; one address is a range of one. */
  readonly clientIp?: string;
  readonly service?: string;
  readonly decision?: string;
  readonly reason?: string;
  readonly rule?: string;
  /** In ms since the epoch: at or after, and before. */
  readonly since?: number;
  readonly until?: number;
  /** A type, or its beginning. */
  readonly type?: string;
  readonly eventId?: string;
}

/** What a caller wrote; empty and undefined: any. */
export interface FilterText {
  readonly account: string;
  readonly domain: string;
  readonly clientIp: string;
  readonly service: string;
  readonly decision: string;
  readonly reason: string;
  readonly rule: string;
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly type: string;
  readonly eventId: string;
}

const DECISIONS = ['ALLOW', 'CHALLENGE', 'DENY'];
const LONGEST = 1024;

type Reader = (text: string) => Parsed<string>;

/** The fields that are texts, with how each is read and its name on the wire. */
const READERS: Readonly<Record<string, readonly [wire: string, read: Reader]>> = {
  account: ['account', (text) => mapped(parseAccount(text), (account) => account.name)],
  domain: ['domain', parseDomain],
  clientIp: ['client_ip', parseRange],
  service: ['service', anyText],
  decision: [
    'decision',
    (text) => (DECISIONS.includes(text) ? accept(text) : refuse(`not one of ${DECISIONS}`)),
  ],
  reason: ['reason', anyText],
  rule: ['rule', anyText],
  type: ['type', anyText],
  eventId: ['event_id', anyText],
};

/** Something wrong with a filter: the field by its name on the wire. */
export interface FilterProblem {
  readonly field: string;
  readonly description: string;
}

/** Reads a filter into its canonical form, or tells everything that is wrong with it. */
export function parseFilter(
  text: FilterText,
): { ok: true; value: Filter } | { ok: false; problems: FilterProblem[] } {
  const value: Record<string, string | number> = {};
  const problems: FilterProblem[] = [];
  for (const [key, [field, read]] of Object.entries(READERS)) {
    const given = text[key as keyof FilterText] as string;
    if (given === '') continue;
    const parsed = read(given);
    if (parsed.ok) value[key] = parsed.value;
    else problems.push({ field, description: parsed.reason });
  }
  const { since, until } = text;
  if (since !== undefined) value.since = since;
  if (until !== undefined) value.until = until;
  if (since !== undefined && until !== undefined && since >= until) {
    problems.push({ field: 'until', description: 'not after since' });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value };
}

/** The domain whose events a filter is about; undefined: any. */
export function domainOf(filter: Filter): string | undefined {
  return filter.domain ?? filter.account?.slice(filter.account.lastIndexOf('@') + 1);
}

function parseRange(text: string): Parsed<string> {
  if (text.includes('/')) return mapped(parseCidr(text), (range) => range.text);
  return mapped(parseAddress(text), ({ text: address, family }) => {
    return `${address}/${family === 4 ? 32 : 128}`;
  });
}

function anyText(text: string): Parsed<string> {
  if (Buffer.byteLength(text) > LONGEST) return refuse(`longer than ${LONGEST} octets`);
  return text.includes('\0') ? refuse('holds NUL') : accept(text);
}

function mapped<A, B>(parsed: Parsed<A>, map: (value: A) => B): Parsed<B> {
  return parsed.ok ? accept(map(parsed.value)) : parsed;
}
