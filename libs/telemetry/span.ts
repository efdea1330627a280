import type { Trace } from './trace-context.js';

/** One end of a call: the caller's, or the called service's. */
export interface Span {
  /** The trace that calls made within the span continue. */
  readonly trace: Trace;
  /** @param code the result of the call: `OK`, or the name of a gRPC status */
  end(code: string): void;
}

/** Shows where a login spends its time: one span for each end of each call. */
export interface Tracing {
  /**
   * @param rpc `package.Service/Method`
   * @param parent the trace that it is part of; undefined: a new trace begins
   */
  begin(end: 'client' | 'server', rpc: string, parent: Trace | undefined): Span;
  /** Sends the remaining spans, for at most 2 s. */
  close(): Promise<void>;
}

export interface TracingOptions {
  /** Where a collector receives OTLP over HTTP, such as `http://127.0.0.1:4318/v1/traces`. */
  readonly url: string;
  /** The share of the traces beginning here that is sampled, 0 to 1. */
  readonly ratio: number;
  /** The service, such as `policy`. */
  readonly service: string;
  /** The replica, such as `policy-1`. */
  readonly replica: string;
  /** Called with what could not be sent, at most once a minute. */
  readonly onLost: (error: Error) => void;
}
