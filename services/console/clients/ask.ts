import { GatepostError } from '../../../libs/errors/index.js';
import type { CallOptions } from '../../../libs/grpc/index.js';
import type { Administrator } from '../core/administrator.js';

export interface Deadline {
  readonly deadlineMs: number;
}

/** Call options for a read in the administrator's name. */
export function reads({ ticket }: Administrator, { deadlineMs }: Deadline): CallOptions {
  return { deadlineMs, ticket, repeatable: true };
}

/** Call options for a change in the administrator's name. */
export function changes(
  { ticket }: Pick<Administrator, 'ticket'>,
  { deadlineMs }: Deadline,
): CallOptions {
  return { deadlineMs, ticket };
}

/** The actor of a change for the record. The ticket says who it is, so only the comment is given. */
export function because(comment: string): { onBehalfOf: string; comment: string } {
  return { onBehalfOf: '', comment };
}

/** Whether a service could not be asked just now: it does not answer, or is of an earlier version. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof GatepostError &&
    ['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'UNIMPLEMENTED'].includes(error.code)
  );
}
