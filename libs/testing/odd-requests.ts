import { connect } from 'node:net';
import fc from 'fast-check';

/** A well-formed request to vary: the server answers it if nothing in it is odd. */
export interface Ordinary {
  readonly host: string;
  readonly paths: readonly string[];
  /** `Name: value`. */
  readonly headers: readonly string[];
  readonly bodies?: readonly string[];
}

const METHODS = [
  ...['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'CONNECT', 'QUERY'],
  ...['get', 'G\u00e9T', 'PRI', ''],
];
const PATHS = [
  ...['*', '//', '/%', '/%ff%fe', '/%00', '/%E0%A4%A', '/..%2f..%2f', '//evil.example/', '/\\evil'],
  ...['http://evil.example/', 'a', '/?', '/?%', '/?a[]=1&a=2&__proto__[x]=1', '/constructor'],
  `/${'a'.repeat(9_000)}`,
  `/?${'a=&'.repeat(4_000)}`,
];
const HEADERS = [
  ...['Host: evil.example', 'Host: [::', 'Host:', 'Cookie: =;;=%;%ff="', 'Cookie: __proto__=1'],
  `Cookie: ${'gatepost-browser=%;'.repeat(300)}`,
  `Accept-Language: ${'a,'.repeat(3_000)}`,
  ...['Accept-Language: \u00ff;q=x,*;q=-1', 'Accept: */*;q=\u00ff', 'If-None-Match: *'],
  `User-Agent: \u00ff\u00fe${'\u00c3'.repeat(600)}`,
  ...[
    'X-Forwarded-For: ,,;"',
    'X-Forwarded-For: [::',
    'X-Forwarded-Proto: \u00ff',
    'Forwarded: for=_',
  ],
  ...['Authorization: Basic', 'Authorization: Basic ////', 'Authorization: Bearer \u00ff.\u00ff'],
  `Authorization: Basic ${'A'.repeat(8_000)}`,
  ...['Origin: null', 'Origin: \u00ff', 'Referer: %', 'Sec-Fetch-Site: \u00ff', 'Expect: 200-ok'],
  ...['Upgrade: h2c', 'Connection: Upgrade', 'Connection: keep-alive, \u00ff', 'Range: bytes=-'],
  ...['Content-Encoding: gzip', 'Content-Encoding: x', 'Transfer-Encoding: gzip', 'TE: trailers'],
  ...['Content-Type: application/json', 'Content-Type: multipart/form-data; boundary="'],
  ...[
    'Content-Type: text/plain; charset=x-none',
    'Content-Type: application/x-www-form-urlencoded',
  ],
];
const BODIES = [
  ...[
    '',
    '{',
    '{"__proto__":{"a":1}}',
    '%',
    'a[]=1&a[b]=2',
    '\u0000\u00ff',
    'a=%ff%00',
    '&'.repeat(9_000),
  ],
  'a'.repeat(70_000),
];

export interface OddRequest {
  /** One octet for each character. */
  readonly octets: string;
  /**
   * The client hangs up before an answer; otherwise the server would wait for the rest of a body
   * that is too short.
   */
  readonly hangsUp: boolean;
}

/** Requests with one or more faults. */
export function oddRequests(around: Ordinary): fc.Arbitrary<OddRequest> {
  const { host, paths, headers, bodies = [] } = around;
  const anyText = fc.string({ unit: 'binary-ascii', maxLength: 40 });
  return fc
    .record({
      method: fc.oneof(fc.constantFrom('GET', 'POST'), fc.constantFrom(...METHODS)),
      path: fc.oneof(
        fc.constantFrom(...paths),
        fc.constantFrom(...PATHS),
        fc.tuple(fc.constantFrom(...paths), anyText).map((parts) => parts.join('')),
      ),
      usual: fc.subarray([`Host: ${host}`, ...headers], { minLength: 1 }),
      odd: fc.subarray(HEADERS, { maxLength: 3 }),
      body: fc.constantFrom(...bodies, ...BODIES),
      framing: fc.constantFrom('right', 'right', 'right', 'long', 'chunked', 'both', 'none'),
    })
    .map(({ method, path, usual, odd, body, framing }) => ({
      hangsUp: framing === 'long',
      octets: [
        `${method} ${path} HTTP/1.1`,
        ...new Set([`Host: ${host}`, ...usual]),
        ...odd,
        'Connection: close',
        ...framed(framing, body),
      ].join('\r\n'),
    }));
}

/** The last headers and the body, with a right or a wrong length. */
function framed(framing: string, body: string): string[] {
  const length = `Content-Length: ${body.length}`;
  const chunked = 'Transfer-Encoding: chunked';
  const chunks = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  switch (framing) {
    case 'long':
      return [`Content-Length: ${body.length + 5}`, '', body];
    case 'chunked':
      return [chunked, '', chunks];
    case 'both':
      return [length, chunked, '', chunks];
    case 'none':
      return ['', body];
    default:
      return [length, '', body];
  }
}

const SILENT_MS = 20_000;

/**
 * Sends a request and nothing more. Returns the status of the answer, or 0 if the connection is
 * closed without one.
 * @throws Error if neither happens
 */
export async function sayOddly(port: number, { octets, hangsUp }: OddRequest): Promise<number> {
  const socket = connect({ host: '127.0.0.1', port });
  let said = '';
  socket.setTimeout(SILENT_MS, () => socket.destroy(new Error('there is no answer')));
  let failed: Error | undefined;
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === undefined) failed = error;
  });
  socket.on('data', (part) => {
    said += part.toString('latin1');
  });
  socket.write(Buffer.from(octets, 'latin1'), () => {
    if (hangsUp) socket.destroy();
  });
  await new Promise((resolve) => void socket.once('close', resolve));
  if (failed !== undefined) throw failed;
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(said)?.[1] ?? 0);
}
