import { expect, it } from 'vitest';
import type { ProgressOr } from './evidence.js';
import { type TrialCount, TrialStates } from './trial-states.js';

const MINUTE = 60_000;

/** Counts that say that they have begun, and find what each is told to. */
function open() {
  let now = 0;
  const failures: unknown[] = [];
  const begun: { find(ready: boolean): void; fail(): void; readonly signal: AbortSignal }[] = [];
  const states = new TrialStates({ now: () => now, failed: (error) => failures.push(error) });
  const count: TrialCount = async function* (signal) {
    const ready = new Promise<boolean>((find, refuse) => {
      begun.push({ signal, find, fail: () => refuse(new Error('gone')) });
    });
    yield { kind: 'progress', done: 0, total: 9 };
    yield { kind: 'result', result: { ready: await ready } };
  };
  const pass = (ms: number) => {
    now += ms;
  };
  return { states, count, begun, failures, pass };
}

const none: TrialCount = async function* () {
  yield* [] as ProgressOr<never>[];
};

it('a page does not wait for the count of a trial, and later views know what it found', async () => {
  const { states, count, begun, pass } = open();
  const first = await states.look('anna a.tld', count);
  expect(first.state).toBe('runs');
  begun[0]?.find(true);
  expect(await first.counted).toBe('ready');
  pass(MINUTE - 1);
  expect(await states.look('anna a.tld', count)).toEqual({ state: 'ready' });
  expect(begun).toHaveLength(1);
});

it('after a minute it is asked again whether the trial runs, and not counted again', async () => {
  const { states, count, begun, pass } = open();
  const first = await states.look('anna a.tld', count);
  begun[0]?.find(true);
  await first.counted;
  pass(MINUTE);
  expect(await states.look('anna a.tld', count)).toEqual({ state: 'ready' });
  expect(begun[1]?.signal.aborted).toBe(true);
  await states.look('anna a.tld', count);
  expect(begun).toHaveLength(2);
});

it('a count is used for five minutes', async () => {
  const { states, count, begun, pass } = open();
  const first = await states.look('anna a.tld', count);
  begun[0]?.find(true);
  await first.counted;
  pass(5 * MINUTE - 1);
  expect((await states.look('anna a.tld', count)).state).toBe('ready');
  pass(1);
  const again = await states.look('anna a.tld', count);
  begun.at(-1)?.find(false);
  expect(await again.counted).toBe('runs');
});

it('views of one page share a count, and nobody is told what was counted for another', async () => {
  const { states, count, begun } = open();
  const first = await states.look('anna a.tld', count);
  expect(await states.look('anna a.tld', count)).toEqual({ state: 'runs' });
  expect(begun).toHaveLength(1);
  begun[0]?.find(true);
  expect(await first.counted).toBe('ready');
  expect((await states.look('bea a.tld', count)).state).toBe('runs');
});

it('who asks before it is known whether a trial runs shares the answer', async () => {
  const { states, count, begun } = open();
  const seen = await Promise.all([
    states.look('anna a.tld', count),
    states.look('anna a.tld', count),
  ]);
  expect(seen.map(({ state }) => state)).toEqual(['runs', 'runs']);
  expect(begun).toHaveLength(1);
  begun[0]?.find(true);
  await seen[0].counted;
  expect(states.known('anna a.tld')).toBe('ready');
  expect(states.known('bea a.tld')).toBeUndefined();
});

it('at most four counts are under way', async () => {
  const { states, count, begun } = open();
  const [first] = [
    await states.look('p0 a.tld', count),
    await states.look('p1 a.tld', count),
    await states.look('p2 a.tld', count),
    await states.look('p3 a.tld', count),
  ];
  expect(await states.look('p4 a.tld', count)).toEqual({ state: 'runs' });
  expect(begun.map(({ signal }) => signal.aborted)).toEqual([false, false, false, false, true]);
  begun[0]?.find(false);
  await first?.counted;
  expect(await states.look('p4 a.tld', count)).toHaveProperty('counted');
});

it('a trial that ended is not shown, whatever was counted', async () => {
  const { states, count, begun } = open();
  const first = await states.look('anna a.tld', count);
  begun[0]?.find(true);
  await first.counted;
  states.forget('anna a.tld');
  expect(await states.look('anna a.tld', none)).toEqual({ state: 'none' });
});

it('a trial that ended elsewhere is not shown for longer than a minute', async () => {
  const { states, count, begun, pass } = open();
  const first = await states.look('anna a.tld', count);
  begun[0]?.find(true);
  await first.counted;
  pass(MINUTE);
  expect(await states.look('anna a.tld', none)).toEqual({ state: 'none' });
  expect(states.known('anna a.tld')).toBeUndefined();
});

it('a count that fails is made again', async () => {
  const { states, count, begun, failures } = open();
  const first = await states.look('anna a.tld', count);
  begun[0]?.fail();
  expect(await first.counted).toBe('runs');
  expect(failures).toHaveLength(1);
  expect(await states.look('anna a.tld', count)).toHaveProperty('counted');
});
