import { GatepostError } from '../../../../libs/errors/index.js';

const CODES: ReadonlySet<string> = new Set(['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'UNIMPLEMENTED']);

/** Whether a service gave no answer at all, as opposed to refusing the request. */
export function cannotBeAsked(error: unknown): boolean {
  return error instanceof GatepostError && CODES.has(error.code);
}
