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
  /** The account of the administrator whose ticket the call carries; the console calls for many. */
  readonly administrator?: string;
  /** `package.Service/Method`. */
  readonly rpc: string;
  /**
   * When the answer is due, in ms of `performance.now()`; Infinity for a stream without a deadline.
   */
  readonly deadline: number;
  /** Aborted at the deadline or when the caller has gone; the reason is a GatepostError. */
  readonly signal: AbortSignal;
  /** Adds the call and the caller to each line. */
  readonly log: Log;
  readonly trace: Trace;
}

/** One request, one answer. */
export type UnaryHandler<Req, Res> = (request: Req, context: CallContext) => Promise<Res>;

/**
 * One request, many answers. The next answer is asked for once the connection took the one before.
 */
export type ServerStreamHandler<Req, Res> = (
  request: Req,
  context: CallContext,
) => AsyncIterable<Res>;

/**
 * A stream of independent requests, handled concurrently, answered in any order, each with its own
 * authorization and deadline. A request that fails is answered by `onError`; the stream goes on.
 */
export interface MessagesHandler<Req, Res> {
  message(request: Req, context: CallContext): Promise<Res>;
  onError(request: Req, error: GatepostError): Res;
  /** How long the caller waits for this request, in ms; undefined or 0: the default. */
  timeoutOf?(request: Req): number | undefined;
}

/** A conversation: requests in order, answers in order. A request that is refused ends it. */
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

/**
 * The type of a method's handler. A definition that was loaded, not generated, does not say which
 * kind it is, so any handler fits.
 */
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
  /** What an administrator's ticket must allow for this method; undefined: no ticket allows it. */
  readonly administer: Act<unknown> | undefined;
  readonly maxRequestBytes: number;
  /** Whether any identity of our authority may call it without an entry in the allow-list. */
  readonly open: boolean;
}

export interface Service {
  readonly name: string;
  readonly methods: readonly Method[];
}

/** The longest request, unless the method sets its own limit. */
const MAX_REQUEST_BYTES = 1024 * 1024;

/**
 * Ties a generated service definition to its handlers.
 * @param parts.domainOf names the domains that a request touches, for each method; a method
 *   without it is refused to every caller
 * @param parts.administer the methods that an administrator's ticket may allow
 * @param parts.maxRequestBytes the longest request by method, where it is not 1 MiB
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
