import type { CallOptions } from '../../../libs/grpc/index.js';
import type { CallScope } from '../core/answers.js';

/** A question asked once: comparing a secret counts. */
export function askOnce(call: CallScope): CallOptions {
  return { deadlineMs: Math.max(1, call.deadline - performance.now()), within: call };
}

/** A question that another replica may be asked again. */
export function askAgain(call: CallScope): CallOptions {
  return { ...askOnce(call), repeatable: true };
}
