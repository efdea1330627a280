import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { GatepostError, invalidArguments, unavailable } from '../../errors/index.js';
import type { CallContext, Peer } from '../index.js';
import { type Bench, echo, gate, openBench } from '../testdata/echo.js';

let bench: Bench;
let webmail: Peer;
beforeAll(async () => {
  bench = await openBench({
    deadlines: { default: 1_000, max: 3_000 },
    limits: { calls: 2 },
  });
  webmail = await bench.peerAs('front-end', 'webmail');
  // Connects first, so that connecting takes no time from a call's deadline.
  await webmail.connected(20_000);
});
let kept: Bench['handlers']['say'];
beforeAll(() => {
  kept = bench.handlers.say;
});
afterEach(() => {
  bench.handlers.say = kept;
  bench.lines.length = 0;
});
afterAll(() => bench.close());

const A = { domain: 'a.tld', text: 'x' };
const say = (deadlineMs = 5000) => webmail.unary(echo.Say, A, { deadlineMs });
const never = new Promise<never>(() => {});

it('tells the handler who calls, what for, and for how long', async () => {
  let seen: CallContext | undefined;
  bench.handlers.say = async (_, context) => {
    seen = context;
    context.log.info('handled');
    return { text: 'x' };
  };
  await say(2_500);
  expect(seen?.caller).toEqual({
    role: 'front-end',
    name: 'webmail',
    uri: 'spiffe://gatepost/front-end/webmail',
  });
  expect(seen?.grant.may('explain')).toBe(true);
  expect(seen?.grant.may('password-verified')).toBe(false);
  expect((seen?.deadline ?? 0) - performance.now()).toBeLessThan(2_480);
  expect(bench.lines.join()).toContain('"rpc":"test.v1.EchoService/Say"');
});

it.each<[string, () => Promise<never>]>([
  ['rejects', () => Promise.reject(new Error('relation "accounts" does not exist'))],
  [
    'throws at once',
    () => {
      throw new Error('relation "accounts" does not exist');
    },
  ],
  ['throws what is no error', () => Promise.reject('relation "accounts" does not exist')],
])(
  'answers a handler that %s with a neutral INTERNAL, and logs the cause once',
  async (_, fail) => {
    bench.handlers.say = fail;
    const error = await say().catch((e) => e);
    expect(error).toMatchObject({ code: 'INTERNAL', message: 'internal error' });
    const logged = bench.lines.filter((line) => line.includes('relation'));
    expect(logged).toHaveLength(1);
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({ level: 'error' });
  },
);

it('answers INTERNAL if a handler returns nothing, or something that cannot be encoded', async () => {
  bench.handlers.say = async () => undefined as never;
  await expect(say()).rejects.toMatchObject({ code: 'INTERNAL' });
  bench.handlers.say = async () => ({
    get text(): string {
      throw new Error('lazy');
    },
  });
  await expect(say()).rejects.toMatchObject({ code: 'INTERNAL' });
});

it('carries code, message and violations across, never the cause', async () => {
  const violations = [
    { field: 'account', description: 'has no @' },
    { field: 'client_ip', description: 'ist keine Adresse: „1“' },
  ];
  bench.handlers.say = () => Promise.reject(invalidArguments(violations));
  await expect(say()).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', violations });
  bench.handlers.say = () => Promise.reject(unavailable('directory down', new Error('hunter2')));
  const error: GatepostError = await say().catch((e) => e);
  expect(error).toMatchObject({ code: 'UNAVAILABLE', message: 'directory down' });
  expect(String((error.cause as Error).message)).not.toContain('hunter2');
});

it('ends properly even with an error that no header could carry', async () => {
  const violations = Array.from({ length: 500 }, (_, i) => ({
    field: `rules[${i}]`,
    description: `\ud800\n${'ß'.repeat(1000)}`,
  }));
  bench.handlers.say = () =>
    Promise.reject(
      new GatepostError('FAILED_PRECONDITION', '\ud800\r\n…'.repeat(999), { violations }),
    );
  const error: GatepostError = await say().catch((e) => e);
  expect(error.code).toBe('FAILED_PRECONDITION');
  expect(error.violations.at(-1)?.description).toMatch(/^and 49\d more$/);
});

it('ends a handler that never answers a little before the caller would give up', async () => {
  let signal: AbortSignal | undefined;
  let left = 0;
  bench.handlers.say = (_, context) => {
    signal = context.signal;
    left = context.deadline - performance.now();
    return never;
  };
  await expect(say(900)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  expect(left).toBeLessThanOrEqual(880);
  expect(signal?.reason).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
});

it.each([
  ['no deadline', Number.POSITIVE_INFINITY, 0, 1_000],
  ['a deadline beyond the greatest', 60_000, 1_000, 3_000],
])('gives a call with %s what the server allows', async (_, deadlineMs, above, allowed) => {
  let left = 0;
  bench.handlers.say = (_request, { deadline }) => {
    left = deadline - performance.now();
    return never;
  };
  const error: GatepostError = await say(deadlineMs).catch((e) => e);
  // The server's message. The client's own would be 'echo did not answer in time'.
  expect(error.message).toBe('deadline exceeded');
  expect(left).toBeGreaterThan(above);
  expect(left).toBeLessThanOrEqual(allowed);
});

it('aborts the handler when the caller goes away', async () => {
  const started = gate();
  const aborted = gate<unknown>();
  bench.handlers.say = (_, { signal }) => {
    signal.addEventListener('abort', () => aborted.open(signal.reason));
    started.open();
    return never;
  };
  const leave = new AbortController();
  const call = webmail.unary(echo.Say, A, { deadlineMs: 60_000, signal: leave.signal });
  await started.promise;
  leave.abort();
  await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await aborted.promise).toMatchObject({ code: 'CANCELLED' });
});

it('refuses a call if no slot is free, and releases slots', async () => {
  const open = gate<{ text: string }>();
  const both = gate();
  let inside = 0;
  bench.handlers.say = () => {
    inside += 1;
    if (inside === 2) both.open();
    return open.promise;
  };
  const calls = [say(), say()];
  await both.promise;
  await expect(say()).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: 'too many calls at once',
  });
  open.open({ text: 'x' });
  await Promise.all(calls);
  for (const fails of [false, true, false, true, false]) {
    bench.handlers.say = fails ? () => Promise.reject(new Error('x')) : kept;
    if (fails) await expect(say()).rejects.toMatchObject({ code: 'INTERNAL' });
    else expect(await say()).toEqual({ text: 'x' });
  }
});

it('refuses a request that is too long, before it is decoded', async () => {
  const tooLong = { ...A, padding: Buffer.alloc(1024 * 1024) };
  await expect(webmail.unary(echo.Say, tooLong, { deadlineMs: 60_000 })).rejects.toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
  });
  const longest = { ...A, padding: Buffer.alloc(1024 * 1024 - 64) };
  expect(await webmail.unary(echo.Say, longest, { deadlineMs: 60_000 })).toEqual({ text: 'x' });
});

it('refuses a call that brings no request, or two', async () => {
  const streaming = { ...echo.Say, requestStream: true, responseStream: true } as const;
  const send = async (count: number) => {
    async function* requests() {
      for (let i = 0; i < count; i++) yield A;
    }
    for await (const _ of webmail.bidi(streaming, requests()));
  };
  await expect(send(0)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await expect(send(2)).rejects.toMatchObject({ code: 'UNIMPLEMENTED' });
});

it('ends a call without a request', async () => {
  const streaming = { ...echo.Say, requestStream: true, responseStream: true } as const;
  const later = gate();
  async function* nothing() {
    await later.promise;
    yield A;
  }
  await expect(webmail.bidi(streaming, nothing()).next()).rejects.toMatchObject({
    code: 'DEADLINE_EXCEEDED',
    message: 'deadline exceeded',
  });
  later.open();
});

it('does not know a method that is not there', async () => {
  const unknown = { ...echo.Say, path: '/test.v1.EchoService/Nothing' };
  await expect(webmail.unary(unknown, A, { deadlineMs: 60_000 })).rejects.toMatchObject({
    code: 'UNIMPLEMENTED',
  });
});

it('counts each call by its outcome', async () => {
  await say();
  const text = await bench.metrics.registry.metrics();
  expect(text).toMatch(/grpc_server_handled_total\{.*method="Say",code="OK".*\} \d/);
  expect(text).toMatch(/grpc_server_handled_total\{.*method="Say",code="INTERNAL".*\} \d/);
  expect(text).toMatch(/grpc_server_in_flight\{.*\} 0\n/);
});
