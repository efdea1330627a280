import { describe, expect, test } from 'vitest';
import type { Filter } from '../core/filter.js';
import type { RecordedEvent } from '../ports.js';
import { tail } from './tail.js';

/** A record of `size` events, and a time that moves when told, and with each read. */
function setUp(size: number, readMs = 0, matches = (index: number) => index % 2 === 0) {
  const world = {
    size,
    now: 0,
    reads: [] as { from: number; to: number }[],
    waits: [] as number[],
  };
  let wakeUp = () => {};
  const events = {
    async following({
      from,
      to,
      limit,
    }: {
      filter: Filter;
      from: number;
      to: number;
      limit: number;
    }) {
      world.reads.push({ from, to });
      world.now += readMs;
      const found: RecordedEvent[] = [];
      for (let index = from; index < to && found.length < limit; index++) {
        if (matches(index)) found.push({ index } as RecordedEvent);
      }
      return found;
    },
  };
  const wake = {
    mark: () => 0,
    wait: ({ ms }: { ms: number }) => {
      world.waits.push(ms);
      return new Promise<void>((done) => {
        wakeUp = done;
      });
    },
  };
  const parts = {
    events: events as never,
    tree: { size: async () => world.size } as never,
    wake,
    heartbeatMs: 10_000,
    monotonic: () => world.now,
  };
  const stop = new AbortController();
  const open = (after: number | undefined) => tail(parts, { filter: {}, after }, stop.signal);
  const settled = () => new Promise((done) => setImmediate(done));
  return { world, open, stop, wakeUp: () => wakeUp(), settled };
}

describe('a tail', () => {
  test('reads no more than its consumer takes', async () => {
    const { world, open } = setUp(1_000_000);
    const steps = open(-1);
    for (let i = 0; i < 200; i++)
      expect(await steps.next()).toMatchObject({ value: { position: i * 2 } });
    expect(world.reads.length).toBe(1);
    expect((await steps.next()).value).toMatchObject({ event: { index: 400 }, position: 400 });
    expect(world.reads.length).toBe(2);
  });

  test('passes events that do not match, and says how far it looked', async () => {
    const { world, open, wakeUp, settled } = setUp(10);
    const steps = open(8);
    const beat = steps.next();
    await settled();
    expect(world.waits).toEqual([10_000]);
    world.now = 9_999;
    wakeUp();
    await settled();
    expect(world.waits).toEqual([10_000, 1]);
    world.now = 10_000;
    wakeUp();
    expect(await beat).toEqual({ value: { position: 9 }, done: false });
    const event = steps.next();
    await settled();
    world.size = 11;
    wakeUp();
    expect((await event).value).toMatchObject({ event: { index: 10 } });
  });

  test('sends heartbeats while it scans events that do not match', async () => {
    const { open } = setUp(1_000_000, 6000, () => false);
    const back = open(-1);
    expect((await back.next()).value).toEqual({ position: 39_999 });
    expect((await back.next()).value).toEqual({ position: 79_999 });
  });

  test('ends with its caller', async () => {
    const { open, stop, wakeUp, settled } = setUp(0);
    const ended = open(undefined).next();
    await settled();
    stop.abort();
    wakeUp();
    expect(await ended).toEqual({ value: undefined, done: true });
  });
});
