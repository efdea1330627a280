import {
  type Server,
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { cancelled, type GatepostError, toGatepostError } from '../../errors/index.js';
import { parseTraceparent, withTrace } from '../../telemetry/index.js';
import { toStatus } from '../status.js';
import { LiveCall, type ServerParts } from './live-call.js';
import { reportEnd } from './report.js';
import { serveMessages } from './serve-messages.js';
import { serveConversation, serveServerStream } from './serve-stream.js';
import { serveUnary } from './serve-unary.js';
import type { Method, Service } from './service.js';
import { startWireCall } from './wire-call.js';

/** Serves every call of a server, and keeps track of the calls in flight. */
export interface Dispatcher {
  readonly interceptor: ServerInterceptor;
  register(server: Server): void;
  /**
   * Ends the streams that would not end by themselves. Requests already received are still
   * answered.
   */
  stopIntake(reason: GatepostError): void;
  /** Ends every call now. */
  abortAll(reason: GatepostError): void;
}

/**
 * Prepares the dispatch of all methods of `services`.
 * @throws TypeError if two services define the same method
 */
export function createDispatcher(parts: ServerParts, services: readonly Service[]): Dispatcher {
  const methods = new Map<string, Method>();
  for (const method of services.flatMap((service) => service.methods)) {
    if (methods.has(method.rpc)) throw new TypeError(`${method.rpc} is defined twice`);
    methods.set(method.rpc, method);
  }
  const live = new Set<LiveCall>();
  let closing: GatepostError | undefined;

  const begin = (method: Method, call: ServerInterceptingCallInterface) => {
    let served: LiveCall | undefined;
    startWireCall(call, {
      onRefused(reason) {
        served?.abort(reason);
        // Before grpc-js ends the call with its own message.
        served?.wire.end(toStatus(reason));
      },
      onGone: () => served?.abort(cancelled()),
      onFailed: (error) => parts.log.error('a call could not begin', { rpc: method.rpc, error }),
      begin(wire) {
        const [header] = wire.metadata.get('traceparent');
        const parent = header === undefined ? undefined : parseTraceparent(header.toString());
        const span = parts.tracing.begin('server', method.rpc, parent);
        served = new LiveCall(parts, { method, wire, span });
        live.add(served);
        if (closing !== undefined) stopIntakeOf(served, closing);
        const over = () => live.delete(served as LiveCall);
        withTrace(span.trace, () => serveToTheEnd(served as LiveCall))
          .catch((error) =>
            parts.log.error('a call did not end properly', { rpc: method.rpc, error }),
          )
          .finally(over);
      },
    });
  };

  return {
    // Takes each call over before grpc-js looks up a handler for its path, so that no handler can
    // bypass the chain.
    interceptor: ({ path }, call) => {
      const method = methods.get(path.slice(1));
      if (method === undefined) throw new TypeError(`${path} was registered beside the dispatcher`);
      return new TakenOverCall(call, () => begin(method, call));
    },
    register(server) {
      const raw = (bytes: Buffer) => bytes;
      for (const { definition } of methods.values()) {
        server.register(definition.path, unreachable, raw, raw, 'bidi');
      }
    },
    stopIntake(reason) {
      closing = reason;
      for (const call of live) stopIntakeOf(call, reason);
    },
    abortAll(reason) {
      for (const call of live) call.abort(reason);
    },
  };
}

class TakenOverCall extends ServerInterceptingCall {
  readonly #begin: () => void;

  constructor(call: ServerInterceptingCallInterface, begin: () => void) {
    super(call);
    this.#begin = begin;
  }

  override start(): void {
    this.#begin();
  }
}

function unreachable(): never {
  throw new TypeError('every call is taken over by the dispatcher');
}

function stopIntakeOf(call: LiveCall, reason: GatepostError): void {
  const { kind } = call.method.handler;
  if (kind === 'messages') call.intake.abort(reason);
  if (kind === 'server-stream') call.abort(reason);
}

/** Never throws, and always ends the call with a status. */
async function serveToTheEnd(call: LiveCall): Promise<void> {
  let error: GatepostError | undefined;
  try {
    call.open();
    await call.takeTicket();
    await serve(call);
  } catch (thrown) {
    error = toGatepostError(thrown);
  }
  call.end(error && toStatus(error));
  const { arrived, span } = call;
  reportEnd(call, { arrived, span, ...(error && { error }) });
}

function serve(call: LiveCall): Promise<void> {
  const { handler } = call.method;
  switch (handler.kind) {
    case 'unary':
      return serveUnary(call, handler.handle);
    case 'server-stream':
      return serveServerStream(call, handler.handle);
    case 'messages':
      return serveMessages(call, handler.handle);
    case 'conversation':
      return serveConversation(call, handler.handle);
    default:
      return handler satisfies never;
  }
}
