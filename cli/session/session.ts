import type { BidiDefinition, ServerStreamDefinition } from '../../libs/grpc/client/streams.js';
import type { UnaryDefinition } from '../../libs/grpc/client/unary.js';
import type { Output } from '../output/output.js';
import { type ClientConfig, loadClientConfig } from './client-config.js';
import { type Connections, openConnections } from './connections.js';
import { endSilence } from './end-silence.js';
import { findClientConfig } from './find-config.js';
import { calleeOf } from './roles.js';

/** Options that come before any command's own. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly home?: string;
  readonly config?: string;
  readonly as?: string;
  /** How long to wait for one answer, in seconds. */
  readonly timeout: number;
}

/** What a command works with: one person and one installation. */
export interface Session {
  readonly out: Output;
  readonly globals: GlobalOptions;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Read when first needed. @throws CliError, ConfigError */
  config(): ClientConfig;
  connections(): Connections;
  /** @throws GatepostError */
  call<Req, Res>(method: UnaryDefinition<Req, Res>, request: Req): Promise<Res>;
  /** A stream that only the server ends, if at all. */
  follow<Req, Res>(method: ServerStreamDefinition<Req, Res>, request: Req): AsyncIterable<Res>;
  /** Sends `requests`, then reads answers until the server ends or is silent for too long. */
  exchange<Req, Res>(
    method: BidiDefinition<Req, Res>,
    requests: readonly Req[],
  ): AsyncIterable<Res>;
  close(): void;
}

/** Opens connections to the services named in the client file, each on first use. */
export function openSession(options: {
  out: Output;
  globals: GlobalOptions;
  signal: AbortSignal;
}): Session {
  const { out, globals, signal } = options;
  let config: ClientConfig | undefined;
  let opened: Connections | undefined;
  const getConfig = () => {
    config ??= loadClientConfig(findClientConfig(globals));
    return config;
  };
  const connections = () => {
    opened ??= openConnections(getConfig(), globals.as);
    return opened;
  };
  const peerFor = (path: string) => {
    const { target, role } = calleeOf(path);
    return connections().peer(target, role);
  };
  return {
    out,
    globals,
    signal,
    config: getConfig,
    connections,
    async call(method, request) {
      const peer = await peerFor(method.path);
      const deadlineMs = globals.timeout * 1000;
      return peer.unary(method, request, { deadlineMs, signal, waitForReady: false });
    },
    async *follow(method, request) {
      const peer = await peerFor(method.path);
      yield* peer.serverStream(method, request, { signal });
    },
    async *exchange(method, requests) {
      const peer = await peerFor(method.path);
      yield* endSilence((each, ended) => peer.bidi(method, each, { signal: ended }), {
        ...{ requests, seconds: globals.timeout, signal },
      });
    },
    close: () => opened?.close(),
  };
}
