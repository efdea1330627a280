import type { Client } from '@grpc/grpc-js';
import { type GatepostError, toGatepostError } from '../../errors/index.js';
import { fromStatus } from '../status.js';
import { type CallOptions, cancelOn, type StartCall } from './options.js';

/** A unary method of a generated service definition. */
export interface UnaryDefinition<Req, Res> {
  readonly path: string;
  readonly requestStream: false;
  readonly responseStream: false;
  readonly requestSerialize: (request: Req) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => Res;
}

export interface ClientParts {
  readonly client: Client;
  readonly start: StartCall;
  /** For messages. */
  readonly name: string;
}

/**
 * Calls a unary method. If the call is `repeatable` and ends in UNAVAILABLE, it is repeated once
 * within
 * the same deadline.
 * @throws GatepostError with the code of the status that the peer answered; UNAVAILABLE if the peer
 * could not be reached, DEADLINE_EXCEEDED after `options.deadlineMs`
 */
export async function callUnary<Req, Res>(
  parts: ClientParts,
  method: UnaryDefinition<Req, Res>,
  request: Req,
  options: CallOptions,
): Promise<Res> {
  const give = performance.now() + options.deadlineMs;
  try {
    return await once(parts, method, request, options);
  } catch (thrown) {
    const error = toGatepostError(thrown);
    const deadlineMs = give - performance.now();
    if (error.code !== 'UNAVAILABLE' || !options.repeatable || deadlineMs <= 0) throw error;
    // round_robin sends the next call to the next connected replica.
    return await once(parts, method, request, { ...options, deadlineMs });
  }
}

function once<Req, Res>(
  { client, start, name }: ClientParts,
  method: UnaryDefinition<Req, Res>,
  request: Req,
  options: CallOptions,
): Promise<Res> {
  const started = start(method.path, options);
  return new Promise((resolve, reject) => {
    const fail = (error: GatepostError) => {
      started.end(error);
      reject(error);
    };
    const call = client.makeUnaryRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      started.metadata,
      started.grpc,
      (failed, response) => {
        watch.forget();
        const reason = watch.reason();
        if (reason !== undefined) fail(reason);
        else if (failed !== null) fail(fromStatus(failed, name));
        else {
          started.end();
          resolve(response as Res);
        }
      },
    );
    const watch = cancelOn(started.signals, call);
  });
}
