import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Hop } from '../../../libs/names/true-address.js';
import type { Headers, HeaderValue } from '../core/header-value.js';

/** A request of a mail server or proxy that may ask here. */
export interface HttpRequest {
  readonly method: string;
  /** Without the query; percent-encoding as it came. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** As it came. */
  readonly rawQuery: string;
  /** Octets beyond ASCII as latin1, one character each. */
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The connection it came on, and whom a PROXY header on it named. */
  readonly connection: readonly Hop[];
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Headers;
  readonly body?: string;
}

/** One protocol of one listener. */
export type Handle = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * Writes an answer whole: nothing is sent before all of it could be written down.
 * @throws for a header's name or value that HTTP does not allow
 */
export function writeAnswer(response: ServerResponse, answer: HttpAnswer): void {
  const { status, headers = {}, body = '' } = answer;
  for (const [name, values] of Object.entries(headers)) {
    const encoded = [values].flat().map(encodeHeaderValue);
    response.setHeader(name, encoded.length === 1 ? (encoded[0] ?? '') : encoded);
  }
  // Octets: node writes headers and a body that is text in one encoding.
  const octets = Buffer.from(body);
  response.writeHead(status, { 'content-length': octets.length }).end(octets);
}

/** As node takes it: one character an octet. The one place where a header gets its encoding. */
function encodeHeaderValue(value: HeaderValue): string {
  return Buffer.from(value).toString('latin1');
}

/** A header that comes once; undefined where it does not, or comes several times. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}
