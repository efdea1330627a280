import type { Sink } from '../events/index.js';
import { RecordServiceService } from '../gen/gatepost/audit/v1/audit.js';
import type { Peer } from '../grpc/index.js';

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * The record as a sink. The audit service acknowledges events once they are on its disk, and stores
 * an event that arrives twice only once.
 */
export function recordSink(parts: { readonly audit: Peer; readonly source: string }): Sink {
  const { audit, source } = parts;
  return {
    name: 'record',
    // The most that the audit service takes in one request.
    maxEvents: 1000,
    maxBytes: MOST_BYTES,
    async deliver(batch, signal) {
      const events = batch.map(({ sequence, bytes }) => ({
        sequence: BigInt(sequence),
        event: bytes,
      }));
      const { acknowledged } = await audit.unary(
        RecordServiceService.record,
        { source, events },
        { deadlineMs: TIMEOUT_MS, signal, repeatable: true },
      );
      const last = batch.at(-1)?.sequence ?? 0;
      if (acknowledged < BigInt(last)) {
        throw new Error(`the record has ${source} up to ${acknowledged}, not up to ${last}`);
      }
    },
  };
}
