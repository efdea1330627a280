import { toGatepostError } from '../../errors/index.js';
import { withTrace } from '../../telemetry/index.js';
import { decodeRequest } from './chain.js';
import { encodeAnswer } from './encode.js';
import { type LiveCall, withinOwnTime } from './live-call.js';
import { reportEnd } from './report.js';
import { Scope } from './scope.js';
import type { MessagesHandler } from './service.js';

/**
 * Serves a stream of independent requests, as many at once as the server allows. At that limit, the
 * next request is read once an answer was written to the connection.
 */
export async function serveMessages(
  call: LiveCall,
  handle: MessagesHandler<unknown, unknown>,
): Promise<void> {
  const { scope, intake, wire } = call;
  const running = new Set<Promise<void>>();
  try {
    for (;;) {
      while (running.size >= call.parts.limits.messagesPerStream) {
        await scope.race(Promise.race(running));
      }
      const bytes = await intake.race(wire.read());
      if (bytes === null) break;
      const work = serveMessage(call, handle, bytes).catch((error) =>
        scope.abort(toGatepostError(error)),
      );
      const tracked = work.finally(() => {
        running.delete(tracked);
        call.release(bytes);
      });
      running.add(tracked);
    }
  } catch (error) {
    if (scope.reason !== undefined) throw scope.reason;
    // Only the intake has ended: requests already taken are still answered.
    await scope.race(Promise.all(running));
    throw error;
  }
  await scope.race(Promise.all(running));
}

async function serveMessage(
  call: LiveCall,
  handle: MessagesHandler<unknown, unknown>,
  bytes: Buffer,
): Promise<void> {
  const { method, wire } = call;
  const arrived = performance.now();
  // A message that cannot be decoded names no request to answer, so it ends the stream.
  const asked = decodeRequest(method, bytes);
  const scope = new Scope({
    deadline: arrived + timeFor(call, handle.timeoutOf?.(asked)),
    within: call.scope,
  });
  // A stream may last for days, so each of its messages gets a trace of its own.
  const span = call.parts.tracing.begin('server', method.rpc, undefined);
  const { trace } = span;
  let answer: Buffer;
  try {
    const { request, context, leave } = await call.admit(bytes, { request: asked, scope, trace });
    try {
      const answering = withTrace(trace, () => handle.message(request, context));
      answer = encodeAnswer(method, await scope.race(answering));
    } finally {
      leave();
    }
    reportEnd(call, { arrived, span });
  } catch (thrown) {
    if (call.scope.reason !== undefined) {
      span.end(call.scope.reason.code);
      throw call.scope.reason;
    }
    const error = toGatepostError(thrown);
    reportEnd(call, { arrived, span, error });
    answer = encodeAnswer(method, handle.onError(asked, error));
  } finally {
    scope.close();
  }
  await call.scope.race(wire.write(answer));
}

function timeFor(call: LiveCall, wanted: number | undefined): number {
  const { deadlines } = call.parts;
  return withinOwnTime(Math.min(wanted || deadlines.default, deadlines.max));
}
