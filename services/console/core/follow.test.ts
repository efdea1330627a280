import { expect, it } from 'vitest';
import type { Administrator } from './administrator.js';
import { follow } from './follow.js';
import type { SignIn } from './sign-in.js';

const anna = { account: 'anna@a.tld', role: 'full', domain: 'a.tld' } as const;
const signIn = (id: string, at: number) => ({ id, at }) as SignIn;

/** A record, and an administrator, whose time moves with each pause. */
function setUp() {
  const world = {
    now: 1_000_000,
    asked: 0,
    isIn: true,
    isOver: false,
    record: [] as SignIn[],
    looks: [] as { ticket: string; since: number }[],
  };
  const steps = follow(
    {
      now: () => world.now,
      isOver: () => world.isOver,
      async pause(ms) {
        world.now += ms;
      },
      async ask(): Promise<Administrator | undefined> {
        world.asked += 1;
        return world.isIn ? { ...anna, ticket: `ticket ${world.asked}` } : undefined;
      },
      async look({ ticket }, since) {
        world.looks.push({ ticket, since });
        return world.record.filter(({ at }) => at >= since).toSorted((a, b) => b.at - a.at);
      },
    },
    world.now,
  );
  return { world, next: async () => (await steps.next()).value };
}

it('tells of each sign-in once, the oldest first, also of one that is recorded late', async () => {
  const { world, next } = setUp();
  world.record = [signIn('b', world.now + 2), signIn('a', world.now + 1)];
  expect(await next()).toEqual({
    ...{ kind: 'sign-ins', signIns: [signIn('a', 1_000_001), signIn('b', 1_000_002)] },
  });
  expect(await next()).toEqual({ kind: 'nothing' });
  const late = signIn('late', world.now - 30_000);
  world.record.push(late, signIn('c', world.now));
  expect(await next()).toMatchObject({ signIns: [late, { id: 'c' }] });
  expect(await next()).toEqual({ kind: 'nothing' });
});

it('ends with the administrator, whom it asks for again every few seconds', async () => {
  const { world, next } = setUp();
  for (let n = 0; n < 4; n += 1) await next();
  expect(world.looks.map(({ ticket }) => ticket)).toEqual([
    ...['ticket 1', 'ticket 1', 'ticket 1', 'ticket 2'],
  ]);
  world.isIn = false;
  const left = world.now;
  let last = await next();
  while (last !== undefined && last.kind !== 'ended') last = await next();
  expect(last).toEqual({ kind: 'ended' });
  expect(world.now - left).toBeLessThanOrEqual(6_000);
  expect(await next()).toBeUndefined();
});

it('stops when nobody follows, and after ten minutes', async () => {
  const gone = setUp();
  await gone.next();
  gone.world.isOver = true;
  expect(await gone.next()).toBeUndefined();
  const long = setUp();
  while ((await long.next()) !== undefined) long.world.looks.length = 0;
  expect(long.world.now).toBe(1_600_000);
});
