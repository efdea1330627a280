import { parseAddress } from '../../../libs/names/address.js';

/** What the record is searched by. Absent: the event does not say, or not in a way to search for. */
export interface EventFacts {
  readonly id: string;
  readonly type: string;
  /** When it happened, in ms since the epoch. */
  readonly time: number;
  readonly domain?: string;
  readonly account?: string;
  readonly clientIp?: string;
  readonly service?: string;
  readonly decision?: string;
  readonly reason?: string;
  readonly rule?: string;
}

/** What one entry of an index can hold, with room for the rest of its key. */
const LONGEST = 1024;

/**
 * Reads from an event what the record is searched by. `ms` is the event's time, in milliseconds
 * since the epoch.
 */
export function readFacts(event: {
  id: string;
  type: string;
  ms: number;
  domain: unknown;
  data: Record<string, unknown>;
}): EventFacts {
  const { id, type, ms, data } = event;
  const account = word(data.account);
  const facts = {
    // An event of a domain without a document of its own does not name it.
    domain: word(event.domain) ?? domainOf(account) ?? word(data.domain),
    account,
    clientIp: addressIn(data.client_ip),
    service: word(data.service),
    decision: word(data.decision),
    reason: word(data.reason),
    rule: word(data.rule),
  };
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  return { id, type, time: ms, ...Object.fromEntries(known) };
}

function domainOf(account: string | undefined): string | undefined {
  const at = account?.lastIndexOf('@') ?? -1;
  return at < 0 ? undefined : account?.slice(at + 1);
}

/** Postgres keeps no NUL in a text, and an index no long one: neither can be searched for. */
function word(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST) return undefined;
  return value.includes('\0') || Buffer.byteLength(value) > LONGEST ? undefined : value;
}

function addressIn(value: unknown): string | undefined {
  const address = typeof value === 'string' ? parseAddress(value) : undefined;
  return address?.ok ? address.value.text : undefined;
}
