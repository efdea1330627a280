import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:http2';
import { join } from 'node:path';
import { loadSync } from '@grpc/proto-loader';
import { service as healthDefinition } from 'grpc-health-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureCertificates } from '../../certificates/index.js';
import { packageRoot } from '../../config/index.js';
import { until } from '../../testing/until.js';
import type { BidiDefinition, ServerStreamDefinition } from '../client/streams.js';
import type { UnaryDefinition } from '../client/unary.js';
import { defineService, NO_DOMAIN, openTls, type Peer } from '../index.js';
import { type Bench, echo, gate, openBench, pushable } from '../testdata/echo.js';

const health = healthDefinition as unknown as {
  Check: UnaryDefinition<{ service?: string }, { status: string }>;
  Watch: ServerStreamDefinition<{ service?: string }, { status: string }>;
};
const FAST = { deadlineMs: 60_000 };
const A = { domain: 'a.tld', text: 'x' };

let bench: Bench;
let ready: boolean | Error | 'hang';
let complete: boolean;
beforeEach(async () => {
  ready = true;
  complete = true;
  bench = await openBench({
    conditions: { 'test.record': () => complete },
    ready: async () => {
      if (ready instanceof Error) throw ready;
      return ready === 'hang' ? new Promise(() => {}) : ready;
    },
  });
});
afterEach(() => bench.close());

const check = (peer: Peer, service?: string) =>
  peer.unary(health.Check, service === undefined ? {} : { service }, FAST);

describe('health', () => {
  it('reports the whole and each service to any identity of our authority', async () => {
    await bench.server.check();
    const nobody = await bench.peerAs('auditor', 'nobody');
    expect((await check(nobody)).status).toBe('SERVING');
    expect((await check(nobody, 'test.v1.EchoService')).status).toBe('SERVING');
    await expect(check(nobody, 'other')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('reports a condition separately, also to watchers', async () => {
    await bench.server.check();
    const nobody = await bench.peerAs('auditor', 'nobody');
    const watch = nobody.serverStream(health.Watch, { service: 'test.record' });
    expect((await watch.next()).value).toMatchObject({ status: 'SERVING' });
    complete = false;
    await bench.server.check();
    expect((await watch.next()).value).toMatchObject({ status: 'NOT_SERVING' });
    expect((await check(nobody, 'test.record')).status).toBe('NOT_SERVING');
    expect((await check(nobody)).status).toBe('SERVING');
    complete = true;
    ready = false;
    await bench.server.check();
    expect((await check(nobody, 'test.record')).status).toBe('NOT_SERVING');
  });

  it('follows readiness, and tells watchers', async () => {
    await bench.server.check();
    const nobody = await bench.peerAs('auditor', 'nobody');
    const watch = nobody.serverStream(health.Watch, {});
    expect((await watch.next()).value).toMatchObject({ status: 'SERVING' });
    for (const state of [false, new Error('database')] as const) {
      ready = state;
      await bench.server.check();
      expect(bench.server.isReady()).toBe(false);
      expect((await watch.next()).value).toMatchObject({ status: 'NOT_SERVING' });
      ready = true;
      await bench.server.check();
      expect((await watch.next()).value).toMatchObject({ status: 'SERVING' });
    }
    ready = 'hang';
    await bench.server.check();
    expect((await check(nobody)).status).toBe('NOT_SERVING');
  });

  it('is reported while every slot is taken', async () => {
    const crowded = await bench.startServer({ limits: { calls: 1, streams: 1 } });
    const targets = [`127.0.0.1:${crowded.port}`];
    const webmail = await bench.peerAs('front-end', 'webmail', { targets });
    const started = gate();
    bench.handlers.say = () => {
      started.open();
      return new Promise(() => {});
    };
    webmail.unary(echo.Say, A, FAST).catch(() => {});
    await started.promise;
    await expect(webmail.unary(echo.Say, A, FAST)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await check(webmail)).toBeDefined();
  });
});

it('describes its services by reflection', async () => {
  const path = 'node_modules/@grpc/reflection/build/proto/grpc/reflection/v1/reflection.proto';
  const loaded = loadSync(join(packageRoot, path), { keepCase: true, enums: String });
  const reflection = loaded['grpc.reflection.v1.ServerReflection'] as unknown as {
    ServerReflectionInfo: BidiDefinition<
      object,
      {
        list_services_response?: { service: { name: string }[] };
        file_descriptor_response?: { file_descriptor_proto: Buffer[] };
        error_response?: { error_code: number };
      }
    >;
  };
  const nobody = await bench.peerAs('auditor', 'nobody');
  const { requests, push, end } = pushable<object>();
  const answers = nobody.bidi(reflection.ServerReflectionInfo, requests);
  push({ list_services: '' });
  const list = (await answers.next()).value;
  expect(
    list?.list_services_response?.service.map((found: { name: string }) => found.name),
  ).toEqual(['test.v1.EchoService']);
  push({ file_containing_symbol: 'test.v1.EchoService' });
  const files = (await answers.next()).value?.file_descriptor_response?.file_descriptor_proto;
  expect(Buffer.concat(files ?? []).toString('latin1')).toContain('SayRequest');
  push({ file_containing_symbol: 'test.v1.Nothing' });
  expect((await answers.next()).value?.error_response?.error_code).toBe(5);
  end();
  expect((await answers.next()).done).toBe(true);
});

describe('stop', () => {
  it('lets calls finish, ends endless streams, refuses new calls, and says so', async () => {
    await bench.server.check();
    const webmail = await bench.peerAs('front-end', 'webmail');
    const open = gate<{ text: string }>();
    const started = gate();
    bench.handlers.say = () => {
      started.open();
      return open.promise;
    };
    bench.handlers.chat = () => open.promise;
    const call = webmail.unary(echo.Say, A, FAST);
    bench.handlers.count = async function* () {
      yield { n: 1 };
      await new Promise(() => {});
    };
    const endless = webmail.serverStream(echo.Count, A);
    await endless.next();
    const watch = webmail.serverStream(health.Watch, {});
    await watch.next();
    const { requests, push } = pushable<object>();
    const chat = webmail.bidi(echo.Chat, requests);
    push({ ...A, id: 1 });
    const answer = chat.next();
    await started.promise;
    await inFlight(2);

    const stopped = bench.server.stop(600_000);
    expect(bench.server.isReady()).toBe(false);
    await expect(endless.next()).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: 'the server is stopping',
    });
    await expect(webmail.unary(echo.Say, A, FAST)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    open.open({ text: 'done' });
    expect(await call).toEqual({ text: 'done' });
    expect((await answer).value).toMatchObject({ text: 'done' });
    await expect(chat.next()).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: 'the server is stopping',
    });
    await stopped;
  });

  it('waits no longer than its grace period', async () => {
    const webmail = await bench.peerAs('front-end', 'webmail');
    const started = gate<AbortSignal>();
    bench.handlers.say = (_, { signal }) => {
      started.open(signal);
      return new Promise(() => {});
    };
    const call = webmail.unary(echo.Say, A, FAST);
    call.catch(() => {});
    const signal = await started.promise;
    await bench.server.stop(50);
    await expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(signal.reason).toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('does not wait for a client that neither ends its stream nor leaves', async () => {
    const { ca, cert, key } = bench.certificates.filesOf('front-end', 'webmail');
    const session = connect(`https://localhost:${bench.server.port}`, {
      ca: readFileSync(ca),
      cert: readFileSync(cert),
      key: readFileSync(key),
    });
    session.on('error', () => {});
    const stream = session.request({
      ':method': 'POST',
      ':path': echo.Chat.path,
      'content-type': 'application/grpc',
    });
    stream.on('error', () => {});
    await new Promise((resolve) => session.on('connect', resolve));
    await new Promise((resolve) => session.ping(resolve));
    const closed = new Promise((resolve) => session.on('close', resolve));
    await bench.server.stop(50);
    await closed;
  });

  const inFlight = (count: number) =>
    until(`${count} calls are in flight`, async () => {
      const text = await bench.metrics.registry.metrics();
      expect(text).toMatch(new RegExp(`grpc_server_in_flight\\{.*\\} ${count}\\n`));
    });
});

describe('start', () => {
  it('says plainly that its port is taken', async () => {
    const { port } = bench.server;
    const listen = { host: '127.0.0.1', port };
    await expect(bench.startServer({ listen })).rejects.toThrow(
      `listen 127.0.0.1:${port}: address already in use`,
    );
  });

  it('refuses an allow-list that is broken', async () => {
    writeFileSync(join(bench.dir, 'bad.yaml'), 'callers: [{}]');
    await expect(bench.startServer({ access: join(bench.dir, 'bad.yaml') })).rejects.toThrow(
      /bad\.yaml:1:11: callers\[0\]\.identity: is required/,
    );
  });

  it('refuses a service without a handler, and a method that is defined twice', async () => {
    const definition = { Say: echo.Say } as never;
    const domainOf = { Say: () => NO_DOMAIN } as never;
    expect(() => defineService(definition, { handlers: {} as never, domainOf })).toThrow(
      'has no handler',
    );
    const service = defineService(definition, { handlers: { Say: () => {} } as never, domainOf });
    await expect(bench.startServer({ services: [service, service] })).rejects.toThrow(
      'test.v1.EchoService/Say is defined twice',
    );
  });
});

describe('TLS files', () => {
  it('are reloaded without a restart, and only if they are valid', async () => {
    const files = bench.certificates.filesOf('service', 'echo');
    const tls = await openTls({ files, log: bench.log });
    bench.onClose(tls.close);
    const server = await bench.startServer({ tls });
    const targets = [`127.0.0.1:${server.port}`];
    const before = tls.current().cert;

    copyFileSync(bench.certificates.filesOf('service', 'other').key, files.key);
    await tls.check();
    expect(tls.current().cert).toBe(before);
    expect(bench.lines.join()).toContain('the old one stays in force');

    // A new authority: clients with a certificate of the old one are refused.
    const oldClient = await bench.peerAs('front-end', 'webmail', { targets });
    await renewAuthority();
    await tls.check();
    expect(tls.current().cert).not.toEqual(before);
    const newClient = await bench.peerAs('front-end', 'webmail', { targets });
    expect(await newClient.unary(echo.Say, A, FAST)).toEqual({ text: 'x' });
    await expect(oldClient.unary(echo.Say, A, FAST)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
  });

  const IDENTITIES = [
    { role: 'service', name: 'echo' },
    { role: 'front-end', name: 'webmail' },
  ] as const;
  const renewAuthority = async () => {
    rmSync(join(bench.dir, 'ca.key'));
    await ensureCertificates({ dir: bench.dir, identities: IDENTITIES, now: Date.now() });
  };
});
