import { permissionDenied } from '../../../libs/errors/index.js';
import { RecordServiceService } from '../../../libs/gen/gatepost/audit/v1/audit.js';
import { defineService, NO_DOMAIN } from '../../../libs/grpc/index.js';
import { type RecordParts, record } from '../commands/record.js';

/** A relay sends at most 2 MiB and one event. The rest is the framing of 1000 events. */
const LARGEST_REQUEST = 2 * 1024 * 1024 + 65_536 + 1000 * 64;

/** gatepost.audit.v1.RecordService. A sender may only record under its own name. */
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
    // A service's events may belong to any domain or to none.
    domainOf: { record: () => NO_DOMAIN },
    maxRequestBytes: { record: LARGEST_REQUEST },
  });
}
