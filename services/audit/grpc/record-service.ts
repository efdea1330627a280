import { permissionDenied } from '../../../libs/errors/index.js';
import { RecordServiceService } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { defineService, NO_DOMAIN } from '../../../libs/grpc/index.js';
import { type RecordParts, record } from '../commands/record.js';

/** Relays send 2 MiB and one event at most; the rest is what is around 1000 events. */
const LARGEST_REQUEST = 2 * 1024 * 1024 + 65_536 + 1000 * 64;

/** gatepost.audit.v1.RecordService. A sender may record under its own name only. */
export function recordService(parts: RecordParts) {
  return defineService(RecordServiceService, {
    handlers: {
      record: async (request, { caller }) => {
        if (caller.role !== 'service' || request.source !== `/gatepost/${caller.name}`) {
          throw permissionDenied(`${caller.uri} is not ${JSON.stringify(request.source)}`);
        }
        return { acknowledged: BigInt(await record(parts, request)) };
      },
    },
    // A service's events may be of any domain, and of none.
    domainOf: { record: () => NO_DOMAIN },
    maxRequestBytes: { record: LARGEST_REQUEST },
  });
}
