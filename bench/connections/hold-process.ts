import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';

// node hold-process.js '<port, and files of ca, cert and key>': opens what a message says, and keeps it. The answer is
// how many connections and streams there are.

export interface Wanted {
  readonly connections: number;
  /** Streams at the first connection. */
  readonly streams: number;
  readonly path: string;
  /** What each stream sends every ten seconds, as one frame, in base64. One that says nothing for twenty is ended. */
  readonly frame: string;
}

const AT_ONCE = 20;
const { port, files } = JSON.parse(process.argv[2] ?? '{}') as {
  port: number;
  files: { ca: string; cert: string; key: string };
};
const tls = {
  ca: readFileSync(files.ca),
  cert: readFileSync(files.cert),
  key: readFileSync(files.key),
  // A service is identified by the URI in its certificate, which a bench need not check.
  checkServerIdentity: () => undefined,
};
const held = new Set<ClientHttp2Session>();
const streams = new Set<ClientHttp2Stream>();

async function open(): Promise<void> {
  const session = connect(`https://127.0.0.1:${port}`, tls);
  session.on('error', () => undefined);
  session.once('close', () => held.delete(session));
  await once(session, 'remoteSettings');
  held.add(session);
}

async function converse({ path, frame }: Wanted): Promise<void> {
  const [session] = held;
  if (session === undefined) throw new Error('there is no connection');
  const stream = session.request({
    ...{ ':method': 'POST', ':path': path, te: 'trailers' },
    ...{ 'content-type': 'application/grpc', 'grpc-timeout': '1H' },
  });
  const say = () => stream.write(Buffer.from(frame, 'base64'));
  const saying = setInterval(say, 10_000);
  stream.on('error', () => undefined);
  stream.once('close', () => {
    clearInterval(saying);
    streams.delete(stream);
  });
  say();
  await once(stream, 'data');
  stream.resume();
  streams.add(stream);
}

async function times(count: number, work: () => Promise<void>): Promise<void> {
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

process.on('message', async (wanted: Wanted) => {
  await times(wanted.connections, open);
  await times(wanted.streams, () => converse(wanted));
  process.send?.({ connections: held.size, streams: streams.size });
});
process.once('disconnect', () => process.exit(0));
