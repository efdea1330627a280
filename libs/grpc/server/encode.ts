import type { Method } from './service.js';

/** An answer as it goes out. What the generated code cannot encode is a fault of the handler. */
export function encodeAnswer({ definition }: Method, answer: unknown): Buffer {
  if (typeof answer !== 'object' || answer === null)
    throw new TypeError('a handler gave no answer');
  return definition.responseSerialize(answer);
}
