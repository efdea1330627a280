import { parseAddress } from '../../../libs/names/address.js';
import { readFacts } from './facts.js';

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
export function differs({ source, id, event, stored }: IndexedEvent): boolean {
  if (event === undefined) return Object.values(stored).some((value) => value !== null);
  const said = parse(event);
  if (said === undefined || said.id !== id || said.source !== source) return true;
  const ms = Date.parse(String(said.time));
  const data = said.data as Record<string, unknown>;
  const facts = readFacts({ id, type: String(said.type), ms, domain: said.domain, data });
  if (stored.time !== ms || stored.type !== facts.type) return true;
  return FACTS.some((fact) => (facts[fact] ?? null) !== canonical(fact, stored[fact] ?? null));
}

/** Postgres writes some IPv6 addresses differently from us. */
function canonical(fact: string, value: string | number | null) {
  const address = fact === 'clientIp' && value !== null ? parseAddress(`${value}`) : undefined;
  return address?.ok ? address.value.text : value;
}

function parse(event: Buffer): Record<string, unknown> | undefined {
  try {
    const said = JSON.parse(event.toString('utf8')) as Record<string, unknown>;
    return typeof said.data === 'object' && said.data !== null ? said : undefined;
  } catch {
    return undefined;
  }
}
