import { createServer, connect as dial, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invalidArgument, unavailable } from '../../errors/index.js';
import { currentTrace, withTrace } from '../../telemetry/index.js';
import { claimPort } from '../../testing/claim-ports.js';
import { connect, openTls, type Peer } from '../index.js';
import {
  type Bench,
  echo,
  gate,
  type Handlers,
  makeHandlers,
  openBench,
} from '../testdata/echo.js';
import { targetOf } from './targets.js';

const FAST = { deadlineMs: 60_000 };
const A = { domain: 'a.tld', text: 'x' };

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

it('accepts only the server that it expects', async () => {
  const expectOther = { expect: 'spiffe://gatepost/service/other' };
  const peer = await bench.peerAs('front-end', 'webmail', expectOther);
  await expect(peer.unary(echo.Say, A, FAST)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: 'other cannot be reached',
  });
  await expect(bench.peerAs('front-end', 'webmail', { expect: 'echo' })).rejects.toThrow(
    'identity',
  );
});

it('reveals no address when a server is not reachable', async () => {
  const { port } = bench.server;
  await bench.server.stop(0);
  const peer = await bench.peerAs('front-end', 'webmail', { targets: [`127.0.0.1:${port}`] });
  const error = await peer.unary(echo.Say, A, FAST).catch((e) => e);
  expect(error).toMatchObject({ code: 'UNAVAILABLE', message: 'echo cannot be reached' });
  expect(String(error.cause.message)).toContain('ECONNREFUSED');
  await expect(peer.connected(100)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

it('passes on the trace of the request being served', async () => {
  const peer = await bench.peerAs('front-end', 'webmail');
  let seen: string | undefined;
  bench.handlers.say = async (_, { trace, log }) => {
    log.info('handled');
    seen = trace.traceId;
    expect(currentTrace()).toEqual(trace);
    return { text: 'x' };
  };
  const trace = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sampled: true };
  await withTrace(trace, () => peer.unary(echo.Say, A, FAST));
  expect(seen).toBe(trace.traceId);
  expect(bench.lines.find((line) => line.includes('handled'))).toContain(trace.traceId);
});

it('never gives a call more time than the one it is made for has left', async () => {
  const peer = await bench.peerAs('front-end', 'webmail');
  let left = 0;
  bench.handlers.say = async (_, { deadline }) => {
    left = deadline - performance.now();
    return { text: 'x' };
  };
  const { signal } = new AbortController();
  const within = { deadline: performance.now() + 30_000, signal };
  await peer.unary(echo.Say, A, { deadlineMs: 60_000, within });
  expect(left).toBeLessThan(30_000);
  const over = { deadline: performance.now() - 1, signal };
  await expect(peer.unary(echo.Say, A, { deadlineMs: 4000, within: over })).rejects.toMatchObject({
    code: 'DEADLINE_EXCEEDED',
  });
});

it('counts its calls', async () => {
  const tls = await openTls({
    files: bench.certificates.filesOf('front-end', 'webmail'),
    log: bench.log,
  });
  bench.onClose(tls.close);
  const peer = connect({
    targets: [`127.0.0.1:${bench.server.port}`],
    tls,
    expect: 'spiffe://gatepost/service/echo',
    metrics: bench.metrics,
  });
  bench.onClose(peer.close);
  await peer.unary(echo.Say, A, FAST);
  expect(await bench.metrics.registry.metrics()).toMatch(
    /grpc_client_handled_total\{service="test.v1.EchoService",method="Say",code="OK".*\} 1\n/,
  );
});

describe('with two replicas', () => {
  let first: Handlers;
  let second: Handlers;
  let ways: [Way, Way];
  let peer: Peer;
  beforeEach(async () => {
    [first, second] = [makeHandlers(), makeHandlers()];
    const servers = [await bench.startServer({}, first), await bench.startServer({}, second)];
    ways = [await openWay(servers[0]?.port), await openWay(servers[1]?.port)];
    for (const way of ways) bench.onClose(way.cut);
    const targets = ways.map(({ port }) => `127.0.0.1:${port}`);
    peer = await bench.peerAs('front-end', 'webmail', { targets });
    first.say = async () => ({ text: 'first' });
    second.say = async () => ({ text: 'second' });
    await hearFrom('first', 'second');
  });

  /** Repeats the question until each of these replicas has answered. */
  const hearFrom = async (...wanted: string[]) => {
    const heard = new Set<string>();
    while (!wanted.every((name) => heard.has(name))) {
      const { text } = await peer.unary(echo.Say, A, { ...FAST, waitForReady: true });
      heard.add(text);
    }
  };

  it('tells UNAVAILABLE where one dies in the middle of a call; the other goes on', async () => {
    const started = [gate(), gate()] as const;
    const answer = gate<{ text: string }>();
    first.say = () => {
      started[0].open();
      return new Promise(() => {});
    };
    second.say = () => {
      started[1].open();
      return answer.promise;
    };
    const calls = [peer.unary(echo.Say, A, FAST), peer.unary(echo.Say, A, FAST)];
    const outcomes = Promise.allSettled(calls);
    await Promise.all(started.map(({ promise }) => promise));
    await ways[0].cut();
    await Promise.race(calls).catch(() => {});
    answer.open({ text: 'second' });
    const [failed, fine] = (await outcomes).sort((a) => (a.status === 'rejected' ? -1 : 1));
    expect(failed).toMatchObject({
      reason: { code: 'UNAVAILABLE', message: 'echo cannot be reached' },
    });
    expect(fine).toMatchObject({ value: { text: 'second' } });
    for (let i = 0; i < 4; i++) {
      expect(await peer.unary(echo.Say, A, FAST)).toEqual({ text: 'second' });
    }
    first.say = async () => ({ text: 'first' });
    await ways[0].open();
    await hearFrom('first');
  });

  it('asks the other replica only if asking twice is harmless', async () => {
    let asked = 0;
    first.say = async () => {
      asked += 1;
      throw unavailable('the database is down');
    };
    const ask = (repeatable: boolean) => peer.unary(echo.Say, A, { ...FAST, repeatable });
    for (let i = 0; i < 4; i++) expect(await ask(true)).toEqual({ text: 'second' });
    expect(asked).toBeGreaterThan(0);
    const outcomes = await Promise.allSettled([ask(false), ask(false)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    second.say = async () => {
      throw invalidArgument('x', 'is wrong');
    };
    first.say = second.say;
    await expect(ask(true)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

it.each([
  [['127.0.0.1:1', '127.0.0.2:1'], 'ipv4:127.0.0.1:1,127.0.0.2:1'],
  [['[::1]:1'], 'ipv6:[::1]:1'],
  [['policy:7101'], 'dns:///policy:7101'],
])('makes one target of %j', (targets, target) => {
  expect(targetOf(targets)).toBe(target);
});

it.each([[[]], [['a:1', 'b:1']], [['127.0.0.1:1', '[::1]:1']], [['127.0.0.1']], [['127.0.0.1:0']]])(
  'refuses the targets %j',
  (targets) => {
    expect(() => targetOf(targets)).toThrow(TypeError);
  },
);

/** A TCP proxy to a port. The test can cut its connections, as a crash would. */
interface Way {
  readonly port: number;
  open(): Promise<void>;
  cut(): Promise<void>;
}

async function openWay(to = 0): Promise<Way> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const onward = dial(to, '127.0.0.1');
    for (const [socket, other] of [
      [client, onward],
      [onward, client],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => other.destroy());
    }
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const port = await claimPort();
  await listen(port);
  return {
    port,
    open: () => listen(port),
    cut: async () => {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.resetAndDestroy();
      sockets.clear();
      await closed;
    },
  };
}
