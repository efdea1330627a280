import { expect, it } from 'vitest';
import { createAllowance } from './index.js';

const LIMITS = { atOnce: 100, perSecond: 10, clients: 2 };

it('lends a client no more than its allowance, which fills again with time', () => {
  let now = 0;
  const allowance = createAllowance(() => now, LIMITS);
  const eve = '192.0.2.1';
  expect([allowance.take(eve, 60), allowance.take(eve, 60)]).toEqual([true, false]);
  expect(allowance.take('192.0.2.2', 100)).toBe(true);
  now = 2_000;
  expect([allowance.take(eve, 60), allowance.take(eve, 60)]).toEqual([true, false]);
  allowance.giveBack(eve, 60);
  expect(allowance.take(eve, 60)).toBe(true);
  now = 1_000_000;
  expect([allowance.take(eve, 100), allowance.take(eve, 1)]).toEqual([true, false]);
});

it('never lends more than it has, given back or not, and forgets only whoever came longest ago', () => {
  const allowance = createAllowance(() => 0, LIMITS);
  const client = (n: number) => `192.0.2.${n}`;
  allowance.giveBack(client(1), 1000);
  expect([allowance.take(client(1), 101), allowance.take(client(1), 100)]).toEqual([false, true]);
  allowance.take(client(2), 100);
  allowance.take(client(3), 100);
  expect([3, 2, 1].map((n) => allowance.take(client(n), 1))).toEqual([false, false, true]);
});
