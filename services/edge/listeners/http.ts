import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Hop } from '../../../libs/names/true-address.js';
import type { Headers, HeaderValue } from '../core/header-value.js';

/** A request of a mail server or proxy that may ask here. */
export interface HttpRequest {
  readonly method: string;
  /** Without the query; percent-encoding as received. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** As received. */
  readonly rawQuery: string;
  /** Octets beyond ASCII are read as latin1, one character each. */
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The connection's peer, and the client that a PROXY header on it named. */
  readonly connection: readonly Hop[];
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Headers;
  readonly body?: string;
}

/** Handles one protocol of one listener. */
export type Handle = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * Writes an answer as a whole: nothing is sent until all of it has been encoded.
 * @throws for a header name or value that HTTP does not allow
 */
export function writeAnswer(response: ServerResponse, answer: HttpAnswer): void {
  const { status, headers = {}, body = '' } = answer;
  for (const [name, values] of Object.entries(headers)) {
    const encoded = [values].flat().map(encodeHeaderValue);
    response.setHeader(name, encoded.length === 1 ? (encoded[0] ?? '') : encoded);
  }
  // As octets, because Node would write headers and a text body in one encoding.
  const octets = Buffer.from(body);
  response.writeHead(status, { 'content-length': octets.length }).end(octets);
}

/** Encodes a value as Node expects, one character per octet. This is the only place where headers are encoded. */
function encodeHeaderValue(value: HeaderValue): string {
  return Buffer.from(value).toString('latin1');
}

/** A header that occurs once. Undefined if it is missing or repeated. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}
