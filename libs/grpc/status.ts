import { Metadata, type StatusObject, status } from '@grpc/grpc-js';
import { ERROR_CODES, type ErrorCode, GatepostError, type Violation } from '../errors/index.js';
import { BadRequest } from '../gen/google/rpc/error_details.js';
import { Status } from '../gen/google/rpc/status.js';

const DETAILS = 'grpc-status-details-bin';
const BAD_REQUEST = 'type.googleapis.com/google.rpc.BadRequest';

// Many gRPC implementations refuse more than 8 KiB of headers in total.
const MAX_MESSAGE = 512;
const MAX_VIOLATIONS_SIZE = 4096;

/**
 * The status for a GatepostError. Violations travel as google.rpc.BadRequest in google.rpc.Status
 * under `grpc-status-details-bin`; those that do not fit are only counted. The cause is not sent.
 */
export function toStatus(error: GatepostError): StatusObject {
  const code = status[error.code];
  const message = printable(error.message, MAX_MESSAGE);
  const details = error.violations.length === 0 ? [] : [badRequest(error.violations)];
  const metadata = new Metadata();
  const bytes = Status.encode({ code, message, details }).finish();
  metadata.set(DETAILS, Buffer.from(bytes));
  return { code, details: message, metadata };
}

/**
 * The GatepostError for the status that ended one of our calls. The peer's own error, which always
 * has details, is kept. A failure in transport becomes UNAVAILABLE with a neutral message and the
 * original as its cause.
 */
export function fromStatus(failed: StatusObject & Partial<Error>, peer: string): GatepostError {
  const said = detailsOf(failed);
  if (said !== null) {
    const code = codeOf(said.code);
    return new GatepostError(code, said.message, { violations: violationsOf(said), cause: failed });
  }
  const make = (code: ErrorCode, message: string) =>
    new GatepostError(code, message, { cause: failed });
  switch (failed.code) {
    case status.DEADLINE_EXCEEDED:
      return make('DEADLINE_EXCEEDED', `${peer} did not answer in time`);
    case status.UNIMPLEMENTED:
      return make('UNIMPLEMENTED', `${peer} does not offer this`);
    case status.RESOURCE_EXHAUSTED:
      return make('RESOURCE_EXHAUSTED', `a message to or from ${peer} was too large`);
    default:
      return make('UNAVAILABLE', `${peer} cannot be reached`);
  }
}

function badRequest(violations: readonly Violation[]) {
  const fieldViolations: Violation[] = [];
  let room = MAX_VIOLATIONS_SIZE;
  for (const { field, description } of violations) {
    const cut = { field: printable(field, 200), description: printable(description, 500) };
    room -= Buffer.byteLength(cut.field) + Buffer.byteLength(cut.description) + 8;
    if (room < 0) break;
    fieldViolations.push(cut);
  }
  const left = violations.length - fieldViolations.length;
  if (left > 0) fieldViolations.push({ field: '', description: `and ${left} more` });
  return {
    typeUrl: BAD_REQUEST,
    value: Buffer.from(BadRequest.encode({ fieldViolations }).finish()),
  };
}

function detailsOf(failed: StatusObject): Status | null {
  const [bytes] = failed.metadata?.get(DETAILS) ?? [];
  if (!Buffer.isBuffer(bytes)) return null;
  try {
    const said = Status.decode(bytes);
    return said.code === failed.code ? said : null;
  } catch {
    return null;
  }
}

function violationsOf(said: Status): Violation[] {
  const any = said.details.find((detail) => detail.typeUrl === BAD_REQUEST);
  if (any === undefined) return [];
  try {
    return BadRequest.decode(any.value).fieldViolations.map(({ field, description }) => ({
      field,
      description,
    }));
  } catch {
    return [];
  }
}

function codeOf(code: number): ErrorCode {
  const name = status[code];
  return ERROR_CODES.find((known) => known === name) ?? 'INTERNAL';
}

/** Without line breaks and lone surrogates, which a header cannot carry. */
function printable(text: string, max: number): string {
  const clean = text.replace(/\p{Cc}/gu, ' ').replace(/\p{Cs}/gu, '\uFFFD');
  const points = [...clean];
  return points.length > max ? `${points.slice(0, max - 1).join('')}…` : clean;
}
