import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ChannelOptions,
  Client,
  type ClientReadableStream,
  credentials,
  Metadata,
  type MethodDefinition,
} from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { packageRoot } from '../../libs/config/index.js';
import { until } from '../../libs/testing/until.js';

/** A message as proto-loader reads it: field names of the .proto, enums and 64-bit numbers as text. */
// biome-ignore lint/suspicious/noExplicitAny: what a story expects of it is what checks it
export type Message = any;

export interface TlsFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** A caller that knows only the .proto files, as a front-end in any language does. */
export interface ProtoClient {
  /** `method` is e.g. `gatepost.policy.v1.AuthorizationService/Authorize`. @throws ServiceError */
  call(
    method: string,
    request: object,
    options?: { deadlineMs?: number; ticket?: string },
  ): Promise<Message>;
  /** Follows a server's stream until `cancel`. */
  follow(
    method: string,
    request: object,
    options?: { ticket?: string },
  ): ClientReadableStream<Message>;
  /** The first message of a server's stream. Undefined if the stream ends without one. */
  first(
    method: string,
    request: object,
    options?: { ticket?: string },
  ): Promise<Message | undefined>;
  /** Sends all of `requests`, half-closes, and collects the answers until the server ends. */
  exchange(
    method: string,
    requests: readonly object[],
    options?: { ticket?: string },
  ): Promise<Message[]>;
  /**
   * Resolves when every service that was called so far is connected. A lost connection takes a while to be made again.
   */
  ready(): Promise<void>;
  close(): void;
}

const OPTIONS: ChannelOptions = {
  'grpc.ssl_target_name_override': 'localhost',
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  'grpc.enable_retries': 0,
  'grpc.initial_reconnect_backoff_ms': 50,
  'grpc.max_reconnect_backoff_ms': 500,
};

/** Everything in the .proto files, by full name. */
export const definitions: PackageDefinition = loadSync(
  [
    'policy/v1/authorization',
    'policy/v1/policy_admin',
    'policy/v1/client_admin',
    'credential/v1/credential',
    'otp/v1/otp',
    'passkey/v1/passkey',
  ]
    .concat([
      'truststore/v1/trust_store',
      'audit/v1/audit',
      'audit/v1/self_service',
      'notice/v1/notice',
      'saml/v1/saml',
      'portal/v1/portal_admin',
      'portal/v1/forward_auth',
      'portal/v1/portal',
    ])
    .map((name) => join(packageRoot, 'proto', 'gatepost', `${name}.proto`)),
  {
    includeDirs: [join(packageRoot, 'proto')],
    keepCase: true,
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  },
);

/**
 * Connects lazily to the replicas of each service, by the package of the called method.
 * @param targets e.g. `{ policy: ['127.0.0.1:7101', '127.0.0.1:7111'] }`, by the service's word in the package
 */
export function connectByProto(options: {
  targets: Readonly<Record<string, readonly string[]>>;
  tls: TlsFiles | { readonly ca: string };
}): ProtoClient {
  const { targets, tls } = options;
  const creds = credentials.createSsl(
    readFileSync(tls.ca),
    ...('key' in tls ? [readFileSync(tls.key), readFileSync(tls.cert)] : []),
  );
  const clients = new Map<string, Client>();
  const clientFor = (method: string): Client => {
    const word = method.split('.')[1] ?? '';
    const addresses = targets[word];
    if (addresses === undefined) throw new Error(`no target for ${method}`);
    const client = clients.get(word) ?? new Client(`ipv4:${addresses.join(',')}`, creds, OPTIONS);
    clients.set(word, client);
    return client;
  };
  const follow = (
    method: string,
    request: object,
    { ticket, ...options }: { deadline?: number; ticket?: string } = {},
  ) => {
    const { path, requestSerialize, responseDeserialize } = definitionOf(method);
    return clientFor(method).makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      metadataOf(ticket),
      options,
    );
  };
  return {
    follow,
    async first(method, request, options = {}) {
      const deadline = Date.now() + 2_000;
      for await (const message of follow(method, request, { ...options, deadline })) {
        return message;
      }
      return undefined;
    },
    call(method, request, { deadlineMs = 30_000, ticket } = {}) {
      const { path, requestSerialize, responseDeserialize } = definitionOf(method);
      return new Promise((resolve, reject) => {
        clientFor(method).makeUnaryRequest(
          path,
          requestSerialize,
          responseDeserialize,
          request,
          metadataOf(ticket),
          { deadline: Date.now() + deadlineMs },
          (error, response) => (error === null ? resolve(response) : reject(error)),
        );
      });
    },
    async exchange(method, requests, { ticket } = {}) {
      const { path, requestSerialize, responseDeserialize } = definitionOf(method);
      const call = clientFor(method).makeBidiStreamRequest(
        path,
        requestSerialize,
        responseDeserialize,
        metadataOf(ticket),
        { deadline: Date.now() + 300_000 },
      );
      for (const request of requests) call.write(request);
      call.end();
      const answers: Message[] = [];
      for await (const answer of call) answers.push(answer);
      return answers;
    },
    async ready() {
      await Promise.all(
        [...clients].map(([word, client]) =>
          until(`${word} is connected`, () => connected(client), { everyMs: 0 }),
        ),
      );
    },
    close() {
      for (const client of clients.values()) client.close();
    },
  };
}

/** A request, encoded. */
export function encodeRequest(method: string, request: object): Buffer {
  return definitionOf(method).requestSerialize(request);
}

/** An administrator's ticket, as the console sends it. */
function metadataOf(ticket: string | undefined): Metadata {
  const metadata = new Metadata();
  if (ticket !== undefined) metadata.set('gatepost-ticket', ticket);
  return metadata;
}

/** @throws Error if it does not connect within 10 s */
function connected(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    client.waitForReady(Date.now() + 10_000, (error) =>
      error === undefined || error === null ? resolve() : reject(error),
    );
  });
}

function definitionOf(method: string): MethodDefinition<object, Message> {
  const [service = '', name = ''] = method.split('/');
  const definition = (definitions[service] as Record<string, unknown> | undefined)?.[name];
  if (definition === undefined) throw new Error(`${method} is in no .proto`);
  return definition as MethodDefinition<object, Message>;
}
