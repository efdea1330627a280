import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { invalidArgument } from '../../errors/index.js';
import type { Peer } from '../index.js';
import { type Bench, echo, gate, openBench, pushable, type Say } from '../testdata/echo.js';

let bench: Bench;
let webmail: Peer;
let imap: Peer;
let kept: Bench['handlers'];
beforeAll(async () => {
  bench = await openBench({
    deadlines: { default: 300, max: 2000 },
    limits: { messagesPerStream: 3, streams: 4 },
  });
  webmail = await bench.peerAs('front-end', 'webmail');
  imap = await bench.peerAs('front-end', 'imap');
  kept = { ...bench.handlers };
});
afterEach(() => {
  Object.assign(bench.handlers, kept);
  bench.lines.length = 0;
});
afterAll(() => bench.close());

const A = { domain: 'a.tld' };
const never = new Promise<never>(() => {});

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of stream) all.push(item);
  return all;
}

async function* each<T>(...items: T[]): AsyncGenerator<T> {
  yield* items;
}

describe('a server stream', () => {
  it('gives all answers in order, and may last longer than a call', async () => {
    const wait = gate();
    bench.handlers.count = async function* () {
      yield { n: 1 };
      await wait.promise;
      yield { n: 2 };
    };
    const stream = webmail.serverStream(echo.Count, A);
    expect((await stream.next()).value).toMatchObject({ n: 1 });
    setTimeout(wait.open, 400);
    expect((await stream.next()).value).toMatchObject({ n: 2 });
    expect((await stream.next()).done).toBe(true);
  });

  it('produces no more answers than the reader takes', async () => {
    let made = 0;
    bench.handlers.count = async function* () {
      for (let n = 1; n <= 2000; n++) {
        made = n;
        yield { n, padding: Buffer.alloc(10_000) };
      }
    };
    const stream = webmail.serverStream(echo.Count, A);
    await stream.next();
    // This much fits into the buffers on both sides; 20 MB would not.
    await settled(() => made);
    expect(made).toBeLessThan(500);
    let last = 0;
    for await (const { n } of stream) last = n;
    expect(last).toBe(2000);
  });

  it('stops when the reader leaves', async () => {
    const stopped = gate();
    bench.handlers.count = async function* (_, { signal }) {
      try {
        for (let n = 1; !signal.aborted; n++) yield { n, padding: Buffer.alloc(10_000) };
      } finally {
        stopped.open();
      }
    };
    for await (const { n } of webmail.serverStream(echo.Count, A)) if (n === 3) break;
    await stopped.promise;
  });

  it('ends with the error that stopped it', async () => {
    bench.handlers.count = async function* () {
      yield { n: 1 };
      throw invalidArgument('to', 'is too much');
    };
    const stream = webmail.serverStream(echo.Count, A);
    await stream.next();
    await expect(stream.next()).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it.each([
    [
      'throws at once',
      () => {
        throw new Error('x');
      },
    ],
    ['is no stream', () => 7 as never],
  ])('ends where the handler %s', async (_, handler) => {
    bench.handlers.count = handler;
    await expect(collect(webmail.serverStream(echo.Count, A))).rejects.toMatchObject({
      code: 'INTERNAL',
    });
  });

  it('ends at its deadline even if the handler hangs', async () => {
    bench.handlers.count = () => ({ [Symbol.asyncIterator]: () => ({ next: () => never }) });
    const stream = webmail.serverStream(echo.Count, A, { deadlineMs: 150 });
    await expect(collect(stream)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });

  it('finds a slot again after other streams ended', async () => {
    const open = gate();
    bench.handlers.count = async function* () {
      yield { n: 1 };
      await open.promise;
    };
    const streams = [1, 2, 3, 4].map(() => webmail.serverStream(echo.Count, A));
    await Promise.all(streams.map((stream) => stream.next()));
    await expect(collect(webmail.serverStream(echo.Count, A))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    open.open();
    await Promise.all(streams.map(collect));
    await collect(webmail.serverStream(echo.Count, A));
  });
});

describe('a stream of messages', () => {
  it('answers each as it is ready, under its own id', async () => {
    const slow = gate<object>();
    bench.handlers.chat = async ({ id, text }) => (id === 1 ? slow.promise : { id, text });
    const { requests, push, end } = pushable<object>();
    const answers = imap.bidi(echo.Chat, requests);
    push({ ...A, id: 1, text: 'slow' });
    push({ ...A, id: 2, text: 'fast' });
    expect((await answers.next()).value).toMatchObject({ id: 2, text: 'fast' });
    slow.open({ id: 1, text: 'slow' });
    expect((await answers.next()).value).toMatchObject({ id: 1 });
    end();
    expect((await answers.next()).done).toBe(true);
  });

  it('authorizes each by itself, and goes on after one that is refused or fails', async () => {
    bench.handlers.chat = async ({ id, text }) => {
      if (text === 'throw') throw new Error('hunter2');
      return text === 'hang' ? never : { id, text };
    };
    const answers = await collect(
      imap.bidi(
        echo.Chat,
        each<object>(
          { id: 1, domain: 'c.tld' },
          { id: 2, domain: 'a b' },
          { id: 3, domain: 'a.tld', text: 'throw' },
          { id: 4, domain: 'a.tld', text: 'hang', timeoutMs: 100 },
          { id: 5, domain: 'a.tld', text: 'hang' },
          { id: 6, domain: 'b.tld', text: 'fine' },
        ),
      ),
    );
    const byId = new Map(answers.map((answer) => [answer.id, answer.error]));
    expect(byId.get(1)).toMatch(/^PERMISSION_DENIED/);
    expect(byId.get(2)).toBe('INVALID_ARGUMENT: domain: is not a domain');
    expect(byId.get(3)).toBe('INTERNAL: internal error');
    expect(byId.get(4)).toMatch(/^DEADLINE_EXCEEDED/);
    expect(byId.get(5)).toMatch(/^DEADLINE_EXCEEDED/);
    expect(byId.get(6)).toBe('');
    expect(answers).toHaveLength(6);
    expect(bench.lines.filter((line) => line.includes('hunter2'))).toHaveLength(1);
  });

  it('handles no more at once than it may', async () => {
    const open = gate();
    let inside = 0;
    bench.handlers.chat = async ({ id }) => {
      inside += 1;
      await open.promise;
      return { id };
    };
    const ids = Array.from({ length: 40 }, (_, i) => ({ ...A, id: i + 1, timeoutMs: 60_000 }));
    const answers = collect(imap.bidi(echo.Chat, each<object>(...ids)));
    await settled(() => inside);
    expect(inside).toBe(3);
    open.open();
    expect(new Set((await answers).map(({ id }) => id)).size).toBe(40);
  });

  it('ends at a message that cannot be read', async () => {
    const garbage = { ...echo.Chat, requestSerialize: () => Buffer.from('ffffff', 'hex') };
    await expect(collect(imap.bidi(garbage, each<object>({})))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });

  it('aborts what it handles when the caller goes away', async () => {
    const started = gate();
    const aborted = gate();
    bench.handlers.chat = (_, { signal }) => {
      signal.addEventListener('abort', () => aborted.open());
      started.open();
      return never;
    };
    const { requests, push } = pushable<object>();
    const leave = new AbortController();
    const answers = imap.bidi(echo.Chat, requests, { signal: leave.signal });
    push({ ...A, id: 1 });
    const next = answers.next();
    await started.promise;
    leave.abort();
    await expect(next).rejects.toMatchObject({ code: 'CANCELLED' });
    await aborted.promise;
  });
});

describe('a conversation', () => {
  it('passes requests and answers in order', async () => {
    const answers = await collect(
      imap.bidi(echo.Talk, each<Say>({ ...A, text: '1' }, { ...A, text: '2' })),
    );
    expect(answers.map(({ text }) => text)).toEqual(['1', '2']);
  });

  it('keeps to the length of its own method', async () => {
    const talk = (length: number) =>
      collect(imap.bidi(echo.Talk, each<Say>({ ...A, padding: Buffer.alloc(length) })));
    await talk(9900);
    await expect(talk(10_000)).rejects.toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
      message: 'the request is longer than 10000 bytes',
    });
  });

  it('ends at a request that may not be made, whatever the handler does about it', async () => {
    const heard: (string | undefined)[] = [];
    bench.handlers.talk = async function* (requests) {
      try {
        for await (const { text } of requests) heard.push(text);
      } catch {
        // A careless handler ignores the error.
      }
      yield { text: 'all is well' };
    };
    const talk = imap.bidi(
      echo.Talk,
      each<Say>({ ...A, text: '1' }, { domain: 'c.tld', text: '2' }, { ...A, text: '3' }),
    );
    await expect(collect(talk)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(heard).toEqual(['1']);
  });

  it('ends with what the requests of the client threw', async () => {
    async function* requests(): AsyncGenerator<Say> {
      yield { ...A, text: '1' };
      throw invalidArgument('file', 'cannot be read');
    }
    const answers: unknown[] = [];
    await expect(async () => {
      for await (const answer of imap.bidi(echo.Talk, requests())) answers.push(answer);
    }).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

/** Resolves when `value` has not changed over a few turns of the loop. */
async function settled(value: () => number): Promise<void> {
  for (let same = 0, last = -1; same < 20; ) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    same = value() === last ? same + 1 : 0;
    last = value();
  }
}
