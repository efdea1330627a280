import { GatepostError } from '../errors/index.js';

/**
 * PERMISSION_DENIED, in the same words whatever was wrong, so that the caller learns nothing that
 * would help to forge a ticket. `why` becomes the cause, which only the log shows.
 */
export function refuseTicket(why: string, cause?: unknown): GatepostError {
  const reason = new Error(`ticket refused: ${why}`, cause === undefined ? {} : { cause });
  return new GatepostError('PERMISSION_DENIED', 'the ticket is not valid for this', {
    cause: reason,
  });
}
