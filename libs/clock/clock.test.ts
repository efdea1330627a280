import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { type FollowedClock, type FollowOptions, followPostgres } from './index.js';

/**
 * A Postgres whose clock is `ahead` of the local monotonic clock; request and answer each take
 * time.
 */
function world() {
  const w = { local: 5_000, ahead: 1_700_000_000_000, there: 0, back: 0, down: false, warned: 0 };
  const options: FollowOptions = {
    read: async () => {
      if (w.down) throw new Error('down');
      w.local += w.there;
      const time = w.local + w.ahead;
      w.local += w.back;
      return time;
    },
    log: {
      warn: () => {
        w.warned += 1;
      },
    },
    monotonic: () => w.local,
    intervalMs: 3_600_000,
  };
  return { w, options };
}

const clocks: FollowedClock[] = [];
async function follow(options: FollowOptions): Promise<FollowedClock> {
  const clock = await followPostgres(options);
  clocks.push(clock);
  return clock;
}
afterEach(() => {
  for (const clock of clocks.splice(0)) clock.stop();
});

it('shows the time of Postgres, half of the round trip added', async () => {
  const { w, options } = world();
  Object.assign(w, { there: 40, back: 40 });
  const clock = await follow(options);
  expect(clock.now()).toBe(w.local + w.ahead);
  w.local += 777;
  expect(clock.now()).toBe(w.local + w.ahead);
});

it('is never further from Postgres than half of the round trip', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(500), fc.nat(499), async (there, back) => {
      const { w, options } = world();
      Object.assign(w, { there, back });
      const clock = await follow(options);
      expect(Math.abs(clock.now() - (w.local + w.ahead))).toBeLessThanOrEqual(
        (there + back) / 2 + 1,
      );
    }),
  );
});

it('goes forward at once, stands still rather than back, and follows a real step back', async () => {
  const { w, options } = world();
  const clock = await follow(options);
  w.ahead += 300;
  await clock.sync();
  expect(clock.now()).toBe(w.local + w.ahead);

  const shown = clock.now();
  w.ahead -= 900;
  await clock.sync();
  expect(clock.now()).toBe(shown);
  w.local += 899;
  expect(clock.now()).toBe(shown);
  w.local += 2;
  expect(clock.now()).toBe(shown + 1);
  expect(w.warned).toBe(0);

  w.ahead -= 60_000;
  await clock.sync();
  expect(clock.now()).toBe(w.local + w.ahead);
  expect(w.warned).toBe(1);
});

it('is unhealthy after 30 s without a reading, and does not start without one', async () => {
  const { w, options } = world();
  const clock = await follow(options);
  w.down = true;
  await expect(clock.sync()).rejects.toThrow('down');
  w.local += 29_999;
  expect(clock.healthy).toBe(true);
  w.local += 1;
  expect(clock.healthy).toBe(false);
  // A reading whose answer took too long changes nothing.
  Object.assign(w, { down: false, there: 1001 });
  await expect(clock.sync()).rejects.toThrow('too long');
  expect(clock.healthy).toBe(false);
  w.there = 0;
  await clock.sync();
  expect(clock.healthy).toBe(true);

  w.down = true;
  await expect(followPostgres(options)).rejects.toThrow('down');
});

it('adds the offset in a file, keeping the last one while the file is rewritten', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'clock-'));
  try {
    const { w, options } = world();
    const offsetFile = join(dir, 'offset');
    await expect(followPostgres({ ...options, offsetFile })).rejects.toThrow('ENOENT');
    writeFileSync(offsetFile, 'soon');
    await expect(followPostgres({ ...options, offsetFile })).rejects.toThrow(offsetFile);
    writeFileSync(offsetFile, '0\n');
    const clock = await follow({ ...options, offsetFile });
    expect(clock.now()).toBe(w.local + w.ahead);
    writeFileSync(offsetFile, '86400000');
    expect(clock.now()).toBe(w.local + w.ahead + 86_400_000);
    writeFileSync(offsetFile, '');
    expect(clock.now()).toBe(w.local + w.ahead + 86_400_000);
    writeFileSync(offsetFile, '-1000');
    expect(clock.now()).toBe(w.local + w.ahead - 1000);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
