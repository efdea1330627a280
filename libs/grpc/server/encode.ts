import type { Method } from './service.js';

/** Encodes an answer. If the generated code cannot encode it, the handler is at fault. */
export function encodeAnswer({ definition }: Method, answer: unknown): Buffer {
  if (typeof answer !== 'object' || answer === null)
    throw new TypeError('a handler gave no answer');
  return definition.responseSerialize(answer);
}
