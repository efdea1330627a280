import type { CallOptions } from '../../../libs/grpc/index.js';
import type { Patience } from '../core/answers.js';

/** A question asked once: comparing a secret counts. */
export function askOnce(patience: Patience): CallOptions {
  return { deadlineMs: Math.max(1, patience.deadline - performance.now()), within: patience };
}

/** A question that another replica may be asked again. */
export function askAgain(patience: Patience): CallOptions {
  return { ...askOnce(patience), repeatable: true };
}
