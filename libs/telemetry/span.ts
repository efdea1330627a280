import type { Trace } from './trace-context.js';

/** One end of a call: the caller's, or that of the service which is called. */
export interface Span {
  /** What calls made within it go on with. */
  readonly trace: Trace;
  /** @param code what the call ended with: `OK`, or the name of a gRPC status */
  end(code: string): void;
}

/** Shows where a login spends its time: a span for each end of each call it makes. */
export interface Tracing {
  /**
   * @param rpc `package.Service/Method`
   * @param parent what it is a part of; undefined: a trace begins here
   */
  begin(end: 'client' | 'server', rpc: string, parent: Trace | undefined): Span;
  /** Sends what was not sent yet, for at most 2 s. */
  close(): Promise<void>;
}

export interface TracingOptions {
  /** Where a collector takes OTLP over HTTP, e.g. `http://127.0.0.1:4318/v1/traces`. */
  readonly url: string;
  /** How many of the traces that begin here are kept, 0 to 1. */
  readonly ratio: number;
  /** `policy`. */
  readonly service: string;
  /** `policy-1`. */
  readonly replica: string;
  /** Told what could not be sent, at most once a minute. */
  readonly onLost: (error: Error) => void;
}
