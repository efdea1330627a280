import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceDefinition as Loaded, loadSync } from '@grpc/proto-loader';
import { type Certificates, ensureCertificates, type Role } from '../../certificates/index.js';
import { packageRoot } from '../../config/index.js';
import { invalidArgument } from '../../errors/index.js';
import { createLog, type Log } from '../../log/index.js';
import { createMetrics, type Metrics } from '../../telemetry/index.js';
import type { BidiDefinition, ServerStreamDefinition } from '../client/streams.js';
import type { UnaryDefinition } from '../client/unary.js';
import {
  type CallContext,
  connect,
  defineService,
  openTls,
  type Peer,
  type Service,
  serve,
} from '../index.js';
import type { RunningServer, ServeOptions } from '../server/serve.js';

export interface Say {
  domain?: string;
  text?: string;
  padding?: Buffer;
}
export interface Count {
  domain?: string;
  to?: number;
  size?: number;
}
export interface Chat {
  id?: number;
  domain?: string;
  text?: string;
  timeoutMs?: number;
}
export interface ChatAnswer {
  id: number;
  text: string;
  error: string;
}

export const testdata = join(packageRoot, 'libs/grpc/testdata');
const loaded = loadSync(join(testdata, 'echo.proto'), { defaults: true });
const definition = loaded['test.v1.EchoService'] as Loaded;

export const echo = definition as unknown as {
  Say: UnaryDefinition<Say, { text: string }>;
  Forgotten: UnaryDefinition<Say, { text: string }>;
  Count: ServerStreamDefinition<Count, { n: number }>;
  Chat: BidiDefinition<Chat, ChatAnswer>;
  Talk: BidiDefinition<Say, { text: string }>;
};

/** What the handlers do; each test replaces them. */
export interface Handlers {
  say: (request: Say, context: CallContext) => Promise<{ text: string }>;
  count: (request: Count, context: CallContext) => AsyncIterable<object>;
  chat: (request: Chat, context: CallContext) => Promise<object>;
  talk: (requests: AsyncIterable<Say>, context: CallContext) => AsyncIterable<object>;
}

export const ALLOW = `
callers:
  - identity: spiffe://gatepost/front-end/webmail
    rpcs: [test.v1.EchoService/*]
    domains: ["*"]
    may: [explain]
  - identity: spiffe://gatepost/front-end/imap
    rpcs: [test.v1.EchoService/Say, test.v1.EchoService/Chat, test.v1.EchoService/Talk]
    domains: [a.tld, b.tld]
  - identity: spiffe://gatepost/admin/corp
    rpcs: [test.v1.EchoService/Talk]
    domains: [a.tld]
  - identity: spiffe://gatepost/admin/operator
    rpcs: [test.v1.EchoService/Talk]
    domains: [a.tld]
`;

/** A server with its certificates and whatever else a test opened; `close` ends all of it. */
export interface Bench {
  readonly dir: string;
  readonly certificates: Certificates;
  readonly handlers: Handlers;
  readonly lines: string[];
  readonly log: Log;
  readonly metrics: Metrics;
  readonly server: RunningServer;
  readonly onClose: (work: () => unknown) => void;
  peerAs(
    role: Role,
    name: string,
    options?: { expect?: string; targets?: string[] },
  ): Promise<Peer>;
  startServer(options?: Partial<ServeOptions>, handlers?: Handlers): Promise<RunningServer>;
  close(): Promise<void>;
}

/** Opens a bench with one server of the echo service; `options` change the server. */
export async function openBench(options: Partial<ServeOptions> = {}): Promise<Bench> {
  const dir = mkdtempSync(join(tmpdir(), 'gatepost-grpc-'));
  const closing: (() => unknown)[] = [() => rmSync(dir, { recursive: true, force: true })];
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLog({ service: 'echo', level: 'debug', destination });
  const metrics = createMetrics({ service: 'echo', process: false });
  const identities: { role: Role; name: string }[] = [
    { role: 'service', name: 'echo' },
    { role: 'service', name: 'other' },
    { role: 'front-end', name: 'webmail' },
    { role: 'front-end', name: 'imap' },
    { role: 'admin', name: 'corp' },
    { role: 'admin', name: 'operator' },
    { role: 'auditor', name: 'nobody' },
  ];
  const certificates = await ensureCertificates({ dir, identities, now: Date.now() });
  writeFileSync(join(dir, 'access.yaml'), ALLOW);

  const handlers = makeHandlers();
  const startServer = async (given: Partial<ServeOptions> = {}, own = handlers) => {
    const tls = await openTls({ files: certificates.filesOf('service', 'echo'), log });
    const server = await serve({
      listen: { host: '127.0.0.1', port: 0 },
      tls,
      access: join(dir, 'access.yaml'),
      services: [makeService(own)],
      log,
      metrics,
      ready: () => true,
      deadlines: { default: 5000, max: 10_000 },
      protoDir: testdata,
      ...given,
    });
    closing.push(tls.close, () => server.stop(0));
    return server;
  };
  const server = await startServer(options);
  return {
    dir,
    certificates,
    handlers,
    lines,
    log,
    metrics,
    server,
    onClose: (work) => void closing.push(work),
    startServer,
    async peerAs(role, name, { expect, targets } = {}) {
      const tls = await openTls({ files: certificates.filesOf(role, name), log });
      const peer = connect({
        targets: targets ?? [`127.0.0.1:${server.port}`],
        tls,
        expect: expect ?? 'spiffe://gatepost/service/echo',
      });
      closing.push(tls.close, peer.close);
      return peer;
    },
    async close() {
      for (const work of closing.splice(0).reverse()) await work();
    },
  };
}

/** The default handlers: echoes, and `count` from 1 to `to`. */
export function makeHandlers(): Handlers {
  return {
    say: async ({ text }) => ({ text: `${text}` }),
    count: async function* ({ to = 0, size = 0 }) {
      for (let n = 1; n <= to; n++) yield { n, padding: Buffer.alloc(size) };
    },
    chat: async ({ id, text }) => ({ id, text }),
    talk: async function* (requests) {
      for await (const { text } of requests) yield { text };
    },
  };
}

function makeService(handlers: Handlers): Service {
  return defineService(definition as never, {
    handlers: {
      Say: (request: Say, context: CallContext) => handlers.say(request, context),
      Forgotten: (request: Say, context: CallContext) => handlers.say(request, context),
      Count: (request: Count, context: CallContext) => handlers.count(request, context),
      Chat: {
        message: (request: Chat, context: CallContext) => handlers.chat(request, context),
        onError: ({ id }: Chat, { code, message }: { code: string; message: string }) => ({
          id,
          error: `${code}: ${message}`,
        }),
        timeoutOf: ({ timeoutMs }: Chat) => timeoutMs,
      },
      Talk: {
        converse: (requests: AsyncIterable<Say>, context: CallContext) =>
          handlers.talk(requests, context),
      },
    } as never,
    domainOf: {
      Say: domainOf,
      Count: domainOf,
      Chat: domainOf,
      Talk: domainOf,
    } as never,
    maxRequestBytes: { Talk: 10_000 } as never,
  });
}

function domainOf({ domain = '' }: { domain?: string }): string {
  if (domain === 'throws') throw new RangeError('hunter2');
  if (!/^[a-z.]+$/.test(domain)) throw invalidArgument('domain', 'is not a domain');
  return domain;
}

/** A promise, and the function that resolves it. */
export function gate<T = void>(): { promise: Promise<T>; open: (value: T) => void } {
  let open: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

/** An async iterable of requests that a test pushes one by one. */
export function pushable<T>() {
  const queue: T[] = [];
  let over = false;
  let wake = () => {};
  async function* requests() {
    for (;;) {
      const next = queue.shift();
      if (next !== undefined) yield next;
      else if (over) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }
  return {
    requests: requests(),
    push(item: T) {
      queue.push(item);
      wake();
    },
    end() {
      over = true;
      wake();
    },
  };
}
