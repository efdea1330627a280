import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { makeSelfSigned } from '../../libs/certificates/index.js';

const DAY = 86_400_000;

/** `https://webmail.example` behind forward authentication, as Caddy and Traefik use it. */
export interface ProtectedHost {
  /** What the protected webmail received with the requests that were let in. */
  readonly seen: readonly { account: string; authorization: string; cookie: string }[];
  close(): Promise<void>;
}

/** @param edge the port of its listener, and the secret of this proxy */
export async function openProtectedHost(
  port: number,
  edge: { port: number; secret: string },
): Promise<ProtectedHost> {
  const now = Date.now();
  const { certificate, privateKey } = await makeSelfSigned({
    ...{ name: 'webmail.example', bits: 2048, notBefore: now - DAY, notAfter: now + DAY },
  });
  const seen: { account: string; authorization: string; cookie: string }[] = [];
  const server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    ask(edge, request).then(
      (answer) => {
        const { headers, statusCode = 502 } = answer;
        if (statusCode !== 200) {
          response.writeHead(statusCode, headers);
          answer.pipe(response);
          return;
        }
        const said = (name: string) => String(headers[name] ?? '');
        const account = said('x-gatepost-account');
        seen.push({ account, authorization: said('authorization'), cookie: said('cookie') });
        response.setHeader('content-type', 'text/html');
        response.setHeader('set-cookie', 'theme=dark; Path=/; Secure');
        response.end(`<title>webmail</title><h1>webmail of ${account}</h1>`);
      },
      () => response.writeHead(502).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function ask(
  { port, secret }: { port: number; secret: string },
  { headers, method = 'GET', url = '/' }: IncomingMessage,
): Promise<IncomingMessage> {
  const { host: _, 'content-length': __, ...passed } = headers;
  const own = {
    'x-gatepost-secret': secret,
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-method': method,
    'x-forwarded-uri': url,
  };
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, path: '/WebUI', headers: { ...passed, ...own } })
      .once('response', resolve)
      .once('error', reject)
      .end();
  });
}
