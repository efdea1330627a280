import type { Identity } from '../../certificates/identity-uri.js';
import type { GatepostError } from '../../errors/index.js';
import type { Log } from '../../log/index.js';
import type { Trace } from '../../telemetry/index.js';
import type { Act } from '../access/administration.js';
import type { Grant } from '../access/allow-list.js';
import type { DomainOf } from '../access/domains.js';

/** What a handler knows of the call it serves. */
export interface CallContext {
  readonly caller: Identity;
  /** The caller's entry in the allow-list. */
  readonly grant: Grant;
  /** `package.Service/Method`. */
  readonly rpc: string;
  /** When the answer must be there, in ms of `performance.now()`; Infinity for a stream without. */
  readonly deadline: number;
  /** Aborted at the deadline, or when the caller has gone; the reason is a GatepostError. */
  readonly signal: AbortSignal;
  /** Names the call and the caller on each line. */
  readonly log: Log;
  readonly trace: Trace;
}

/** One request, one answer. */
export type UnaryHandler<Req, Res> = (request: Req, context: CallContext) => Promise<Res>;

/** One request, many answers. The next is asked for when the connection took the one before. */
export type ServerStreamHandler<Req, Res> = (
  request: Req,
  context: CallContext,
) => AsyncIterable<Res>;

/**
 * A stream of requests that have nothing to do with each other: handled at the same time, answered
 * in any order, each under its own authorization and deadline. A request that fails is answered by
 * `onError`; the stream goes on.
 */
export interface MessagesHandler<Req, Res> {
  message(request: Req, context: CallContext): Promise<Res>;
  onError(request: Req, error: GatepostError): Res;
  /** How long the caller waits for this one, in ms; undefined or 0: the default. */
  timeoutOf?(request: Req): number | undefined;
}

/** A conversation: requests in order, answers in order. A request that may not be made ends it. */
export interface ConversationHandler<Req, Res> {
  converse(requests: AsyncIterable<Req>, context: CallContext): AsyncIterable<Res>;
}

/** One method of a generated service definition. */
export interface MethodDefinition {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: the types are taken from it, one method at a time
  readonly requestDeserialize: (bytes: Buffer) => any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly responseSerialize: (value: any) => Buffer;
}

type RequestOf<M extends MethodDefinition> = ReturnType<M['requestDeserialize']>;
type ResponseOf<M extends MethodDefinition> = Parameters<M['responseSerialize']>[0];

type AnyHandler<Req, Res> =
  | UnaryHandler<Req, Res>
  | ServerStreamHandler<Req, Res>
  | MessagesHandler<Req, Res>
  | ConversationHandler<Req, Res>;

/** The handler a method takes. A definition that was loaded, not generated, does not tell which. */
export type HandlerOf<M extends MethodDefinition> = boolean extends M['requestStream']
  ? AnyHandler<RequestOf<M>, ResponseOf<M>>
  : TypedHandlerOf<M>;

type TypedHandlerOf<M extends MethodDefinition> = M extends { requestStream: true }
  ? M extends { responseStream: true }
    ?
        | MessagesHandler<RequestOf<M>, ResponseOf<M>>
        | ConversationHandler<RequestOf<M>, ResponseOf<M>>
    : never
  : M extends { responseStream: true }
    ? ServerStreamHandler<RequestOf<M>, ResponseOf<M>>
    : UnaryHandler<RequestOf<M>, ResponseOf<M>>;

export type ServiceDefinition = Readonly<Record<string, MethodDefinition>>;

/** A handler of any method, once its types have been checked against the definition. */
export type Handler =
  | { readonly kind: 'unary'; readonly handle: UnaryHandler<unknown, unknown> }
  | { readonly kind: 'server-stream'; readonly handle: ServerStreamHandler<unknown, unknown> }
  | { readonly kind: 'messages'; readonly handle: MessagesHandler<unknown, unknown> }
  | { readonly kind: 'conversation'; readonly handle: ConversationHandler<unknown, unknown> };

/** A method as the server serves it. */
export interface Method {
  readonly definition: MethodDefinition;
  /** `package.Service/Method`. */
  readonly rpc: string;
  readonly serviceName: string;
  readonly name: string;
  readonly handler: Handler;
  readonly domainOf: DomainOf<unknown> | undefined;
  /** What an administrator's ticket needs for it; undefined: none is good for it. */
  readonly administer: Act<unknown> | undefined;
  readonly maxRequestBytes: number;
  /** Any identity of our authority may call it, without an entry in the allow-list. */
  readonly open: boolean;
}

export interface Service {
  readonly name: string;
  readonly methods: readonly Method[];
}

/** A request is at most this long, unless its method says otherwise. */
const MAX_REQUEST_BYTES = 1024 * 1024;

/**
 * Ties a generated service definition to its handlers. Each method names the domains its requests
 * touch in `domainOf`; one that does not is refused to everybody. `administer` lists the methods that an
 * administrator's ticket is good for. `maxRequestBytes` raises the 1 MiB a request may have, by method.
 */
export function defineService<S extends ServiceDefinition>(
  definition: S,
  parts: {
    handlers: { readonly [K in keyof S]: HandlerOf<S[K]> };
    domainOf: { readonly [K in keyof S]: DomainOf<RequestOf<S[K]>> };
    administer?: { readonly [K in keyof S]?: Act<RequestOf<S[K]>> };
    maxRequestBytes?: { readonly [K in keyof S]?: number };
    open?: boolean;
  },
): Service {
  const methods = Object.entries(definition).map(([key, method]): Method => {
    const rpc = method.path.slice(1);
    const [serviceName = '', name = ''] = rpc.split('/');
    return {
      definition: method,
      rpc,
      serviceName,
      name,
      handler: handlerOf(method, own(parts.handlers, key)),
      domainOf: own(parts.domainOf, key) as DomainOf<unknown> | undefined,
      administer: own(parts.administer ?? {}, key) as Act<unknown> | undefined,
      maxRequestBytes: parts.maxRequestBytes?.[key as keyof S] ?? MAX_REQUEST_BYTES,
      open: parts.open ?? false,
    };
  });
  return { name: methods[0]?.serviceName ?? '', methods };
}

function handlerOf(definition: MethodDefinition, handle: unknown): Handler {
  const { path, requestStream, responseStream } = definition;
  if (requestStream && responseStream && typeof handle === 'object' && handle !== null) {
    if ('message' in handle) return { kind: 'messages', handle: handle as never };
    if ('converse' in handle) return { kind: 'conversation', handle: handle as never };
  }
  if (!requestStream && typeof handle === 'function') {
    return { kind: responseStream ? 'server-stream' : 'unary', handle: handle as never };
  }
  throw new TypeError(`${path} has no handler that fits it`);
}

function own(table: object, key: string): unknown {
  return Object.hasOwn(table, key) ? (table as Record<string, unknown>)[key] : undefined;
}
