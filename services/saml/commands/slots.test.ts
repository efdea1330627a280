import { expect, it } from 'vitest';
import { createSlots, type SlotLimits } from './slots.js';

const LIMITS = {
  running: { address: 2, domain: 1, all: 2 },
  waiting: { address: 3, domain: 3, all: 4 },
};
const here = () => new AbortController().signal;

/** Starts work that ends when the test says so. */
function stage(limits: SlotLimits = LIMITS) {
  const slots = createSlots(limits);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const run = (name: string, signal = here()) => {
    const [domain = '', address = ''] = name.split(/(?=[A-Z])|\d/);
    return slots.run({ domain, address }, signal, () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const end = async () => {
    ends.shift()?.();
    await settle();
  };
  return { run, begun, end, settle };
}

it('lets domains take turns, each with its share, in any order of arrival', async () => {
  const { run, begun, end, settle } = stage();
  for (const name of ['a1', 'a2', 'a3', 'a4', 'b1']) void run(name);
  await settle();
  expect(begun).toEqual(['a1', 'b1']);
  void run('c1');
  await end();
  await end();
  await end();
  await end();
  expect(begun.slice(0, 4)).toEqual(['a1', 'b1', 'a2', 'c1']);
});

it('lets the addresses of a domain take turns, each with its share of the domain', async () => {
  const { run, begun, end, settle } = stage({
    running: { address: 1, domain: 2, all: 9 },
    waiting: { address: 2, domain: 9, all: 9 },
  });
  for (const name of ['aX1', 'aX2', 'aX3']) void run(name);
  await expect(run('aX4')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  for (const name of ['aY1', 'aZ1', 'aY2']) void run(name);
  await settle();
  expect(begun).toEqual(['aX1', 'aY1']);
  for (let n = 0; n < 4; n += 1) await end();
  expect(begun).toEqual(['aX1', 'aY1', 'aX2', 'aZ1', 'aY2', 'aX3']);
});

it('keeps no more messages waiting than there are slots, and none of a caller who has left', async () => {
  const { run, begun, end } = stage();
  void run('a1');
  const gone = new AbortController();
  const second = run('a2', gone.signal);
  void run('a3');
  void run('a4');
  await expect(run('a5')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  gone.abort();
  await expect(second).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await expect(run('a6', AbortSignal.abort())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  void run('a5');
  await end();
  await end();
  expect(begun).toEqual(['a1', 'a3', 'a4']);
});

it('releases a slot however the work ends', async () => {
  const slots = createSlots(LIMITS);
  const a = { domain: 'a', address: '' };
  const fail = () => slots.run(a, here(), () => Promise.reject(new Error('x')));
  for (let n = 0; n < 5; n += 1) await expect(fail()).rejects.toThrow('x');
  expect(await slots.run(a, here(), async () => 7)).toBe(7);
});
