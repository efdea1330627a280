import { connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../../libs/testing/until.js';
import type { Outcome } from '../../../services/edge/core/outcome.js';
import {
  allowed,
  type OpenListener,
  openListener,
  SECRET,
} from '../../../services/edge/testing/open-listener.js';
import { exchange } from '../../../services/edge/testing/raw.js';
import { ASKERS, type Asker, HTTP_ASKERS, POSTFIX } from './askers.js';

// Front-ends that were taken over, or that are faulty: they know the secret.

const LUCA = 'luca@a.tld';
const MANY = 10_000;
const UNANSWERED = 8;

let listener: OpenListener;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await listener?.close();
});

async function open({ protocol, settings }: Asker) {
  listener = await openListener({ protocol, ...settings });
}

function dial(): Socket {
  const socket = connect({ host: '127.0.0.1', port: listener.port });
  sockets.push(socket);
  return socket.on('error', () => undefined);
}

const closed = (socket: Socket) => until('the connection is closed', () => socket.closed);

/** Resolves when the connection is closed, or when too many decisions have begun. */
const isOver = (socket: Socket) =>
  until('it is closed, or too much has begun', () => {
    return socket.closed || listener.attempts.length > UNANSWERED;
  });

/** The answer that each decision gets a moment later. */
function soon(count: { underWay: number; most: number }): Promise<Outcome> {
  const decided = async () => {
    count.underWay += 1;
    count.most = Math.max(count.most, count.underWay);
    await turn();
    count.underWay -= 1;
    return allowed();
  };
  // biome-ignore lint/suspicious/noThenProperty: each `await` of it counts one decision
  return { then: (done: (outcome: Outcome) => void) => void decided().then(done) } as never;
}

/** Sends everything at once and reads no answer. */
function flood({ ask }: Asker): Socket {
  const one = ask(LUCA);
  const socket = dial();
  socket.write(Buffer.alloc(one.length * MANY, one));
  return socket;
}

/** Resolves when another connection is answered. What was sent before was read by then. */
async function isServed({ ask, letsIn }: Asker): Promise<void> {
  const before = listener.attempts.length;
  const text = ask(LUCA).toString('latin1').replace('HTTP/1.1', 'HTTP/1.0');
  const isHttp = text.includes('HTTP/1.0');
  const answer = await exchange(listener.port, Buffer.from(text, 'latin1'), {
    ...(isHttp ? {} : { until: '\n\n' }),
  });
  expect(answer).toMatch(letsIn);
  expect(listener.attempts.length).toBeGreaterThan(before);
}

describe.each(HTTP_ASKERS)('$protocol', (asker) => {
  it('begins a few of ten thousand decisions that one connection asks for at once', async () => {
    await open(asker);
    listener.answer(new Promise(() => undefined));
    await isOver(flood(asker));
    expect(listener.attempts.length).toBeGreaterThan(0);
    expect(listener.attempts.length).toBeLessThanOrEqual(UNANSWERED);
    listener.answer(allowed());
    await isServed(asker);
  });

  it('decides a few at a time where each is decided soon, and the answers are not read', async () => {
    await open(asker);
    const count = { underWay: 0, most: 0 };
    listener.answer(soon(count));
    const socket = flood(asker);
    await until('it is closed, or goes on', () => {
      return socket.closed || listener.attempts.length > 50 * UNANSWERED;
    });
    expect(count.most).toBeGreaterThan(0);
    expect(count.most).toBeLessThanOrEqual(UNANSWERED);
    listener.answer(allowed());
    await isServed(asker);
  });

  it('answers as many requests as are asked one after another', async () => {
    await open(asker);
    const socket = dial();
    let said = '';
    socket.setEncoding('latin1').on('data', (part) => {
      said += part;
    });
    for (let n = 1; n <= 5 * UNANSWERED; n += 1) {
      socket.write(asker.ask(LUCA));
      await until('it is answered', () => said.split('HTTP/1.1 200').length > n);
    }
    expect(listener.attempts.length).toBe(5 * UNANSWERED);
  });
});

describe('postfix-policy', () => {
  it('begins one of ten thousand decisions that one connection asks for at once', async () => {
    await open(POSTFIX);
    listener.answer(new Promise(() => undefined));
    flood(POSTFIX);
    await until('something was asked, or it is closed', () => {
      return listener.attempts.length > 0 || sockets[0]?.closed === true;
    });
    for (let n = 0; n < 100; n += 1) await turn();
    expect(listener.attempts.length).toBeLessThanOrEqual(1);
    listener.answer(allowed());
    await isServed(POSTFIX);
  });

  it.each([
    ['a line without end', 'request='.padEnd(20_000, 'a')],
    ['lines without end', 'a=b\n'.repeat(5_000)],
    ['a line that is no attribute', `request=smtpd_access_policy\npolicy_context=${SECRET}\nx\n\n`],
    ['an attribute without a name', `request=smtpd_access_policy\n=x\n\n`],
    ['nothing', '\n\n'],
    ['NULs', '\0'.repeat(100).concat('\n\n')],
    ['lines of another kind', `request=smtpd_access_policy\r\npolicy_context=${SECRET}\r\n\n\n`],
    ['another request', `request=junk_policy\npolicy_context=${SECRET}\n\n`],
    ['HTTP', `GET / HTTP/1.1\r\nX-Gatepost-Secret: ${SECRET}\r\n\r\n\n\n`],
  ])('closes a connection that sends %s, and asks nothing', async (_what, octets) => {
    await open(POSTFIX);
    expect(await exchange(listener.port, octets)).toBe('');
    expect(listener.attempts).toEqual([]);
    await isServed(POSTFIX);
  });
});

describe.each(ASKERS)('$protocol', (asker) => {
  it('decides nothing of a request that is cut off, wherever that is', async () => {
    await open(asker);
    const octets = asker.ask(LUCA);
    for (let end = 1; end < octets.length; end += 7) {
      const socket = dial().resume();
      socket.end(octets.subarray(0, end));
      await closed(socket);
    }
    expect(listener.attempts).toEqual([]);
    await isServed(asker);
  });

  it('decides once what comes octet by octet', async () => {
    await open(asker);
    const socket = dial().setNoDelay();
    for (const octet of asker.ask(LUCA)) {
      socket.write(Buffer.from([octet]));
      await turn();
    }
    await until('it is asked', () => listener.attempts.length > 0);
    expect(listener.attempts).toMatchObject([{ account: LUCA }]);
  });
});
