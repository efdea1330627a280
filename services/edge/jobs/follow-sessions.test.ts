import { afterEach, beforeEach, expect, it } from 'vitest';
import { manualClock } from '../../../libs/clock/index.js';
import { unavailable } from '../../../libs/errors/index.js';
import { every, startJobs } from '../../../libs/kit/jobs.js';
import { createLog } from '../../../libs/log/index.js';
import { until } from '../../../libs/testing/until.js';
import { type RememberedSessions, rememberSessions } from '../commands/remember-sessions.js';
import type { Watch, WatchMessage } from '../ports.js';
import { type SpokenSessions, speakForSessions } from '../testing/speak-for-sessions.js';
import { followSessions } from './follow-sessions.js';

// What is remembered of sessions is never older than what trust-store has told, whatever becomes of
// the stream that tells it. The clock stands still: nothing is forgotten because time passes.

const HOME = '192.0.2.7';
const LUCA = { account: 'luca@a.tld', service: 'WebUI', client: 'webmail' } as const;
const ANNA = { ...LUCA, account: 'anna@a.tld' } as const;
const HEARTBEAT: WatchMessage = { position: '1', ended: undefined };
const ended = (account: string): WatchMessage => ({
  position: '2',
  ended: { account, prefix: undefined, at: 0 },
});

let web: SpokenSessions;
let remembered: RememberedSessions;
let store: ReturnType<typeof spokenWatch>;
let stop: () => Promise<void>;
let following: boolean[];
beforeEach(() => {
  web = speakForSessions();
  web.validSessions.set('of-luca', LUCA);
  web.validSessions.set('of-anna', ANNA);
  remembered = rememberSessions({ sessions: web.sessions, clock: manualClock(0) });
  store = spokenWatch();
  following = [];
  const parts = {
    ...{ watch: store.watch, sessions: remembered },
    onFollowing: (now: boolean) => following.push(now),
  };
  const job = every('follow sessions', 1, (signal) => followSessions(parts, signal));
  stop = startJobs([job], createLog({ service: 'edge', level: 'silent' }));
});
afterEach(() => stop());

/** A trust-store whose stream the test speaks. */
function spokenWatch() {
  let streams = 0;
  let tell: (next: WatchMessage | Error) => void = () => undefined;
  const watch: Watch = async function* watch(after, signal) {
    expect(after).toBe('');
    streams += 1;
    while (!signal.aborted) {
      const next = await new Promise<WatchMessage | Error | undefined>((resolve) => {
        tell = resolve;
        signal.addEventListener('abort', () => resolve(undefined), { once: true });
      });
      if (next instanceof Error) throw next;
      if (next !== undefined) yield next;
    }
  };
  return {
    watch,
    streams: () => streams,
    /** Resolves when what was told has been dealt with. */
    async tell(next: WatchMessage | Error) {
      const before = tell;
      before(next);
      await until('it was heard', () => expect(tell).not.toBe(before));
    },
  };
}

const check = (secret: string) => remembered.check(secret, HOME, false);
/** How often policy is asked where each of these is checked twice. */
async function asksFor(...secrets: readonly string[]): Promise<number> {
  const before = web.asked.length;
  for (const secret of [...secrets, ...secrets]) await check(secret);
  return web.asked.length - before;
}
const begin = async () => {
  await until('it watches', () => expect(store.streams()).toBe(1));
  await store.tell(HEARTBEAT);
};

it('remembers nothing before trust-store has confirmed the watch', async () => {
  await until('it watches', () => expect(store.streams()).toBe(1));
  expect(await asksFor('of-luca')).toBe(2);
  await store.tell(HEARTBEAT);
  expect(await asksFor('of-luca')).toBe(1);
  expect(following).toEqual([true]);
});

it('asks again about what ended, and only about that', async () => {
  await begin();
  expect(await asksFor('of-luca', 'of-anna')).toBe(2);
  web.validSessions.delete('of-luca');
  await store.tell(ended(LUCA.account));
  expect(await check('of-luca')).toBeUndefined();
  expect(await asksFor('of-anna')).toBe(0);
});

it('does not remember an answer that was pending when something ended', async () => {
  await begin();
  let answer: () => void = () => undefined;
  web.meanwhile(() => new Promise<void>((resolve) => (answer = resolve)));
  const asked = check('of-luca');
  await store.tell(ended(LUCA.account));
  answer();
  expect(await asked).toEqual(LUCA);
  web.meanwhile(() => Promise.resolve());
  web.validSessions.delete('of-luca');
  expect(await check('of-luca')).toBeUndefined();
});

it('asks at each request while the stream is broken', async () => {
  await begin();
  expect(await asksFor('of-luca')).toBe(1);
  await store.tell(unavailable('trust-store is down'));
  web.validSessions.delete('of-luca');
  // No message says so: it ended while nobody was told.
  expect(await check('of-luca')).toBeUndefined();
  expect(await asksFor('of-anna')).toBe(2);
  expect(following.at(-1)).toBe(false);
  await store.tell(HEARTBEAT);
  expect(await asksFor('of-anna')).toBe(1);
  expect(await check('of-luca')).toBeUndefined();
});
