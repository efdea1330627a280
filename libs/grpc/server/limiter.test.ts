import { afterEach, beforeEach, expect, it } from 'vitest';
import { until } from '../../testing/until.js';
import type { Peer } from '../index.js';
import { type Bench, echo, openBench, pushable, type Say } from '../testdata/echo.js';
import type { Limits } from './limits.js';

let bench: Bench;
let corp: Peer;
let operator: Peer;
let webmail: Peer;
let imap: Peer;

async function open(limits: Partial<Limits>): Promise<void> {
  bench = await openBench({ deadlines: { default: 300, max: 2000 }, limits });
  corp = await bench.peerAs('admin', 'corp');
  operator = await bench.peerAs('admin', 'operator');
  webmail = await bench.peerAs('front-end', 'webmail');
  imap = await bench.peerAs('front-end', 'imap');
}
const left: AbortController[] = [];
beforeEach(() => left.splice(0));
afterEach(async () => {
  for (const one of left) one.abort();
  await bench.close();
});

const A = { domain: 'a.tld' };

/** A conversation whose first message was answered, and which stays open. */
async function talking(peer: Peer, deadlineMs = 10_000) {
  const leave = new AbortController();
  left.push(leave);
  const { requests, push } = pushable<Say>();
  push({ ...A, text: 'first' });
  const answers = peer.bidi(echo.Talk, requests, { signal: leave.signal, deadlineMs });
  expect((await answers.next()).value).toMatchObject({ text: 'first' });
  return { answers, push };
}

it('leaves other callers their streams when one caller has used up its share', async () => {
  await open({ streams: 3, streamsPerCaller: 2 });
  await talking(webmail);
  await talking(webmail);
  await expect(talking(webmail)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: 'too many streams of one caller at once',
  });
  await talking(imap);
  await expect(talking(imap)).rejects.toMatchObject({ message: 'too many streams at once' });
});

it('keeps administrators out of the front-ends’ slots', async () => {
  await open({ streams: 2, streamsPerCaller: 1 });
  await talking(corp);
  await talking(operator);
  await expect(talking(corp)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await talking(webmail);
  await talking(imap);
});

it('releases the first slot if the second one is not free', async () => {
  await open({ streams: 1, streamsPerCaller: 1 });
  const first = await talking(corp);
  await expect(talking(operator)).rejects.toMatchObject({ message: 'too many streams at once' });
  left.at(0)?.abort();
  await expect(first.answers.next()).rejects.toMatchObject({ code: 'CANCELLED' });
  await talking(operator);
});

it('ends a silent conversation, and keeps a silent stream of messages open', async () => {
  await open({ silenceMs: 150 });
  const silent = { code: 'DEADLINE_EXCEEDED', message: 'no message came within 0.15 seconds' };
  const chat = pushable<object>();
  const leave = new AbortController();
  left.push(leave);
  const chatting = imap.bidi(echo.Chat, chat.requests, { signal: leave.signal });
  const { answers } = await talking(corp, 2000);
  await expect(answers.next()).rejects.toMatchObject(silent);
  const nothing = corp.bidi(echo.Talk, pushable<Say>().requests, { deadlineMs: 60_000 });
  await expect(nothing.next()).rejects.toMatchObject(silent);
  chat.push({ ...A, id: 1, text: 'at last' });
  expect((await chatting.next()).value).toMatchObject({ id: 1, text: 'at last' });
});

it('ends a conversation at its time limit', async () => {
  await open({ conversationMs: 300 });
  bench.handlers.talk = async function* () {
    yield { text: 'first' };
    await new Promise<never>(() => {});
  };
  const { answers } = await talking(corp);
  await expect(answers.next()).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
});

it('leaves others their calls when a caller and a domain have used up their shares', async () => {
  await open({ calls: 4, callsPerCaller: 3, callsPerDomain: 2 });
  let inside = 0;
  bench.handlers.say = () => {
    inside += 1;
    return new Promise(() => {});
  };
  const hang = async (peer: Peer, domain: string) => {
    const before = inside;
    peer.unary(echo.Say, { domain }, { deadlineMs: 60_000 }).catch(() => {});
    await until('one more is inside', () => expect(inside).toBe(before + 1));
  };
  const say = (peer: Peer, domain: string) =>
    peer.unary(echo.Say, { domain }, { deadlineMs: 60_000 });
  await hang(webmail, 'a.tld');
  await hang(webmail, 'a.tld');
  const noisy = { code: 'UNAVAILABLE', message: 'too many calls for one domain at once' };
  await expect(say(webmail, 'a.tld')).rejects.toMatchObject(noisy);
  await expect(say(imap, 'a.tld')).rejects.toMatchObject(noisy);
  await hang(webmail, 'b.tld');
  const caller = { code: 'UNAVAILABLE', message: 'too many calls of one caller at once' };
  await expect(say(webmail, 'b.tld')).rejects.toMatchObject(caller);
  bench.handlers.say = async () => ({ text: 'answered' });
  expect(await say(imap, 'b.tld')).toEqual({ text: 'answered' });
});

it('lets a call without a message hold only a slot of its caller', async () => {
  await open({ calls: 4, callsPerCaller: 2, callsPerDomain: 2 });
  // A call takes its slot before anything is read, which bounds how much is being read.
  const started: string[] = [];
  bench.handlers.say = ({ text = '' }) => {
    started.push(text);
    return new Promise(() => {});
  };
  for (const text of ['1', '2']) {
    webmail.unary(echo.Say, { ...A, text }, { deadlineMs: 60_000 }).catch(() => {});
  }
  await until('two have started', () => expect(started).toHaveLength(2));
  await expect(
    webmail.unary(echo.Say, { domain: 'a b' }, { deadlineMs: 60_000 }),
  ).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  });
});
