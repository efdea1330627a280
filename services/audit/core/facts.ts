import { parseAddress } from '../../../libs/names/address.js';

/** The search fields of an event. A field is absent if the event does not have it, or not in a searchable form. */
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

/** The longest value of an index entry, which leaves room for the rest of its key. */
const LONGEST = 1024;

/** Reads the search fields of an event. `ms` is the event's time, in ms since the epoch. */
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
    // An event of a domain without a document of its own does not name the domain.
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

/** A searchable text. Postgres texts hold no NUL, and index entries are limited in length. */
function word(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST) return undefined;
  return value.includes('\0') || Buffer.byteLength(value) > LONGEST ? undefined : value;
}

function addressIn(value: unknown): string | undefined {
  const address = typeof value === 'string' ? parseAddress(value) : undefined;
  return address?.ok ? address.value.text : undefined;
}
