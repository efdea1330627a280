import { readFileSync } from 'node:fs';
import { type ClientHttp2Session, connect } from 'node:http2';

const CONNECTIONS = 4;

export interface TlsFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

export interface Calls {
  /** `/<package>.<service>/<method>` */
  readonly path: string;
  readonly count: number;
  /** How many calls, or messages of the streams, wait for their answers at once. */
  readonly inFlight: number;
  /** Calls per second. Default: as fast as they are answered. */
  readonly rate?: number;
  /** The encoded request of call `n`. */
  request(n: number): Uint8Array;
  /** @throws if the answer is not the one to be measured */
  check(answer: Uint8Array): void;
}

/** Four HTTP/2 connections with hand-written gRPC, so that the caller costs little. */
export interface Load {
  /** Makes unary calls. Resolves to the time of each, in ms. */
  unary(calls: Calls): Promise<number[]>;
  /** Sends messages on one stream for each connection. Resolves to the time of each, in ms. */
  stream(calls: Calls & { idOf(answer: Uint8Array): number }): Promise<number[]>;
  close(): void;
}

/** Opens the connections to a service on 127.0.0.1. The caller closes them. */
export function openLoad(port: number, tls: TlsFiles): Load {
  const sessions = Array.from({ length: CONNECTIONS }, () =>
    connect(`https://127.0.0.1:${port}`, {
      ca: readFileSync(tls.ca),
      cert: readFileSync(tls.cert),
      key: readFileSync(tls.key),
      // A service is identified by the URI in its certificate, which a bench need not check.
      checkServerIdentity: () => undefined,
      settings: { initialWindowSize: 1 << 20 },
    }),
  );
  const session = (n: number) => sessions[n % CONNECTIONS] as ClientHttp2Session;
  return {
    async unary(calls) {
      const samples: number[] = [];
      const one = async (n: number) => {
        const frame = framed(calls.request(n));
        const since = performance.now();
        calls.check(await callOnce(session(n), calls.path, frame));
        samples.push(performance.now() - since);
      };
      await (calls.rate === undefined ? atOnce(calls, one) : paced(calls, calls.rate, one));
      return samples;
    },
    async stream(calls) {
      const samples: number[] = [];
      const each = Math.floor(calls.count / CONNECTIONS);
      const window = Math.max(1, Math.floor(calls.inFlight / CONNECTIONS));
      const took = (ms: number) => samples.push(ms);
      const shares = sessions.map((of) => talk(of, { ...calls, count: each }, window, took));
      await Promise.all(shares);
      return samples;
    },
    close() {
      for (const each of sessions) each.close();
    },
  };
}

async function atOnce(calls: Calls, one: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < calls.count; n = next++) await one(n);
  };
  await Promise.all(Array.from({ length: calls.inFlight }, worker));
}

/** Sends calls at an even rate, whether or not the one before was answered. */
async function paced(calls: Calls, rate: number, one: (n: number) => Promise<void>) {
  const began = performance.now();
  const running: Promise<void>[] = [];
  for (let n = 0; n < calls.count; n += 1) {
    const wait = began + (n * 1000) / rate - performance.now();
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    running.push(one(n));
  }
  await Promise.all(running);
}

function headersOf(path: string) {
  return {
    ...{ ':method': 'POST', ':path': path, te: 'trailers' },
    ...{ 'content-type': 'application/grpc', 'grpc-timeout': '30S' },
  };
}

/**
 * gRPC over HTTP/2, "Length-Prefixed-Message": the flag for not compressed, the length, the
 * message.
 */
export function framed(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

function callOnce(session: ClientHttp2Session, path: string, frame: Buffer): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const call = session.request(headersOf(path));
    const parts: Buffer[] = [];
    let failed = '';
    const look = (headers: Record<string, unknown>) => {
      const status = headers['grpc-status'];
      if (status !== undefined && status !== '0') {
        failed = `${path}: status ${status}, ${headers['grpc-message']}`;
      }
    };
    call.on('response', look);
    call.on('trailers', look);
    call.on('data', (part: Buffer) => parts.push(part));
    call.on('error', reject);
    call.on('end', () => {
      if (failed !== '') reject(new Error(failed));
      else resolve(Buffer.concat(parts).subarray(5));
    });
    call.end(frame);
  });
}

/** One stream with `window` messages on their way; the next is sent when one is answered. */
function talk(
  session: ClientHttp2Session,
  calls: Calls & { idOf(answer: Uint8Array): number },
  window: number,
  took: (ms: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = session.request(headersOf(calls.path));
    const sent = new Map<number, number>();
    let next = 0;
    let answered = 0;
    let rest: Buffer = Buffer.alloc(0);
    const send = () => {
      if (next === calls.count) return;
      // 0 is not a valid id.
      next += 1;
      sent.set(next, performance.now());
      call.write(framed(calls.request(next)));
    };
    call.on('data', (part: Buffer) => {
      rest = rest.length === 0 ? part : Buffer.concat([rest, part]);
      while (rest.length >= 5 && rest.length >= 5 + rest.readUInt32BE(1)) {
        const answer = rest.subarray(5, 5 + rest.readUInt32BE(1));
        rest = rest.subarray(5 + answer.length);
        calls.check(answer);
        took(performance.now() - (sent.get(calls.idOf(answer)) ?? Number.NaN));
        answered += 1;
        if (answered === calls.count) call.end();
        else send();
      }
    });
    call.on('error', reject);
    const look = (headers: Record<string, unknown>) => {
      const status = headers['grpc-status'] ?? '0';
      if (status !== '0') reject(new Error(`status ${status}, ${headers['grpc-message']}`));
    };
    call.on('response', look);
    call.on('trailers', look);
    call.on('close', () => resolve());
    for (let n = 0; n < window; n += 1) send();
  });
}
