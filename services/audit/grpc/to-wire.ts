import { invalidArgument } from '../../../libs/errors/index.js';
import type {
  LeavesResponse,
  RecordedEvent as WireEvent,
  Source as WireSource,
} from '../../../libs/gen/gatepost/audit/v1/audit.js';
import type { RecordedEvent, RecordedLeaves, SourceState } from '../ports.js';

/** A recorded event, in the form of the RPC's answer. */
export function eventToWire({ recordedAt, ...event }: RecordedEvent): WireEvent {
  return {
    index: BigInt(event.index),
    source: event.source,
    sequence: BigInt(event.sequence),
    event: event.event,
    salt: event.salt,
    recordedAt: new Date(recordedAt),
  };
}

/** A range of the record, in the form of the RPC's answer: events and their leaf hashes. */
export function leavesToWire({ events, hashes }: RecordedLeaves): LeavesResponse {
  return { events: events.map(eventToWire), leafHashes: [...hashes] };
}

/** What has arrived from one source, in the form of the RPC's answer. */
export function sourceToWire(source: SourceState): WireSource {
  return {
    source: source.source,
    contiguous: BigInt(source.contiguous),
    highest: BigInt(source.highest),
    lastRecordedAt: new Date(source.lastRecordedAt),
    missing: source.missing.map(({ first, last }) => {
      return { first: BigInt(first), last: BigInt(last) };
    }),
  };
}

/**
 * A count, size or index.
 * @throws GatepostError INVALID_ARGUMENT for numbers too large to be counted exactly
 */
export function countFromWire(field: string, value: bigint): number {
  const count = Number(value);
  if (Number.isSafeInteger(count)) return count;
  throw invalidArgument(field, 'larger than any record');
}
