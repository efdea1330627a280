import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../embedded-postgres/testing.js';
import { startTestPostgres, type TestPostgres } from '../embedded-postgres/testing.js';
import { listThrottled } from './administer.js';
import { type Compared, createThrottle, noteChangedSecret } from './index.js';
import {
  call,
  DAY,
  limits,
  MINUTE,
  openThrottled,
  subject,
  type Throttled,
  throttleTemplate,
} from './testing.js';

let postgres: TestPostgres;
let template: TestDatabase;
let world: Throttled;

beforeAll(async () => {
  postgres = await startTestPostgres();
  template = await throttleTemplate(postgres);
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  world = await openThrottled(template);
});
afterEach(() => world.close());

const tick = () => new Promise((done) => setImmediate(done));
const count = <T>(list: readonly T[], value: T) => list.filter((item) => item === value).length;

describe('at the same time, through two processes', () => {
  it.each([
    ['one account from one address', 10, () => 'luca@a.tld', () => '192.0.2.1'],
    ['one address at many accounts', 100, (i: number) => `u${i}@a.tld`, () => '192.0.2.1'],
    [
      'one account from many addresses',
      50,
      () => 'luca@a.tld',
      (i: number) => `10.0.${i >> 8}.${i & 255}`,
    ],
    [
      'one network of IPv6',
      100,
      (i: number) => `u${i}@a.tld`,
      (i: number) => `2001:db8::${i.toString(16)}`,
    ],
  ])(
    '1,000 wrong guesses at %s: never more compared than the limit of %i',
    async (_, limit, account, ip) => {
      const replicas = [world.replica(), world.replica()];
      let compared = 0;
      const guesses = Array.from({ length: 1000 }, (_, i) =>
        replicas[i % 2]?.attempt(account(i), ip(i), 'wrong', async () => {
          compared++;
          await tick();
        }),
      );
      const outcomes = await Promise.all(guesses);
      expect(compared).toBe(limit);
      expect(count(outcomes, 'wrong')).toBe(limit);
      expect(count(outcomes, 'limited')).toBe(1000 - limit);
      expect(world.facts.filter(({ kind }) => kind === 'locked')).toHaveLength(1);
    },
  );

  it('many wrong guesses cost few round trips: one learns for all that wait', async () => {
    const { db, attempt } = world.replica();
    await Promise.all(
      Array.from({ length: 500 }, () => attempt('luca@a.tld', '192.0.2.1', 'wrong')),
    );
    expect(db.roundTrips).toBeLessThan(100);
  });

  it('50 right logins of one account all pass, ten at a time', async () => {
    const replicas = [world.replica(), world.replica()];
    let held = 0;
    let most = 0;
    const logins = Array.from({ length: 50 }, (_, i) =>
      replicas[i % 2]?.attempt('luca@a.tld', '192.0.2.1', 'right', async () => {
        most = Math.max(most, ++held);
        await tick();
        held--;
      }),
    );
    expect(new Set(await Promise.all(logins))).toEqual(new Set(['right']));
    expect(most).toBeLessThanOrEqual(10);
    expect(
      await listThrottled(
        world.replica().db,
        { clock: world.clock, limits },
        { filter: { kind: 'all' }, size: 9 },
      ),
    ).toEqual([]);
  });

  it('random calls never deadlock, and never exceed a limit', async () => {
    const replicas = [world.replica(3), world.replica(3)];
    const used = new Map<string, number>();
    const change = (key: string, by: number, limit: number) => {
      const now = (used.get(key) ?? 0) + by;
      used.set(key, now);
      expect(now).toBeLessThanOrEqual(limit);
    };
    const all = Array.from({ length: 600 }, async (_, i) => {
      const [account, ip] = [`u${i % 7}@a.tld`, `192.0.2.${i % 5}`];
      const compared =
        (['wrong', 'right', 'neither', 'right', 'neither'] as const)[(i * 7) % 5] ?? 'right';
      const count = (by: number) => {
        change(`${account} ${ip}`, by, 10);
        change(ip, by, 100);
      };
      const outcome = await replicas[i % 2]?.attempt(account, ip, compared, async () => {
        count(1);
        await tick();
        if (compared !== 'wrong') count(-1);
      });
      expect([compared, 'limited']).toContain(outcome);
    });
    await Promise.all(all);
  });
});

describe('what binds', () => {
  it('counts in a window that slides', async () => {
    const { times } = world.replica();
    for (let i = 0; i < 10; i++) {
      expect(await times(1, 'luca@a.tld', '192.0.2.1', 'wrong')).toEqual(['wrong']);
      world.clock.advance(MINUTE);
    }
    world.clock.advance(5 * MINUTE - 1);
    expect(await times(1, 'luca@a.tld', '192.0.2.1', 'right')).toEqual(['limited']);
    world.clock.advance(1);
    expect(await times(2, 'luca@a.tld', '192.0.2.1', 'wrong')).toEqual(['wrong', 'limited']);
  });

  it('is one account at one address: not another account there, not that account elsewhere', async () => {
    const { attempt, times } = world.replica();
    await times(10, 'luca@a.tld', '192.0.2.1', 'wrong');
    expect(await attempt('luca@a.tld', '192.0.2.1', 'right')).toBe('limited');
    expect(await attempt('anna@a.tld', '192.0.2.1', 'right')).toBe('right');
    expect(await attempt('luca@a.tld', '192.0.2.2', 'right')).toBe('right');
  });

  it('is the account, except at addresses where it succeeded in the last 30 days', async () => {
    const { attempt, times } = world.replica();
    await times(2, 'luca@a.tld', '198.51.100.7', 'right');
    world.clock.advance(29 * DAY);
    for (let i = 0; i < 5; i++) await times(10, 'luca@a.tld', `192.0.2.${i}`, 'wrong');
    expect(await attempt('luca@a.tld', '198.51.100.8', 'right')).toBe('limited');
    expect(await times(10, 'luca@a.tld', '198.51.100.7', 'wrong')).not.toContain('limited');
    expect(await attempt('luca@a.tld', '198.51.100.7', 'right')).toBe('limited');
    world.clock.advance(2 * DAY);
    for (let i = 0; i < 5; i++) await times(10, 'luca@a.tld', `192.0.2.${i}`, 'wrong');
    expect(await attempt('luca@a.tld', '198.51.100.7', 'right')).toBe('limited');
  });

  it('keeps an address usual as long as there are successes', async () => {
    const { attempt, times } = world.replica();
    for (let i = 0; i < 3; i++) {
      await times(1, 'luca@a.tld', '198.51.100.7', 'right');
      world.clock.advance(25 * DAY);
    }
    for (let i = 0; i < 5; i++) await times(10, 'luca@a.tld', `192.0.2.${i}`, 'wrong');
    expect(await attempt('luca@a.tld', '198.51.100.7', 'right')).toBe('right');
  });

  it('is not lifted by a success, and nothing that is no guess counts', async () => {
    const { attempt, times } = world.replica();
    await times(9, 'luca@a.tld', '192.0.2.1', 'wrong');
    await times(12, 'luca@a.tld', '192.0.2.1', 'neither');
    expect(await times(2, 'luca@a.tld', '192.0.2.1', 'right')).toEqual(['right', 'right']);
    expect(await times(2, 'luca@a.tld', '192.0.2.1', 'wrong')).toEqual(['wrong', 'limited']);
    expect(await attempt('luca@a.tld', '192.0.2.1', 'right')).toBe('limited');
  });
});

describe("the address's own limit", () => {
  const full = async () => {
    const world1 = world.replica();
    await world1.times(1, 'nat@a.tld', '192.0.2.1', 'right');
    for (let i = 0; i < 100; i++) await world1.attempt(`u${i}@a.tld`, '192.0.2.1', 'wrong');
    return world1;
  };

  it('applies to accounts that never succeeded there, and says until when', async () => {
    const { attempt, throttle } = await full();
    world.clock.advance(5 * MINUTE);
    expect(await attempt('zoe@a.tld', '192.0.2.1', 'right')).toBe('limited');
    const refused = await throttle.guard(subject('zoe@a.tld', '192.0.2.1'), call(60_000), () =>
      expect.fail('compared'),
    );
    expect(refused).toEqual({ refused: 'limited', freeInMs: 10 * MINUTE });
  });

  it('leaves accounts that succeeded there three failures, without revealing a comparison', async () => {
    const { attempt, times } = await full();
    expect(await attempt('nat@a.tld', '192.0.2.1', 'right')).toBe('right');
    let compared = 0;
    const guess = () => attempt('nat@a.tld', '192.0.2.1', 'wrong', async () => void compared++);
    expect([await guess(), await guess()]).toEqual(['limited', 'limited']);
    expect(await attempt('nat@a.tld', '192.0.2.1', 'right')).toBe('right');
    expect(await guess()).toBe('limited');
    expect(compared).toBe(3);
    expect(await times(2, 'nat@a.tld', '192.0.2.1', 'right')).toEqual(['limited', 'limited']);
  });

  it('never more than three are compared, however many come at once to two replicas', async () => {
    await full();
    const replicas = [world.replica(), world.replica()];
    let compared = 0;
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        replicas[i % 2]?.attempt('nat@a.tld', '192.0.2.1', 'wrong', async () => {
          compared++;
          await tick();
        }),
      ),
    );
    expect(compared).toBe(3);
    expect(new Set(outcomes)).toEqual(new Set(['limited']));
  });
});

describe('one and the same wrong secret', () => {
  const wrong = (ip = '192.0.2.1', typed = 'last month') => {
    let compared = false;
    const work = async () => {
      compared = true;
    };
    const { attempt } = world.replica();
    return attempt('luca@a.tld', ip, 'wrong', work, typed).then((outcome) => [outcome, compared]);
  };
  const counted = async () => {
    const { db } = world.replica();
    return (await db.query('SELECT FROM throttle_failure', [])).count;
  };

  it('counts once within the window, is compared again once a minute, and counts again after it', async () => {
    expect(await wrong()).toEqual(['wrong', true]);
    for (let i = 0; i < 30; i++) expect(await wrong()).toEqual(['known-wrong', false]);
    world.clock.advance(MINUTE);
    expect(await wrong()).toEqual(['wrong', true]);
    expect(await wrong()).toEqual(['known-wrong', false]);
    expect(await counted()).toBe(1);
    world.clock.advance(14 * MINUTE);
    expect(await wrong()).toEqual(['wrong', true]);
    expect(await counted()).toBe(2);
  });

  it('counts once however many come at once, through two replicas', async () => {
    const replicas = [world.replica(), world.replica()];
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        replicas[i % 2]?.attempt('luca@a.tld', '192.0.2.1', 'wrong', tick as never, 'the same'),
      ),
    );
    expect(outcomes).not.toContain('limited');
    expect(await counted()).toBe(1);
  });

  it('is counted again at another address, and for another account', async () => {
    await wrong('192.0.2.1');
    await wrong('192.0.2.2');
    const { attempt } = world.replica();
    await attempt('anna@a.tld', '192.0.2.1', 'wrong', undefined, 'last month');
    expect(await counted()).toBe(3);
  });

  it('is compared again once the secret was changed, and may be right', async () => {
    const { db, attempt } = world.replica();
    await wrong();
    world.clock.advance(1000);
    const changed = {
      secret: 'password',
      accounts: ['luca@a.tld'],
      now: world.clock.now(),
    } as const;
    await db.transaction((tx) => noteChangedSecret(tx, changed));
    expect(await attempt('luca@a.tld', '192.0.2.1', 'right', undefined, 'last month')).toBe(
      'right',
    );
  });

  it('leaves 24 bits in the database, under a key that is not there and is new each window', async () => {
    const { db } = world.replica();
    const marks = async () =>
      (
        await db.query<{ mark: number }>('SELECT mark FROM throttle_wrong ORDER BY counted_at', [])
      ).rows.map(({ mark }) => mark);
    await wrong();
    world.clock.advance(16 * MINUTE);
    await wrong();
    const [first = -1, second = -1] = await marks();
    expect(second).not.toBe(first);
    for (const mark of [first, second]) expect(mark >>> 24).toBe(0);
  });
});

describe('kinds of secrets', () => {
  it('have separate limits, and so has each named app password', async () => {
    const { times, parts } = world.replica();
    await times(10, 'luca@a.tld', '192.0.2.1', 'wrong');
    for (let i = 0; i < 9; i++) await times(10, `u${i}@a.tld`, '192.0.2.1', 'wrong');
    expect(await times(1, 'anna@a.tld', '192.0.2.1', 'right')).toEqual(['limited']);
    const throttle = createThrottle({ ...parts, secret: 'app-password' });
    const attempt = async (named: string, compared: Compared) => {
      const of = { ...subject('luca@a.tld', '192.0.2.1'), named };
      const outcome = await throttle.guard(of, call(60_000), async () => ({ compared }));
      return 'refused' in outcome ? outcome.refused : outcome.compared;
    };
    for (let i = 0; i < 10; i++) expect(await attempt('k3j4', 'wrong')).toBe('wrong');
    expect(await attempt('k3j4', 'right')).toBe('limited');
    expect(await attempt('wxyz', 'right')).toBe('right');
  });
});

describe('a slot', () => {
  /** Ten comparisons that begin and never end. */
  async function holdAll() {
    const holder = world.replica();
    for (let i = 0; i < 10; i++) {
      await new Promise<void>((held) => {
        void holder.throttle.guard(subject('luca@a.tld', '192.0.2.1'), call(1000), () => {
          held();
          return new Promise<{ compared: Compared }>(() => {});
        });
      });
    }
    return holder;
  }

  it('that was left behind is waited for, then UNAVAILABLE; it lapses by itself', async () => {
    await holdAll();
    const other = world.replica();
    const late = () =>
      other.throttle.guard(subject('luca@a.tld', '192.0.2.1'), call(300), async () =>
        expect.fail('compared'),
      );
    await expect(Promise.all(Array.from({ length: 100 }, late))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    // One asks for all that wait.
    expect(other.db.roundTrips).toBeLessThan(25);
    expect(await other.attempt('anna@a.tld', '192.0.2.1', 'right')).toBe('right');
    world.clock.advance(31_000);
    expect(await other.attempt('luca@a.tld', '192.0.2.1', 'right')).toBe('right');
  });

  it('is given back if the comparison throws, and the error goes on', async () => {
    const { throttle, attempt } = world.replica();
    const broken = () =>
      throttle.guard(subject('luca@a.tld', '192.0.2.1'), call(60_000), async () => {
        throw new Error('the directory is down');
      });
    for (let i = 0; i < 12; i++) await expect(broken()).rejects.toThrow('directory');
    expect(await attempt('luca@a.tld', '192.0.2.1', 'right')).toBe('right');
  });

  it('costs a good login two round trips', async () => {
    const { db, times } = world.replica();
    await times(1, 'luca@a.tld', '192.0.2.1', 'right');
    db.roundTrips = 0;
    await times(10, 'luca@a.tld', '192.0.2.1', 'right');
    expect(db.roundTrips).toBe(20);
  });

  it('is waited for no longer when the caller has gone', async () => {
    const { throttle } = await holdAll();
    const caller = new AbortController();
    const waiting = throttle.guard(
      subject('luca@a.tld', '192.0.2.1'),
      { deadline: Number.POSITIVE_INFINITY, signal: caller.signal },
      async () => expect.fail('compared'),
    );
    setImmediate(() => caller.abort());
    await expect(waiting).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
