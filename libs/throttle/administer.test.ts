import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../embedded-postgres/testing.js';
import { startTestPostgres, type TestPostgres } from '../embedded-postgres/testing.js';
import type { Queryable } from '../pg/index.js';
import { clearAccount, clearAddress, forgetAccount, listThrottled } from './administer.js';
import { createThrottle, sweepThrottle } from './index.js';
import {
  addressOf,
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

describe('events', () => {
  it('come in pairs: locked with the failure that did it, unlocked when there is room again', async () => {
    const { parts, times } = world.replica();
    const others = world.replica().parts;
    const of = { secret: 'password', named: '' };
    const pair = { ...of, scope: 'account+address', account: 'luca@a.tld', address: '192.0.2.1' };
    await times(9, 'luca@a.tld', '192.0.2.1', 'wrong');
    expect(world.facts).toEqual([]);
    await times(3, 'luca@a.tld', '192.0.2.1', 'wrong');
    expect(world.facts).toEqual([{ kind: 'locked', ...pair }]);
    world.clock.advance(15 * MINUTE - 1);
    await Promise.all([sweepThrottle(parts), sweepThrottle(others)]);
    expect(world.facts).toHaveLength(1);
    world.clock.advance(1);
    await Promise.all([sweepThrottle(parts), sweepThrottle(others)]);
    expect(world.facts.slice(1)).toEqual([{ kind: 'unlocked', ...pair }]);
    await times(10, 'luca@a.tld', '192.0.2.1', 'wrong');
    expect(world.facts.slice(2)).toEqual([{ kind: 'locked', ...pair }]);
  });

  it('are in the transaction of the failure', async () => {
    const { db, parts } = world.replica();
    const throttle = createThrottle({
      ...parts,
      limits: { ...limits, perScope: { ...limits.perScope, 'account+address': 1 } },
      announce: async () => {
        throw new Error('no outbox');
      },
    });
    const guess = throttle.guard(subject('luca@a.tld', '192.0.2.1'), call(500), async () => ({
      compared: 'wrong' as const,
    }));
    await expect(guess).rejects.toThrow('no outbox');
    expect((await db.query('SELECT 1 FROM throttle_failure', [])).count).toBe(0);
  });
});

describe('an administrator', () => {
  const listed = (db: Queryable, filter: Parameters<typeof listThrottled>[2]['filter']) =>
    listThrottled(db, { clock: world.clock, limits }, { filter, size: 100 });

  it('lists what counts, the fullest first, page by page', async () => {
    const { db, times } = world.replica();
    await times(4, 'luca@a.tld', '192.0.2.1', 'wrong');
    world.clock.advance(MINUTE);
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
    expect(all[1]?.nextFreeAt).toBe(world.clock.now() + 14 * MINUTE);
    const paged = [];
    for (
      let page = await listThrottled(
        db,
        { clock: world.clock, limits },
        { filter: { kind: 'all' }, size: 1 },
      );
      page[0];
    ) {
      paged.push(page[0]);
      page = await listThrottled(
        db,
        { clock: world.clock, limits },
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
    const { db, attempt, times } = world.replica();
    await times(10, 'luca@a.tld', '192.0.2.1', 'wrong');
    await times(10, 'anna@a.tld', '192.0.2.1', 'wrong');
    const byAccount = await db.transaction((tx) => clearAccount(tx, 'luca@a.tld'));
    expect(byAccount).toEqual({
      failures: 10,
      facts: [
        {
          ...{ kind: 'unlocked', secret: 'password', scope: 'account+address', named: '' },
          ...{ account: 'luca@a.tld', address: '192.0.2.1' },
        },
      ],
    });
    expect(await attempt('luca@a.tld', '192.0.2.1', 'right')).toBe('right');
    expect(await attempt('anna@a.tld', '192.0.2.1', 'right')).toBe('limited');
    expect((await db.transaction((tx) => clearAddress(tx, addressOf('192.0.2.1')))).failures).toBe(
      10,
    );
    expect(await attempt('anna@a.tld', '192.0.2.1', 'right')).toBe('right');
  });

  it('deletes everything about an account, and sweeps old rows', async () => {
    const { db, parts, times } = world.replica();
    await times(3, 'luca@a.tld', '192.0.2.1', 'wrong');
    await times(1, 'luca@a.tld', '192.0.2.1', 'right');
    expect(await db.transaction((tx) => forgetAccount(tx, 'luca@a.tld'))).toBe(4);
    await times(3, 'anna@a.tld', '192.0.2.1', 'wrong');
    await times(1, 'anna@a.tld', '192.0.2.1', 'right');
    world.clock.advance(31 * DAY);
    await sweepThrottle(parts);
    for (const table of ['failure', 'place', 'wrong', 'usual', 'locked']) {
      expect((await db.query(`SELECT 1 FROM throttle_${table}`, [])).count).toBe(0);
    }
  });
});
