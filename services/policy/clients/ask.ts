import type { CallOptions } from '../../../libs/grpc/index.js';
import type { CallScope } from '../core/answers.js';

/** Options of a call that must be sent only once, because comparing a secret counts as an attempt. */
export function askOnce(call: CallScope): CallOptions {
  return { deadlineMs: Math.max(1, call.deadline - performance.now()), within: call };
}

/** Options of a call that may be repeated at another replica. */
export function askAgain(call: CallScope): CallOptions {
  return { ...askOnce(call), repeatable: true };
}
