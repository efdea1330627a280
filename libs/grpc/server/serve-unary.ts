import { GatepostError, internal, unimplemented } from '../../errors/index.js';
import { encodeAnswer } from './encode.js';
import { isStreaming, type LiveCall } from './live-call.js';
import type { UnaryHandler } from './service.js';

/** Serves one request with one answer. */
export async function serveUnary(
  call: LiveCall,
  handle: UnaryHandler<unknown, unknown>,
): Promise<void> {
  const { method, scope } = call;
  const bytes = await readOnly(call);
  const { request, context, leave } = await call.admit(bytes);
  try {
    const answer = await scope.race(handle(request, context));
    // Not awaited: the status follows on the same connection, in order.
    call.wire.write(encodeAnswer(method, answer)).catch((error) => call.abort(internal(error)));
  } finally {
    leave();
  }
}

/** The only message of the call. */
export async function readOnly(call: LiveCall): Promise<Buffer> {
  // A unary call has a deadline anyway.
  const read = () =>
    isStreaming(call.method) ? call.readSoon() : call.scope.race(call.wire.read());
  const bytes = await read();
  if (bytes === null) throw new GatepostError('INVALID_ARGUMENT', 'the request is missing');
  const more = await read();
  if (more !== null) throw unimplemented('this method takes one request');
  return bytes;
}
