import {
  type Metadata,
  type ServerInterceptingCallInterface,
  type StatusObject,
  status,
} from '@grpc/grpc-js';
import type { Identity } from '../../certificates/identity-uri.js';
import { type GatepostError, internal, toGatepostError } from '../../errors/index.js';
import { toStatus } from '../status.js';
import { identifyCaller } from './identify-caller.js';
import { type FrameDecoder, gateMessages } from './message-gate.js';

/** One call on the connection: bytes in, bytes out, and a status at the end. */
export interface WireCall {
  readonly metadata: Metadata;
  /**
   * When the client stops waiting, in ms of `performance.now()`; Infinity if it set no deadline.
   */
  readonly deadline: number;
  /** The identity of the caller. @throws GatepostError UNAUTHENTICATED */
  identify(): Identity;
  /**
   * Limits messages from the next `read` on. A message over `most` octets, or one for which `hold`
   * throws, ends the call with RESOURCE_EXHAUSTED.
   */
  bound(limits: { most: number; hold: (octets: number) => void }): void;
  /** The next message, or null after the last. Do not call it again before it has resolved. */
  read(): Promise<Buffer | null>;
  /** Resolves when the connection took the message. Never resolves once the client has gone. */
  write(message: Buffer): Promise<void>;
  /** Ends the call with OK, or with the given status. Later calls do nothing. */
  end(failed?: StatusObject): void;
}

/**
 * Starts `call` and passes it to `begin` when its headers have arrived. `onGone` is called if the
 * client goes away, or the transport refuses the call, before `end`. `onFailed` is called if
 * `begin` throws; the call has then ended with INTERNAL.
 */
export function startWireCall(
  call: ServerInterceptingCallInterface,
  handlers: {
    begin: (wire: WireCall) => void;
    /** A message was refused; the call must end with this reason. */
    onRefused: (reason: GatepostError) => void;
    onGone: () => void;
    onFailed: (error: unknown) => void;
  },
): void {
  let waiting: ((message: Buffer | null) => void) | undefined;
  let ended = false;
  const give = (message: Buffer | null) => {
    waiting?.(message);
    waiting = undefined;
  };
  const end = (failed?: StatusObject) => {
    if (ended) return;
    ended = true;
    call.sendStatus(failed ?? { code: status.OK, details: 'OK' });
  };
  call.start({
    onReceiveMetadata(metadata) {
      const wire: WireCall = {
        metadata,
        deadline: monotonic(call.getDeadline()),
        identify: () => identifyCaller(call),
        bound: (limits) => boundMessages(call, limits, handlers.onRefused),
        read: () =>
          new Promise((resolve) => {
            waiting = resolve;
            call.startRead();
          }),
        write: (message) => new Promise((resolve) => call.sendMessage(message, resolve)),
        end,
      };
      try {
        handlers.begin(wire);
      } catch (error) {
        // If it were thrown, nobody would catch it, and the caller would wait in vain.
        end(toStatus(internal(error)));
        handlers.onFailed(error);
      }
    },
    onReceiveMessage: give,
    onReceiveHalfClose: () => give(null),
    onCancel: () => {
      if (!ended) handlers.onGone();
    },
  });
}

/**
 * grpc-js has one limit for all methods, and does not expose the decoder that reads a call's
 * messages.
 */
function boundMessages(
  call: object,
  limits: Parameters<typeof gateMessages>[1],
  onRefused: (reason: GatepostError) => void,
): void {
  const reading = call as { decoder?: FrameDecoder; maxReceiveMessageSize?: number };
  const { decoder } = reading;
  if (decoder === undefined) throw new TypeError('this grpc-js reads messages elsewhere');
  const gate = gateMessages(decoder, limits);
  reading.decoder = {
    write(data) {
      try {
        return gate.write(data);
      } catch (error) {
        onRefused(toGatepostError(error));
        // The part of the message that has arrived is dropped.
        throw error;
      }
    },
  };
  // Applies to compressed messages.
  reading.maxReceiveMessageSize = limits.most;
}

function monotonic(deadline: Date | number): number {
  return performance.now() + (Number(deadline) - Date.now());
}
