import { GatepostError, type Violation } from './gatepost-error.js';

/** INVALID_ARGUMENT for one field of the request. */
export function invalidArgument(field: string, description: string): GatepostError {
  return invalidArguments([{ field, description }]);
}

/** INVALID_ARGUMENT for everything wrong with the request, reported at once. */
export function invalidArguments(violations: readonly Violation[]): GatepostError {
  const message = violations.map((v) => `${v.field}: ${v.description}`).join('; ');
  return new GatepostError('INVALID_ARGUMENT', message || 'invalid request', { violations });
}

/** The named thing does not exist. */
export function notFound(message: string): GatepostError {
  return new GatepostError('NOT_FOUND', message);
}

/** The thing to be created exists already. */
export function alreadyExists(message: string): GatepostError {
  return new GatepostError('ALREADY_EXISTS', message);
}

/** The request is well-formed, but the state does not allow it; repeating it will not help. */
export function failedPrecondition(
  message: string,
  violations: readonly Violation[] = [],
): GatepostError {
  return new GatepostError('FAILED_PRECONDITION', message, { violations });
}

/** The same thing was changed concurrently; read it again, then repeat. */
export function aborted(message: string, cause?: unknown): GatepostError {
  return new GatepostError('ABORTED', message, { cause });
}

/** The caller is known and may not do this. */
export function permissionDenied(message: string): GatepostError {
  return new GatepostError('PERMISSION_DENIED', message);
}

/** The caller's certificate or ticket does not prove an identity. */
export function unauthenticated(message: string): GatepostError {
  return new GatepostError('UNAUTHENTICATED', message);
}

/** A limit of size, count or rate was reached. */
export function resourceExhausted(message: string): GatepostError {
  return new GatepostError('RESOURCE_EXHAUSTED', message);
}

/** Something needed could not be reached. Temporary; never an answer. */
export function unavailable(message: string, cause?: unknown): GatepostError {
  return new GatepostError('UNAVAILABLE', message, { cause });
}

/** The time allowed for the call has passed. Temporary; never an answer. */
export function deadlineExceeded(message = 'deadline exceeded', cause?: unknown): GatepostError {
  return new GatepostError('DEADLINE_EXCEEDED', message, { cause });
}

/** The caller went away. */
export function cancelled(message = 'cancelled'): GatepostError {
  return new GatepostError('CANCELLED', message);
}

/** This server does not offer what was asked. */
export function unimplemented(message: string): GatepostError {
  return new GatepostError('UNIMPLEMENTED', message);
}

/** A fault of our own. The message stays neutral; what happened goes in the cause. */
export function internal(cause?: unknown): GatepostError {
  return new GatepostError('INTERNAL', 'internal error', { cause });
}
