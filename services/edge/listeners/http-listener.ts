import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server as NetServer, Socket } from 'node:net';
import type { Address } from '../../../libs/config/index.js';
import type { TlsSource } from '../../../libs/grpc/index.js';
import { limitUnanswered } from '../../../libs/http/limit-unanswered.js';
import type { Log } from '../../../libs/log/index.js';
import type { Hop } from '../../../libs/names/true-address.js';
import { type Callers, maySpeak } from './callers.js';
import { type ConnectionSlots, shareSlots } from './connection-slots.js';
import { createProxiedServer, peerOf } from './connections.js';
import { type Handle, type HttpAnswer, writeAnswer } from './http.js';
import type { Limits } from './limits.js';
import { type Listening, listenOn } from './listening.js';
import { readProxyHeader } from './proxy-header.js';

/** The largest request body; no protocol here sends more. */
const MOST_BODY = 64 * 1024;
/** How often Node checks for requests that take too long; its default is 30 s. */
const LOOK_MS = 1_000;

export interface HttpListenerParts {
  readonly name: string;
  readonly listen: Address;
  readonly callers: Callers;
  readonly expectProxyHeader: boolean;
  readonly tls: TlsSource;
  readonly log: Log;
  readonly handle: Handle;
  readonly limits: Limits;
  /** Called for a PROXY header where none is expected. Must not throw. */
  readonly onStrayHeader: (peer: string, claimed: string) => void;
}

interface ServingParts extends HttpListenerParts {
  /** Called once the peer is known to be allowed to ask. */
  readonly onKnown: (socket: Socket) => void;
}

/** Serves one protocol over HTTP, only to callers who may ask. Resolves when it listens. */
export async function startHttpListener(parts: HttpListenerParts): Promise<Listening> {
  const { callers, expectProxyHeader, tls, limits, onStrayHeader } = parts;
  const hops = new WeakMap<Socket, readonly Hop[]>();
  let slots: ConnectionSlots | undefined;
  const http = createHttp(
    { ...parts, onKnown: (socket) => slots?.keep(socket) },
    (socket) => hops.get(socket) ?? [peerOf(socket)],
  );
  http.on('clientError', (error: Error & { rawPacket?: Buffer }, socket) => {
    const header = readProxyHeader(error.rawPacket ?? Buffer.alloc(0));
    const peer = (socket as Socket).remoteAddress ?? '';
    if (header.kind === 'header') onStrayHeader(peer, header.address ?? 'LOCAL');
    if (socket.writable) socket.write('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    // Closes the whole connection, so that a peer which keeps sending cannot hold it half open.
    socket.destroy();
  });
  let server: NetServer = http;
  if (expectProxyHeader) {
    server = createProxiedServer((socket, said) => {
      hops.set(socket, said);
      http.emit('connection', socket);
    }, limits.proxyHeaderMs);
    // Node only tracks connections of a server that listens itself. Without this event no request would time out and no
    // connection would be closed.
    http.emit('listening');
  }
  // With TLS, nobody without one of our certificates gets this far.
  if (callers.kind === 'certificates') server.maxConnections = limits.connections;
  else slots = shareSlots(server, limits.connections);
  const stop = callers.kind === 'certificates' ? followCertificates(http, tls) : () => undefined;
  return listenOn(server, parts.listen, () => {
    stop();
    http.closeAllConnections();
    if (server !== http) http.close();
  });
}

function createHttp(
  parts: ServingParts,
  hopsOf: (socket: Socket) => readonly Hop[],
): Server & { setSecureContext?: unknown } {
  const { callers, log, tls, limits } = parts;
  const answerOne: RequestListener = (request, response) => {
    answer(parts, request, hopsOf(request.socket))
      .then((made) => writeAnswer(response, made))
      .catch((error) => {
        log.error('a request could not be served', { listener: parts.name, error });
        if (response.headersSent) return response.destroy();
        for (const name of response.getHeaderNames()) response.removeHeader(name);
        return writeAnswer(response, { status: 503 });
      })
      .catch(() => response.destroy());
  };
  const serve = limitUnanswered(answerOne, limits.unanswered);
  const { requestMs, silentMs, handshakeMs } = limits;
  const http = {
    ...{ requestTimeout: requestMs, headersTimeout: requestMs },
    connectionsCheckingInterval: Math.min(LOOK_MS, requestMs),
  };
  if (callers.kind === 'secret') return createServer(http, serve).setTimeout(silentMs);
  const context = { ...contextOf(tls), requestCert: true, rejectUnauthorized: true };
  const both = { ...http, ...context, handshakeTimeout: handshakeMs };
  return createTlsServer(both, serve).setTimeout(silentMs);
}

function contextOf(tls: TlsSource) {
  return { ...tls.current(), minVersion: 'TLSv1.2' as const };
}

function followCertificates(server: Server, tls: TlsSource): () => void {
  const { setSecureContext } = server as { setSecureContext?: (context: object) => void };
  return tls.subscribe(() => setSecureContext?.call(server, contextOf(tls)));
}

const FORBIDDEN: HttpAnswer = { status: 403, body: 'this front-end is not known here\n' };

async function answer(
  { name, callers, log, handle, onKnown }: ServingParts,
  request: IncomingMessage,
  connection: readonly Hop[],
): Promise<HttpAnswer> {
  const [path = '/', query = ''] = splitOnce(request.url ?? '/', '?');
  if (!maySpeak(callers, request, path)) {
    log.warn('an unknown front-end was refused', {
      listener: name,
      peer: connection[0]?.address,
    });
    return FORBIDDEN;
  }
  onKnown(request.socket);
  const body = await readBody(request);
  if (body === undefined) return { status: 413 };
  const { method = 'GET', headers } = request;
  return handle({
    method,
    path,
    query: new URLSearchParams(query),
    rawQuery: query,
    headers,
    body,
    connection,
  });
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MOST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
