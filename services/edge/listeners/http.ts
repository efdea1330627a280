import type { IncomingHttpHeaders } from 'node:http';
import type { Hop } from '../../../libs/names/true-address.js';

/** A request of a mail server or proxy that may ask here. */
export interface HttpRequest {
  readonly method: string;
  /** Without the query; percent-encoding as it came. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Octets beyond ASCII as latin1, one character each. */
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The connection it came on, and whom a PROXY header on it named. */
  readonly connection: readonly Hop[];
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
}

/** One protocol of one listener. */
export type Handle = (request: HttpRequest) => Promise<HttpAnswer>;

/** A header that comes once; undefined where it does not, or comes several times. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}
