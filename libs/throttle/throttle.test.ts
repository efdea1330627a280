import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../clock/index.js';
import type { TestDatabase } from '../embedded-postgres/testing.js';
import { startTestPostgres, type TestPostgres } from '../embedded-postgres/testing.js';
import { parseAddress } from '../names/address.js';
import type { Database, Queryable } from '../pg/index.js';
import { systemRandom } from '../random/index.js';
import {
  type Compared,
  clearAccount,
  clearAddress,
  createThrottle,
  forgetAccount,
  listThrottled,
  sweepThrottle,
  type ThrottleFact,
  type ThrottleLimits,
} from './index.js';
import { openThrottled, throttleTemplate } from './testing.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const limits: ThrottleLimits = {
  perScope: { 'account+address': 10, address: 100, account: 50 },
  windowMs: 15 * MINUTE,
  usualMs: 30 * DAY,
};
const clock = manualClock(0);
let postgres: TestPostgres;
let template: TestDatabase;
let database: Awaited<ReturnType<typeof openThrottled>>;
let facts: ThrottleFact[];

beforeAll(async () => {
  postgres = await startTestPostgres();
  template = await throttleTemplate(postgres);
});
afterAll(() => postgres.stop());

beforeEach(async () => {
  clock.set(Date.parse('2026-11-01T12:00:00Z'));
  facts = [];
  database = await openThrottled(template);
});
afterEach(() => database.close());

const announce = async (_tx: Queryable, seen: readonly ThrottleFact[]) => void facts.push(...seen);
const partsOn = (db: Database) => ({
  db,
  clock,
  random: systemRandom,
  limits,
  announce,
});

function address(text: string) {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}
const subject = (account: string, ip: string) => ({ account, address: address(ip) });
const patience = (ms: number) => ({
  deadline: performance.now() + ms,
  signal: new AbortController().signal,
});

/** A process of the service: its own pool, its own waiting lines. */
function replica(connections = 5) {
  const db = database.pool(connections);
  const throttle = createThrottle(partsOn(db));
  const attempt = async (
    account: string,
    ip: string,
    compared: Compared,
    work = async () => {},
  ) => {
    const outcome = await throttle.guard(subject(account, ip), patience(30_000), async () => {
      await work();
      return { compared };
    });
    return outcome === 'limited' ? outcome : outcome.compared;
  };
  const times = async (n: number, account: string, ip: string, compared: Compared) => {
    const outcomes = [];
    for (let i = 0; i < n; i++) outcomes.push(await attempt(account, ip, compared));
    return outcomes;
  };
  return { db, throttle, attempt, times };
}
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
      const replicas = [replica(), replica()];
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
      expect(facts.filter(({ kind }) => kind === 'locked')).toHaveLength(1);
    },
  );

  it('many wrong guesses cost few round trips: one learns for all that wait', async () => {
    const { db, attempt } = replica();
    await Promise.all(
      Array.from({ length: 500 }, () => attempt('luca@a.tld', '192.0.2.1', 'wrong')),
    );
    expect(db.roundTrips).toBeLessThan(100);
  });

  it('50 right logins of one account all pass, ten at a time', async () => {
    const replicas = [replica(), replica()];
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
      await listThrottled(replica().db, { clock, limits }, { filter: { kind: 'all' }, size: 9 }),
    ).toEqual([]);
  });

  it('anything at all: nobody waits in a circle, and no limit is passed at any moment', async () => {
    const replicas = [replica(3), replica(3)];
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
    const { times } = replica();
    for (let i = 0; i < 10; i++) {
      expect(await times(1, 'luca@a.tld', '192.0.2.1', 'wrong')).toEqual(['wrong']);
      clock.advance(MINUTE);
    }
    clock.advance(5 * MINUTE - 1);
    expect(await times(1, 'luca@a.tld', '192.0.2.1', 'right')).toEqual(['limited']);
    clock.advance(1);
    expect(await times(2, 'luca@a.tld', '192.0.2.1', 'wrong')).toEqual(['wrong', 'limited']);
  });

  it('is one account at one address: not another account there, not that account elsewhere', async () => {
    const { attempt, times } = replica();
    await times(10, 'luca@a.tld', '192.0.2.1', 'wrong');
    expect(await attempt('luca@a.tld', '192.0.2.1', 'right')).toBe('limited');
    expect(await attempt('anna@a.tld', '192.0.2.1', 'right')).toBe('right');
    expect(await attempt('luca@a.tld', '192.0.2.2', 'right')).toBe('right');
  });

  it('is the account, but not where it succeeded in the last 30 days', async () => {
    const { attempt, times } = replica();
    await times(2, 'luca@a.tld', '198.51.100.7', 'right');
    clock.advance(29 * DAY);
    for (let i = 0; i < 5; i++) await times(10, 'luca@a.tld', `192.0.2.${i}`, 'wrong');
    expect(await attempt('luca@a.tld', '198.51.100.8', 'right')).toBe('limited');
    expect(await times(10, 'luca@a.tld', '198.51.100.7', 'wrong')).not.toContain('limited');
    expect(await attempt('luca@a.tld', '198.51.100.7', 'right')).toBe('limited');
    clock.advance(2 * DAY);
    for (let i = 0; i < 5; i++) await times(10, 'luca@a.tld', `192.0.2.${i}`, 'wrong');
    expect(await attempt('luca@a.tld', '198.51.100.7', 'right')).toBe('limited');
  });

  it('keeps an address usual as long as there are successes', async () => {
    const { attempt, times } = replica();
    for (let i = 0; i < 3; i++) {
      await times(1, 'luca@a.tld', '198.51.100.7', 'right');
      clock.advance(25 * DAY);
    }
    for (let i = 0; i < 5; i++) await times(10, 'luca@a.tld', `192.0.2.${i}`, 'wrong');
    expect(await attempt('luca@a.tld', '198.51.100.7', 'right')).toBe('right');
  });

  it('is not lifted by a success, and nothing that is no guess counts', async () => {
    const { attempt, times } = replica();
    await times(9, 'luca@a.tld', '192.0.2.1', 'wrong');
    await times(12, 'luca@a.tld', '192.0.2.1', 'neither');
    expect(await times(2, 'luca@a.tld', '192.0.2.1', 'right')).toEqual(['right', 'right']);
    expect(await times(2, 'luca@a.tld', '192.0.2.1', 'wrong')).toEqual(['wrong', 'limited']);
    expect(await attempt('luca@a.tld', '192.0.2.1', 'right')).toBe('limited');
  });
});

describe('a place', () => {
  /** Ten comparisons that begin and never end. */
  async function holdAll() {
    const holder = replica();
    for (let i = 0; i < 10; i++) {
      await new Promise<void>((held) => {
        void holder.throttle.guard(subject('luca@a.tld', '192.0.2.1'), patience(1000), () => {
          held();
          return new Promise<{ compared: Compared }>(() => {});
        });
      });
    }
    return holder;
  }

  it('that was left behind is waited for, then UNAVAILABLE; it lapses by itself', async () => {
    await holdAll();
    const other = replica();
    const late = () =>
      other.throttle.guard(subject('luca@a.tld', '192.0.2.1'), patience(300), async () =>
        expect.fail('compared'),
      );
    await expect(Promise.all(Array.from({ length: 100 }, late))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    // One asks for all that wait.
    expect(other.db.roundTrips).toBeLessThan(25);
    expect(await other.attempt('anna@a.tld', '192.0.2.1', 'right')).toBe('right');
    clock.advance(31_000);
    expect(await other.attempt('luca@a.tld', '192.0.2.1', 'right')).toBe('right');
  });

  it('is given back if the comparison throws, and the error goes on', async () => {
    const { throttle, attempt } = replica();
    const broken = () =>
      throttle.guard(subject('luca@a.tld', '192.0.2.1'), patience(5000), async () => {
        throw new Error('the directory is down');
      });
    for (let i = 0; i < 12; i++) await expect(broken()).rejects.toThrow('directory');
    expect(await attempt('luca@a.tld', '192.0.2.1', 'right')).toBe('right');
  });

  it('costs a good login two round trips', async () => {
    const { db, times } = replica();
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

describe('events', () => {
  it('come in pairs: locked with the failure that did it, unlocked when there is room again', async () => {
    const { db, times } = replica();
    const pair = { scope: 'account+address', account: 'luca@a.tld', address: '192.0.2.1' };
    await times(9, 'luca@a.tld', '192.0.2.1', 'wrong');
    expect(facts).toEqual([]);
    await times(3, 'luca@a.tld', '192.0.2.1', 'wrong');
    expect(facts).toEqual([{ kind: 'locked', ...pair }]);
    clock.advance(15 * MINUTE - 1);
    await Promise.all([sweepThrottle(partsOn(db)), sweepThrottle(partsOn(database.pool(2)))]);
    expect(facts).toHaveLength(1);
    clock.advance(1);
    await Promise.all([sweepThrottle(partsOn(db)), sweepThrottle(partsOn(database.pool(2)))]);
    expect(facts.slice(1)).toEqual([{ kind: 'unlocked', ...pair }]);
    await times(10, 'luca@a.tld', '192.0.2.1', 'wrong');
    expect(facts.slice(2)).toEqual([{ kind: 'locked', ...pair }]);
  });

  it('are in the transaction of the failure', async () => {
    const db = database.pool(5);
    const throttle = createThrottle({
      ...partsOn(db),
      limits: { ...limits, perScope: { ...limits.perScope, 'account+address': 1 } },
      announce: async () => {
        throw new Error('no outbox');
      },
    });
    const guess = throttle.guard(subject('luca@a.tld', '192.0.2.1'), patience(500), async () => ({
      compared: 'wrong' as const,
    }));
    await expect(guess).rejects.toThrow('no outbox');
    expect((await db.query('SELECT 1 FROM throttle_failure', [])).count).toBe(0);
  });
});

describe('an administrator', () => {
  const listed = (db: Queryable, filter: Parameters<typeof listThrottled>[2]['filter']) =>
    listThrottled(db, { clock, limits }, { filter, size: 100 });

  it('lists what counts, the fullest first, page by page', async () => {
    const { db, times } = replica();
    await times(4, 'luca@a.tld', '192.0.2.1', 'wrong');
    clock.advance(MINUTE);
    await times(10, 'bea@b.tld', '2001:db8::1', 'wrong');
    const all = await listed(db, { kind: 'all' });
    expect(all.map((t) => [t.scope, t.account, t.address, t.failures, t.limit])).toEqual([
      ['account+address', 'bea@b.tld', '2001:db8::/64', 10, 10],
      ['account+address', 'luca@a.tld', '192.0.2.1', 4, 10],
      ['account', 'bea@b.tld', '', 10, 50],
      ['address', '', '2001:db8::/64', 10, 100],
      ['account', 'luca@a.tld', '', 4, 50],
      ['address', '', '192.0.2.1', 4, 100],
    ]);
    expect(all[1]?.nextFreeAt).toBe(clock.now() + 14 * MINUTE);
    const paged = [];
    for (
      let page = await listThrottled(db, { clock, limits }, { filter: { kind: 'all' }, size: 1 });
      page[0];
    ) {
      paged.push(page[0]);
      page = await listThrottled(
        db,
        { clock, limits },
        { filter: { kind: 'all' }, size: 1, after: page[0] },
      );
    }
    expect(paged).toEqual(all);
    expect((await listed(db, { kind: 'domain', domain: 'b.tld' })).map((t) => t.scope)).toEqual([
      'account+address',
      'account',
    ]);
    expect(await listed(db, { kind: 'account', account: 'anna@a.tld' })).toEqual([]);
  });

  it('clears an account or an address, and no other', async () => {
    const { db, attempt, times } = replica();
    await times(10, 'luca@a.tld', '192.0.2.1', 'wrong');
    await times(10, 'anna@a.tld', '192.0.2.1', 'wrong');
    facts = [];
    const byAccount = await db.transaction((tx) => clearAccount(tx, 'luca@a.tld'));
    expect(byAccount).toEqual({
      failures: 10,
      facts: [
        { kind: 'unlocked', scope: 'account+address', account: 'luca@a.tld', address: '192.0.2.1' },
      ],
    });
    expect(await attempt('luca@a.tld', '192.0.2.1', 'right')).toBe('right');
    expect(await attempt('anna@a.tld', '192.0.2.1', 'right')).toBe('limited');
    expect((await db.transaction((tx) => clearAddress(tx, address('192.0.2.1')))).failures).toBe(
      10,
    );
    expect(await attempt('anna@a.tld', '192.0.2.1', 'right')).toBe('right');
  });

  it('has an account forgotten whole, and old rows swept', async () => {
    const { db, times } = replica();
    await times(3, 'luca@a.tld', '192.0.2.1', 'wrong');
    await times(1, 'luca@a.tld', '192.0.2.1', 'right');
    expect(await db.transaction((tx) => forgetAccount(tx, 'luca@a.tld'))).toBe(4);
    await times(3, 'anna@a.tld', '192.0.2.1', 'wrong');
    await times(1, 'anna@a.tld', '192.0.2.1', 'right');
    clock.advance(31 * DAY);
    await sweepThrottle(partsOn(db));
    for (const table of ['failure', 'place', 'success', 'locked']) {
      expect((await db.query(`SELECT 1 FROM throttle_${table}`, [])).count).toBe(0);
    }
  });
});
