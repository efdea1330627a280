import { RecordServiceService } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import type { Peer } from '../../../libs/grpc/index.js';

const TIMEOUT_MS = 10_000;

/** Records events. Edge keeps no numbers, so the record assigns them. Safe to repeat. */
export function recordClient(audit: Peer) {
  return async (events: readonly Buffer[], signal: AbortSignal): Promise<void> => {
    const request = {
      source: '/gatepost/edge',
      events: events.map((event) => ({ sequence: 0n, event })),
    };
    const options = { deadlineMs: TIMEOUT_MS, signal, repeatable: true };
    await audit.unary(RecordServiceService.record, request, options);
  };
}
