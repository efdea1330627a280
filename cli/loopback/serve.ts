import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { parseCookie } from 'cookie';
import { CliError } from '../output/exit.js';
import { formatPage, SUBMIT_HASH } from './page.js';

/** A browser's request. */
export interface Visit {
  /** As received, without the question mark. */
  readonly query: string;
  readonly form: URLSearchParams;
  readonly cookies: Readonly<Record<string, string | undefined>>;
}

export interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string;
  /** Where to redirect to. */
  readonly location?: string;
  readonly cookies?: readonly string[];
  /** Reloads the page after this many seconds. */
  readonly refreshSeconds?: number;
}

/** By method and path: `POST /saml/acs`. */
export type Routes = Readonly<Record<string, (visit: Visit) => Answer | Promise<Answer>>>;

export interface Site {
  /** Without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
/** Enough for a SAML response in a form. */
const MOST_OCTETS = 512 * 1024;

/**
 * Serves a few pages to browsers on this machine only. The server listens on the loopback address and answers only to
 * its own host name. So a page under another name that resolves here cannot read these pages.
 * @param options.host its host name in the browser's address
 * @throws CliError if the port is in use
 */
export async function serveOnLoopback(options: {
  readonly host?: '127.0.0.1' | 'localhost';
  readonly port: number;
  readonly routes: Routes;
}): Promise<Site> {
  const { host = LOOPBACK, port, routes } = options;
  const name = `${host}:${port}`;
  const server = createServer((request, response) => {
    answerOne(request, { name, routes }).then(
      (answer) => send(response, answer),
      (error: unknown) => send(response, failed(error)),
    );
  });
  await listen(server, port);
  return {
    url: `http://${name}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerOne(
  request: IncomingMessage,
  { name, routes }: { name: string; routes: Routes },
): Promise<Answer> {
  if (request.headers.host !== name) {
    return { status: 421, body: formatPage('Not here', `<p>This is http://${name}/.</p>`) };
  }
  const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
  const route = routes[`${request.method} ${path}`];
  if (route === undefined) return { status: 404, body: formatPage('Nothing here', '') };
  const form = new URLSearchParams(await readBody(request));
  return route({ query, form, cookies: parseCookie(request.headers.cookie ?? '') });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_OCTETS) throw new CliError('the request is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

/** The details are for whoever reads the terminal; the page does not show them. */
function failed(error: unknown): Answer {
  const why = error instanceof CliError ? `<p>${error.message}</p>` : '';
  return { status: 400, body: formatPage('That did not work', why) };
}

function send(response: ServerResponse, answer: Answer): void {
  const { status = 200, type = 'text/html; charset=utf-8', body = '', location, cookies } = answer;
  const { refreshSeconds } = answer;
  response.writeHead(location === undefined ? status : 303, {
    'content-type': type,
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; script-src '${SUBMIT_HASH}'; frame-ancestors 'none'`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    ...(location === undefined ? {} : { location }),
    ...(refreshSeconds === undefined ? {} : { refresh: `${refreshSeconds}` }),
    ...(cookies === undefined ? {} : { 'set-cookie': [...cookies] }),
  });
  response.end(body);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new CliError(`port ${port} on ${LOOPBACK} cannot be used (${error.code})`));
    });
    server.listen({ host: LOOPBACK, port }, () => resolve());
  });
}
