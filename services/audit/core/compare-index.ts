import { parseAddress } from '../../../libs/names/address.js';
import { type EventFacts, readFacts } from './facts.js';

/** An event and its search columns. */
export interface IndexedEvent {
  readonly index: number;
  readonly source: string;
  readonly id: string;
  /** Undefined if it was erased. */
  readonly event: Buffer | undefined;
  /** Named as in `EventFacts`; null if the event does not have it. */
  readonly stored: Readonly<Record<string, string | number | null>>;
}

const FACTS = ['domain', 'account', 'clientIp', 'service', 'decision', 'reason', 'rule'] as const;

/**
 * Whether an event's search columns differ from its content, or it is stored under another id or source. An erased
 * event may only be found by its id.
 */
export function isMisindexed({ source, id, event, stored }: IndexedEvent): boolean {
  if (event === undefined) return Object.values(stored).some((value) => value !== null);
  const parsed = parse(event);
  if (parsed === undefined || parsed.id !== id || parsed.source !== source) return true;
  const facts = factsOf(parsed);
  if (stored.time !== facts.time || stored.type !== facts.type) return true;
  return FACTS.some((fact) => (facts[fact] ?? null) !== canonical(fact, stored[fact] ?? null));
}

/** The search fields of a recorded event. Undefined if it is none. */
export function factsIn(event: Buffer): EventFacts | undefined {
  const parsed = parse(event);
  return parsed && factsOf(parsed);
}

function factsOf({ id, type, time, domain, data }: ParsedEvent): EventFacts {
  return readFacts({ id: `${id}`, type: `${type}`, ms: Date.parse(`${time}`), domain, data });
}

type ParsedEvent = Record<string, unknown> & { readonly data: Record<string, unknown> };

/** Postgres writes some IPv6 addresses differently from us. */
function canonical(fact: string, value: string | number | null) {
  const address = fact === 'clientIp' && value !== null ? parseAddress(`${value}`) : undefined;
  return address?.ok ? address.value.text : value;
}

function parse(event: Buffer): ParsedEvent | undefined {
  try {
    const parsed = JSON.parse(event.toString('utf8')) as Record<string, unknown>;
    return typeof parsed.data === 'object' && parsed.data !== null
      ? (parsed as ParsedEvent)
      : undefined;
  } catch {
    return undefined;
  }
}
