import { Client } from '@grpc/grpc-js';
import { parseIdentity } from '../../certificates/identity-uri.js';
import { unavailable } from '../../errors/index.js';
import type { Metrics, Tracing } from '../../telemetry/index.js';
import { clientCredentials } from '../tls/credentials.js';
import type { TlsSource } from '../tls/tls-source.js';
import { type CallOptions, type StreamOptions, startCall } from './options.js';
import {
  type BidiDefinition,
  callBidi,
  callServerStream,
  type ServerStreamDefinition,
} from './streams.js';
import { targetOf } from './targets.js';
import { callUnary, type UnaryDefinition } from './unary.js';

export interface ConnectOptions {
  /**
   * `host:port` of each replica (addresses of one family), or one name that resolves to all of
   * them.
   */
  readonly targets: readonly string[];
  readonly tls: TlsSource;
  /** The SPIFFE URI that the server's certificate must have; any other is refused. */
  readonly expect: string;
  readonly metrics?: Metrics;
  /** Without it, the trace is passed on and no span is kept. */
  readonly tracing?: Tracing;
  /** The longest answer, in bytes. Default: 4 MiB. */
  readonly maxResponseBytes?: number;
}

/** A client of one service with all its replicas. Calls go round robin. */
export interface Peer {
  /** Name of the service, for messages. */
  readonly name: string;
  /**
   * One request, one answer. A call is repeated only if it is `repeatable`.
   * @throws GatepostError with the peer's own status; DEADLINE_EXCEEDED; UNAVAILABLE with a
   *   neutral message for any failure in transport
   */
  unary<Req, Res>(
    method: UnaryDefinition<Req, Res>,
    request: Req,
    options: CallOptions,
  ): Promise<Res>;
  /**
   * One request, many answers, read as fast as they are consumed. Leaving the loop cancels the
   * call.
   */
  serverStream<Req, Res>(
    method: ServerStreamDefinition<Req, Res>,
    request: Req,
    options?: StreamOptions,
  ): AsyncGenerator<Res>;
  /** Many requests, many answers. Requests are sent as fast as the peer reads them. */
  bidi<Req, Res>(
    method: BidiDefinition<Req, Res>,
    requests: AsyncIterable<Req>,
    options?: StreamOptions,
  ): AsyncGenerator<Res>;
  /** Resolves when a replica is connected. @throws GatepostError UNAVAILABLE after `deadlineMs` */
  connected(deadlineMs: number): Promise<void>;
  close(): void;
}

/**
 * Connects to a service over mutual TLS. A lost connection is retried within about 1 s, without
 * end.
 */
export function connect(options: ConnectOptions): Peer {
  const identity = parseIdentity(options.expect);
  if (identity === null) throw new TypeError(`not an identity: ${options.expect}`);
  const { name } = identity;
  const client = new Client(
    targetOf(options.targets),
    clientCredentials(options.tls, options.expect),
    {
      'grpc.ssl_target_name_override': name,
      'grpc.default_authority': name,
      'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
      'grpc.service_config_disable_resolution': 1,
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 1000,
      'grpc.dns_min_time_between_resolutions_ms': 1000,
      'grpc.keepalive_time_ms': 10_000,
      'grpc.keepalive_timeout_ms': 5_000,
      'grpc.keepalive_permit_without_calls': 1,
      'grpc.enable_channelz': 0,
      // A large window: a stream's messages need not wait for a window update every 64 KiB.
      'grpc-node.flow_control_window': 4 * 1024 * 1024,
      'grpc.max_receive_message_length': options.maxResponseBytes ?? 4 * 1024 * 1024,
    },
  );
  const start = startCall(options);
  const parts = { client, start, name };
  return {
    name,
    unary: (method, request, given) => callUnary(parts, method, request, given),
    serverStream: (method, request, given = {}) => callServerStream(parts, method, request, given),
    bidi: (method, requests, given = {}) => callBidi(parts, method, requests, given),
    connected: (deadlineMs) =>
      new Promise((resolve, reject) => {
        client.waitForReady(Date.now() + deadlineMs, (cause) => {
          if (cause === undefined || cause === null) resolve();
          else reject(unavailable(`${name} cannot be reached`, cause));
        });
      }),
    close: () => client.close(),
  };
}
