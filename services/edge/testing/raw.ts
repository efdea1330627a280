import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Sends raw bytes, and reads until the other side closes or has sent `until`. */
export function exchange(
  port: number,
  bytes: string | Buffer,
  options: { from?: string; until?: string; tls?: { ca: Buffer; cert: Buffer; key: Buffer } } = {},
): Promise<string> {
  const { from, until, tls } = options;
  return new Promise((resolve, reject) => {
    const to = { host: '127.0.0.1', port, ...(from && { localAddress: from }) };
    const socket = tls === undefined ? connect(to) : connectTls({ ...to, ...tls });
    let said = '';
    socket.setEncoding('latin1');
    socket.on(tls ? 'secureConnect' : 'connect', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      said += chunk;
      if (until !== undefined && said.includes(until)) socket.destroy();
    });
    socket.on('close', () => resolve(said));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET') reject(error);
    });
  });
}

/** An HTTP/1.0 request as nginx and others write it; octets as latin1. */
export function httpRequest(
  line: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): Buffer {
  const all = { ...headers, ...(body && { 'Content-Length': `${Buffer.byteLength(body)}` }) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${line} HTTP/1.0\r\n${lines.join('')}\r\n${body}`, 'latin1');
}

export interface RawAnswer {
  readonly status: number;
  /** By name in lower case; of repeated headers, the last. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Reads an HTTP/1 answer that has no chunks. */
export function readAnswer(text: string): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [line = '', ...lines] = head.split('\r\n');
  const headers = lines.map((header) => {
    const at = header.indexOf(':');
    return [header.slice(0, at).toLowerCase(), header.slice(at + 1).trim()] as const;
  });
  const status = Number(line.split(' ')[1] ?? 0);
  return { status, headers: Object.fromEntries(headers), body: rest.join('\r\n\r\n') };
}
