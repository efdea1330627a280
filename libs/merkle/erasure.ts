import { parseRanges } from './index-ranges.js';
import type { LeafRange } from './ranges.js';

/** The type of the event that reports erased payloads; `data.indexes` lists their leaves. */
export const ERASURE_TYPE = 'gatepost.audit.erased.v1';
const SOURCE = '/gatepost/audit';
const MARK = Buffer.from(`"type":"${ERASURE_TYPE}"`);

/**
 * The leaves that an event reports as erased; undefined if it is not an erasure event. Only events
 * of the audit service itself count; the record takes its events from nobody else.
 */
export function erasedBy(event: Uint8Array): LeafRange[] | undefined {
  const octets = Buffer.from(event.buffer, event.byteOffset, event.byteLength);
  if (!octets.includes(MARK)) return undefined;
  const { source, type, data } = readObject(octets);
  if (source !== SOURCE || type !== ERASURE_TYPE) return undefined;
  const indexes = (data as { indexes?: unknown } | undefined)?.indexes;
  return typeof indexes === 'string' ? parseRanges(indexes) : undefined;
}

function readObject(octets: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(octets.toString()) ?? {};
  } catch {
    return {};
  }
}
