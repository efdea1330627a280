import { internal, toGatepostError } from '../../errors/index.js';
import { encodeAnswer } from './encode.js';
import type { LiveCall } from './live-call.js';
import { readOnly } from './serve-unary.js';
import type { ConversationHandler, ServerStreamHandler } from './service.js';

/** Serves one request with many answers. */
export async function serveServerStream(
  call: LiveCall,
  handle: ServerStreamHandler<unknown, unknown>,
): Promise<void> {
  const { request, context } = await call.admit(await readOnly(call));
  await sendAll(call, () => handle(request, context));
}

/**
 * Serves a conversation. The first request is admitted before the handler begins, so that there is
 * a caller; each further request when the handler asks for it. A request that is refused ends the
 * call, whatever the handler does with the error.
 */
export async function serveConversation(
  call: LiveCall,
  handle: ConversationHandler<unknown, unknown>,
): Promise<void> {
  const { scope } = call;
  const first = await call.readSoon();
  if (first === null) return;
  const admitted = await call.admit(first);
  async function* requests(): AsyncGenerator<unknown> {
    yield admitted.request;
    call.release(first as Buffer);
    for (;;) {
      const bytes = await call.readSoon();
      if (bytes === null) return;
      try {
        yield (await call.admit(bytes)).request;
        // The handler asks for the next request, so the octets of this one no longer count.
        call.release(bytes);
      } catch (error) {
        scope.abort(toGatepostError(error));
        throw error;
      }
    }
  }
  await sendAll(call, () => handle.converse(requests(), admitted.context));
}

/** Sends what a handler yields. It asks for the next answer once the connection took the last. */
async function sendAll(call: LiveCall, start: () => AsyncIterable<unknown>): Promise<void> {
  const { method, scope, wire } = call;
  const answers = start()[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await scope.race(answers.next());
      if (scope.reason !== undefined) throw scope.reason;
      if (next.done) return;
      await scope.race(wire.write(encodeAnswer(method, next.value)));
    }
  } catch (error) {
    // Not awaited: a generator that hangs in an await would never return.
    Promise.resolve(answers.return?.()).catch((cause) => {
      call.parts.log.warn('a stream did not end properly', {
        rpc: method.rpc,
        error: internal(cause),
      });
    });
    throw error;
  }
}
