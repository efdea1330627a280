import type { CallOptions } from '../../../libs/grpc/index.js';
import type { Administrator } from '../core/administrator.js';

export interface Deadline {
  readonly deadlineMs: number;
}

/** A read in the administrator's name. */
export function reads({ ticket }: Administrator, { deadlineMs }: Deadline): CallOptions {
  return { deadlineMs, ticket, repeatable: true };
}

/** A change in the administrator's name. */
export function changes(
  { ticket }: Pick<Administrator, 'ticket'>,
  { deadlineMs }: Deadline,
): CallOptions {
  return { deadlineMs, ticket };
}

/** For the record; who it is, the ticket says. */
export function because(comment: string): { onBehalfOf: string; comment: string } {
  return { onBehalfOf: '', comment };
}
