import { parseAddress } from '../../../libs/names/address.js';
import { readFacts } from './facts.js';

/** An event and what the columns beside it say. */
export interface IndexedEvent {
  readonly index: number;
  readonly source: string;
  readonly id: string;
  /** Absent: erased. */
  readonly event: Buffer | undefined;
  /** As in `EventFacts`; null: the event does not say. */
  readonly stored: Readonly<Record<string, string | number | null>>;
}

const FACTS = ['domain', 'account', 'clientIp', 'service', 'decision', 'reason', 'rule'] as const;

/**
 * Whether an event would be found by something else than it says, or lies under another's id or
 * source. What was erased is found by nothing but its id.
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

/** Postgres writes some IPv6 addresses in another way than we do. */
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
