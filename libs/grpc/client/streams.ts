import type { EventEmitter } from 'node:events';
import type { ClientDuplexStream, ClientReadableStream, StatusObject } from '@grpc/grpc-js';
import { GatepostError, internal } from '../../errors/index.js';
import { fromStatus } from '../status.js';
import { cancelOn, type StartedCall, type StreamOptions } from './options.js';
import type { ClientParts } from './unary.js';

interface StreamDefinition<Req, Res> {
  readonly path: string;
  readonly requestSerialize: (request: Req) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => Res;
}

/** A server-streaming method of a generated service definition. */
export interface ServerStreamDefinition<Req, Res> extends StreamDefinition<Req, Res> {
  readonly requestStream: false;
  readonly responseStream: true;
}

/** A method of a generated service definition that streams both ways. */
export interface BidiDefinition<Req, Res> extends StreamDefinition<Req, Res> {
  readonly requestStream: true;
  readonly responseStream: true;
}

/**
 * Calls a server-streaming method and yields its messages. Leaving the loop early cancels the call.
 * @throws GatepostError with the code of the status that ended the stream; UNAVAILABLE if the peer
 * could not be reached
 */
export async function* callServerStream<Req, Res>(
  { client, start, name }: ClientParts,
  method: ServerStreamDefinition<Req, Res>,
  request: Req,
  options: StreamOptions,
): AsyncGenerator<Res> {
  const started = start(method.path, options);
  const call = client.makeServerStreamRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    request,
    started.metadata,
    started.grpc,
  );
  yield* answersOf(call, { started, name });
}

/**
 * Calls a method that streams both ways: sends `requests` at the pace of the connection and yields
 * the answers. Leaving the loop early cancels the call.
 * @throws GatepostError with the code of the status that ended the stream, or what `requests`
 *   threw
 */
export async function* callBidi<Req, Res>(
  { client, start, name }: ClientParts,
  method: BidiDefinition<Req, Res>,
  requests: AsyncIterable<Req>,
  options: StreamOptions,
): AsyncGenerator<Res> {
  const started = start(method.path, options);
  const call = client.makeBidiStreamRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize,
    started.metadata,
    started.grpc,
  );
  const sending = send(call, requests);
  yield* answersOf(call, { started, name, sending });
}

/**
 * Writes the requests at the pace of the connection. Resolves to the error that ended them, or to
 * undefined if they came to their end.
 */
async function send<Req, Res>(
  call: ClientDuplexStream<Req, Res>,
  requests: AsyncIterable<Req>,
): Promise<GatepostError | undefined> {
  try {
    for await (const request of requests) {
      if (call.destroyed || call.writableEnded) return undefined;
      if (!call.write(request)) await drained(call);
    }
    call.end();
    return undefined;
  } catch (error) {
    call.cancel();
    return error instanceof GatepostError ? error : internal(error);
  }
}

function drained(call: Pick<EventEmitter, 'on' | 'off'>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const event of EVENTS) call.off(event, done);
      resolve();
    };
    for (const event of EVENTS) call.on(event, done);
  });
}

const EVENTS = ['drain', 'close', 'error', 'end'] as const;

async function* answersOf<Res>(
  call: ClientReadableStream<Res>,
  parts: {
    started: StartedCall;
    name: string;
    sending?: Promise<GatepostError | undefined>;
  },
): AsyncGenerator<Res> {
  const { started, name, sending } = parts;
  // A stream that was left early still emits an error when it ends; nobody is interested in it.
  call.on('error', () => {});
  const watch = cancelOn(started.signals, call);
  let sendError: GatepostError | undefined;
  void sending?.then((error) => {
    sendError = error;
  });
  let error: GatepostError | undefined;
  try {
    yield* call;
  } catch (failed) {
    error = watch.reason() ?? sendError ?? fromStatus(failed as StatusObject & Error, name);
    throw error;
  } finally {
    watch.forget();
    started.end(error);
    // A caller that leaves the loop early wants no more answers.
    call.cancel();
  }
}
