import { afterEach, expect, it } from 'vitest';
import { GatepostError } from '../../../libs/errors/index.js';
import { every, startJobs } from '../../../libs/kit/jobs.js';
import { createLog } from '../../../libs/log/index.js';
import { until } from '../../../libs/testing/until.js';
import type { EndedTrust } from '../core/ended-trusts.js';
import type { LiveSessions, Watch } from '../ports.js';
import { type EndSessionsParts, endSessions } from './end-sessions.js';

const log = createLog({ service: 'edge', level: 'silent' });
const trustOf = (n: number): EndedTrust => ({
  account: `u${n}@a.tld`,
  prefix: '192.0.2.80/32',
  at: n,
});

let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());

/** A trust-store whose trusts 1 to `last` have ended, and of which those up to `pruned` are forgotten. */
interface TrustStore {
  last: number;
  readonly pruned: number;
  /** The last that ends once somebody watches. */
  /** The last that ends once somebody watches. */
  readonly lastOfAll?: number;
}

function watchOf(world: TrustStore): Watch {
  return async function* watch(after, signal) {
    let position = after === '' ? world.last : Number(after);
    if (position < world.pruned) throw new GatepostError('OUT_OF_RANGE', 'no longer kept');
    yield { position: `${position}`, ended: undefined };
    world.last = Math.max(world.last, world.lastOfAll ?? 0);
    while (position < world.last) {
      position += 1;
      yield { position: `${position}`, ended: trustOf(position) };
    }
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  };
}

function start(
  world: TrustStore,
  from: string,
  options: { failing?: readonly number[]; lateMs?: number; mayRestOn?: boolean } = {},
) {
  const { failing = [], lateMs, mayRestOn = true } = options;
  const state = {
    position: from,
    ended: [] as string[],
    all: 0,
    calls: 0,
    at: [] as string[],
    writes: 0,
  };
  const parts: EndSessionsParts = {
    watch: watchOf(world),
    position: {
      read: () => state.position,
      async write(position) {
        state.position = position;
        state.writes += 1;
      },
    },
    sessions: {
      name: 'test',
      ...(lateMs === undefined ? {} : { lateMs }),
      mayRestOn: () => mayRestOn,
      async end({ account }) {
        state.calls += 1;
        if (failing.includes(state.calls)) throw new Error('doveadm is down');
        state.ended.push(account);
        state.at.push(state.position);
      },
      endAll: async () => {
        state.all += 1;
        state.at.push(state.position);
      },
    },
    domains: ['*'],
    log,
  };
  const job = every('end sessions', 1, (signal) => endSessions(parts, signal));
  stop = startJobs([job], log);
  return state;
}

it('begins from now on, and resumes where it was', async () => {
  const first = start({ last: 5, pruned: 0 }, '');
  await until('5 is done', () => expect(first.position).toBe('5'));
  expect(first.ended).toEqual([]);
  await stop?.();
  const second = start({ last: 7, pruned: 0 }, '5');
  await until('7 is done', () => expect(second.position).toBe('7'));
  expect(second.ended).toEqual(['u6@a.tld', 'u7@a.tld']);
});

it('misses nothing if the first that ends cannot be ended, before any position was held', async () => {
  const state = start({ last: 5, pruned: 0, lastOfAll: 7 }, '', { failing: [1], lateMs: 60_000 });
  await until('both are ended', () => expect(state.ended).toEqual(['u6@a.tld', 'u7@a.tld']));
  expect(state.position).toBe('5');
});

it('ends later what could not be ended, and holds the position until then', async () => {
  const state = start({ last: 7, pruned: 0 }, '5', { failing: [1, 2, 3] });
  await until('7 is done', () => expect(state.position).toBe('7'));
  expect(state.ended).toEqual(['u6@a.tld', 'u7@a.tld']);
});

it('a login that was let in before is ended when it is a session, and the position waits for it', async () => {
  const state = start({ last: 7, pruned: 0 }, '5', { lateMs: 20 });
  await until('7 is done', () => expect(state.position).toBe('7'));
  expect(state.ended).toEqual(['u6@a.tld', 'u7@a.tld', 'u6@a.tld', 'u7@a.tld']);
  // Both were told at once, and are noted at once.
  expect(state.at).toEqual(['5', '5', '5', '5']);
});

it('and ends it later if that fails', async () => {
  const state = start({ last: 6, pruned: 0 }, '5', { lateMs: 20, failing: [2] });
  await until('6 is done', () => expect(state.position).toBe('6'));
  // From the position noted last: at once, and then again.
  expect(state.at).toEqual(['5', '5', '5']);
});

it('ends every session, once, if the position is too old', async () => {
  const state = start({ last: 9, pruned: 8 }, '5');
  await until('9 is done', () => expect(state.position).toBe('9'));
  expect(state).toMatchObject({ all: 1, ended: [] });
});

it('ends every session again when logins let in before are sessions, and the position waits for it', async () => {
  const state = start({ last: 9, pruned: 8 }, '5', { lateMs: 20 });
  await until('9 is done', () => expect(state.position).toBe('9'));
  expect(state).toMatchObject({ all: 2, at: ['5', '5'] });
});

const MANY = 100_000;

it('writes the position rarely when a hundred thousand trusts end at once', async () => {
  const state = start({ last: MANY, pruned: 0 }, '0', { mayRestOn: false });
  await until('all are done', () => expect(state.position).toBe(`${MANY}`));
  expect(state.calls).toBe(0);
  // One of what was told within half a second each; a slow machine has more of those.
  expect(state.writes).toBeLessThan(1_000);
});

it('reads no more messages than it has room for', async () => {
  let heard = 0;
  let ends = 0;
  let goOn: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const all = watchOf({ last: MANY, pruned: 0 });
  const sessions: LiveSessions = {
    ...{ name: 'test', lateMs: 0, mayRestOn: () => true, endAll: async () => undefined },
    async end() {
      ends += 1;
      // Each is ended at once; of the second times, the first does not return.
      if (ends > heard) await held;
    },
  };
  const position = { read: () => '0', write: async () => undefined };
  const watch: Watch = async function* watch(after, signal) {
    for await (const message of all(after, signal)) {
      if (message.ended !== undefined) heard += 1;
      yield message;
    }
  };
  const over = new AbortController();
  const done = endSessions({ watch, position, sessions, domains: ['*'], log }, over.signal);
  await until('no more is heard', async () => {
    const before = heard;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return heard > 0 && heard === before;
  });
  expect(heard).toBeLessThan(10_100);
  goOn();
  await until('all are heard', () => heard === MANY);
  over.abort();
  await done.catch(() => undefined);
});
