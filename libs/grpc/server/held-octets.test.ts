import { readFileSync } from 'node:fs';
import { connect } from 'node:http2';
import { afterEach, expect, it } from 'vitest';
import { type Bench, echo, gate, openBench } from '../testdata/echo.js';
import type { Limits } from './limits.js';
import { gateMessages } from './message-gate.js';

const FAST = { deadlineMs: 60_000 };
const A = { domain: 'a.tld', text: 'x' };
const MIB = 1024 * 1024;
let bench: Bench;
afterEach(() => bench.close());

async function open(limits: Partial<Limits> = {}): Promise<void> {
  bench = await openBench({ limits });
}

/** Begins a call with one message of `announced` octets, of which only `sent` arrive. */
async function begin(path: string, { announced, sent }: { announced: number; sent: number }) {
  const files = bench.certificates.filesOf('auditor', 'nobody');
  const session = connect(`https://127.0.0.1:${bench.server.port}`, {
    ca: readFileSync(files.ca),
    cert: readFileSync(files.cert),
    key: readFileSync(files.key),
    servername: 'localhost',
  });
  session.on('error', () => undefined);
  bench.onClose(() => session.destroy());
  const stream = session.request({
    ...{ ':method': 'POST', ':path': path, te: 'trailers' },
    'content-type': 'application/grpc',
  });
  stream.on('error', () => undefined);
  const status = new Promise<string>((resolve) => {
    stream.on('response', (headers) => {
      if (headers['grpc-status'] !== undefined) resolve(String(headers['grpc-status']));
    });
    stream.on('trailers', (headers) => resolve(String(headers['grpc-status'])));
  });
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(announced, 1);
  stream.write(Buffer.concat([prefix, Buffer.alloc(sent)]));
  stream.resume();
  return { status };
}

it('refuses a message that is too long for its method before it comes', async () => {
  await open();
  // Other methods of the server accept longer messages.
  const { status } = await begin('/grpc.health.v1.Health/Check', { announced: 60 * MIB, sent: 10 });
  expect(await status).toBe('8');
});

it('refuses a caller without the right before any message is read', async () => {
  await open();
  const { status } = await begin('/test.v1.EchoService/Say', { announced: MIB, sent: 10 });
  expect(await status).toBe('7');
});

it('limits one caller to its share of octets, and releases them', async () => {
  await open({ heldOctets: 4 * MIB, heldOctetsPerCaller: MIB });
  const webmail = await bench.peerAs('front-end', 'webmail');
  const imap = await bench.peerAs('front-end', 'imap');
  const long = { ...A, padding: Buffer.alloc(600 * 1024) };
  const first = gate<{ text: string }>();
  const started = gate();
  const { say } = bench.handlers;
  bench.handlers.say = () => {
    started.open();
    return first.promise;
  };
  const held = webmail.unary(echo.Say, long, FAST);
  await started.promise;
  bench.handlers.say = say;
  await expect(webmail.unary(echo.Say, long, FAST)).rejects.toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
    message: 'the requests of this caller hold too many octets at once',
  });
  await imap.unary(echo.Say, long, FAST);
  first.open({ text: 'done' });
  await held;
  await webmail.unary(echo.Say, long, FAST);
});

it('counts the messages that a stream is handling, and not earlier ones', async () => {
  await open({ heldOctetsPerCaller: MIB });
  const imap = await bench.peerAs('front-end', 'imap');
  const padding = Buffer.alloc(9000);
  async function* many() {
    for (let id = 1; id <= 400; id += 1) yield { ...A, id, text: 'x', padding };
  }
  const answers: unknown[] = [];
  for await (const answer of imap.bidi(echo.Chat, many())) answers.push(answer);
  for await (const answer of imap.bidi(echo.Talk, many())) answers.push(answer);
  expect(answers).toHaveLength(800);
});

it('finds each message however the octets are cut', () => {
  const messages = [0, 1, 4, 5, 300].map((length) => Buffer.alloc(length, 1));
  const framed = messages.map((message) => {
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(message.length, 1);
    return Buffer.concat([prefix, message]);
  });
  const whole = Buffer.concat([...framed, Buffer.from([1, 0, 0, 0, 2, 9, 9])]);
  for (let size = 1; size <= whole.length; size += 1) {
    const heard: number[] = [];
    const passed: Buffer[] = [];
    const decoder = {
      write(data: Buffer) {
        passed.push(data);
        return [];
      },
    };
    const gated = gateMessages(decoder, { most: 1000, hold: (octets) => heard.push(octets) });
    for (let at = 0; at < whole.length; at += size) gated.write(whole.subarray(at, at + size));
    expect(heard).toEqual([0, 1, 4, 5, 300, 1000]);
    expect(Buffer.concat(passed)).toEqual(whole);
  }
});
