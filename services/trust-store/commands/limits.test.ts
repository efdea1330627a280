import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../../libs/embedded-postgres/testing.js';
import { countWaiting } from '../../../libs/testing/hold-lock.js';
import { until } from '../../../libs/testing/until.js';
import type { IpLimits, LimitsChange } from '../core/limits.js';
import {
  accountOf,
  limitsOf,
  migratedTemplate,
  openWorld,
  type Replica,
  type TrustWorld,
} from '../testing.js';
import { setLimits } from './set-limits.js';

let server: TestPostgres;
let template: TestDatabase;
let world: TrustWorld;
let replica: Replica;

beforeAll(async () => {
  server = await startTestPostgres();
  template = await migratedTemplate(server);
});
afterAll(() => server?.stop());
beforeEach(async () => {
  world = await openWorld(template);
  replica = world.replica();
});
afterEach(() => world.close());

const ip: IpLimits = { defaultSeconds: 60, maxSeconds: 7200, perAccount: 5, ipv6Prefix: 64 };
const terms = (revision: bigint, change: Partial<IpLimits> | null = {}, document = 'a.tld') =>
  limitsOf({
    document,
    revision,
    terms: { ip: change === null ? undefined : { ...ip, ...change } },
  });
const set = (...changes: LimitsChange[]) => setLimits(replica, changes);
const V6 = '2001:db8:77:1::5';
/** Applies pending changes to the rows, as the job does in the background. */
const settle = async () => {
  while (await replica.settle());
};

describe('a grant', () => {
  it('lasts as asked, by default as the document says, and never longer than it allows', async () => {
    await set(terms(1n));
    const lasts = async (ipSeconds: number) => {
      const { ip: outcome } = await replica.grant({ limits: terms(1n), ipSeconds });
      return outcome && 'held' in outcome ? (outcome.held.until - world.clock.now()) / 1000 : 0;
    };
    expect([await lasts(10), await lasts(0), await lasts(4_000_000_000)]).toEqual([10, 60, 7200]);
  });

  it('trusts an IPv4 address, or the prefix of an IPv6 address that the document sets', async () => {
    await replica.grant();
    await replica.grant({ ip: V6 });
    const holds = async (address: string) =>
      (await replica.check({ ip: address })).ip !== undefined;
    for (const at of ['192.0.2.80', V6, '2001:db8:77:1:aaaa::1'])
      expect(await holds(at)).toBe(true);
    for (const at of ['192.0.2.81', '2001:db8:77:2::5']) expect(await holds(at)).toBe(false);
    expect((await replica.check({ account: 'anna@a.tld' })).ip).toBeUndefined();
  });

  it('renews the address that is trusted already, also at the limit; others are refused there', async () => {
    const limits = terms(1n, { perAccount: 2 });
    const at = (address: string) => replica.grant({ ip: address, limits });
    const { ip: first } = await at('192.0.2.1');
    await at('192.0.2.2');
    world.clock.advance(60_000);
    expect((await at('192.0.2.3')).ip).toEqual({ refused: 'limit' });
    expect((await at('192.0.2.1')).ip).toMatchObject({
      held: {
        trustId: first && 'held' in first && first.held.trustId,
        until: world.clock.now() + 3_600_000,
      },
    });
    // Expired trust does not count, whether or not it was swept.
    world.clock.advance(3_550_000);
    expect((await at('192.0.2.3')).ip).toHaveProperty('held');
    const told = (await world.events()).map((e) => [e.type, e.prefix]);
    expect(told.at(-2)).toEqual(['expired', '192.0.2.2/32']);
  });

  it('is refused where the document does not offer it', async () => {
    const limits = limitsOf({ terms: { ip: undefined } });
    const granted = await replica.grant({ limits, deviceSeconds: 60 });
    expect(granted.ip).toEqual({ refused: 'not-offered' });
    expect(granted.device).toHaveProperty('held');
  });

  it('is capped by what is known, whatever an older replica of policy still sends', async () => {
    await set(terms(5n, { maxSeconds: 100 }));
    const { ip: outcome } = await replica.grant({ limits: terms(4n), ipSeconds: 7200 });
    expect(outcome).toMatchObject({ held: { until: world.clock.now() + 100_000 } });
  });
});

describe('new limits', () => {
  const held = async (limits = terms(1n), address = '192.0.2.80') =>
    (await replica.check({ limits, ip: address })).ip?.until;

  beforeEach(async () => {
    await replica.grant({ limits: terms(1n), ipSeconds: 7200 });
  });

  for (const settled of [false, true]) {
    const when = settled ? 'once they are applied to the rows' : 'before they are';
    const told = async (...changes: LimitsChange[]) => {
      await set(...changes);
      if (settled) await settle();
    };

    it(`shorten what was granted, at once, ${when}`, async () => {
      const granted = world.clock.now();
      world.clock.advance(1000);
      await told(terms(2n, { maxSeconds: 60 }));
      expect(await held()).toBe(granted + 60_000);
      world.clock.advance(58_999);
      expect(await held()).toBe(granted + 60_000);
      world.clock.advance(1);
      expect(await held()).toBeUndefined();
    });

    it(`end what exceeds them, in the past or now, ${when}`, async () => {
      world.clock.advance(61_000);
      await told(terms(2n, { maxSeconds: 60 }));
      expect(await held()).toBeUndefined();
      const { ip: again } = await replica.grant({ limits: terms(2n), ipSeconds: 30 });
      expect(again).toHaveProperty('held');
      expect((await world.events()).map((e) => e.why)).toEqual([
        'granted',
        'limits-changed',
        'granted',
      ]);
    });

    it(`end all trust that is no longer offered, for good, ${when}`, async () => {
      await told(terms(2n, null));
      expect(await held()).toBeUndefined();
      await told(terms(3n));
      expect(await held(terms(3n))).toBeUndefined();
    });

    it(`never lengthen trust, nor revive what they shortened before, ${when}`, async () => {
      const granted = world.clock.now();
      await told(terms(2n, { maxSeconds: 60 }));
      await told(terms(3n, { maxSeconds: 7200 }));
      expect(await held(terms(3n))).toBe(granted + 60_000);
      world.clock.advance(60_000);
      expect(await held(terms(3n))).toBeUndefined();
    });

    it(`void trust in a wider prefix, and nothing else, ${when}`, async () => {
      await replica.grant({ ip: V6, limits: terms(1n, { ipv6Prefix: 56 }) });
      await set(terms(2n, { ipv6Prefix: 56 }));
      await replica.grant({ ip: V6, limits: terms(2n) });
      expect(await held(terms(2n), '2001:db8:77:2::5')).toBeDefined();
      await told(terms(3n, { ipv6Prefix: 57 }));
      expect(await held(terms(3n), V6)).toBeUndefined();
      expect(await held(terms(3n))).toBeDefined();
      await told(terms(4n, { ipv6Prefix: 48 }));
      expect(await held(terms(4n), V6)).toBeUndefined();
    });

    it(`of one domain leave others alone; those of * apply to domains without their own, ${when}`, async () => {
      const star = (revision: bigint, change: Partial<IpLimits> | null) =>
        terms(revision, change, '*');
      await set(terms(1n), star(1n, {}));
      await replica.grant({ account: 'anna@b.tld', limits: star(1n, {}) });
      const anna = async () =>
        (await replica.check({ account: 'anna@b.tld', limits: star(1n, {}) })).ip !== undefined;
      await told(terms(2n, { maxSeconds: 3600 }));
      expect(await anna()).toBe(true);
      await told(star(3n, null));
      expect(await anna()).toBe(false);
      expect(await held()).toBeDefined();
      // The domain's document is removed. Now `*` binds the domain, and offers nothing.
      await told({ document: 'a.tld', revision: 4n, terms: 'removed' });
      expect(await held()).toBeUndefined();
    });
  }

  it('apply to a domain that gets its own document, and to no other', async () => {
    const star = terms(1n, {}, '*');
    const b = { account: 'anna@b.tld', limits: star };
    const c = { account: 'carl@c.tld', limits: star };
    await replica.grant(b);
    await replica.grant(c);
    await set(terms(2n, null, 'b.tld'));
    expect((await replica.check(b)).ip).toBeUndefined();
    expect((await replica.check(c)).ip).toBeDefined();
    // From now on the terms of `*` do not apply to this domain.
    await set(terms(3n, {}, 'b.tld'));
    await replica.grant({ ...b, limits: terms(3n, {}, 'b.tld') });
    await set(terms(4n, null, '*'));
    expect((await replica.check({ ...b, limits: terms(3n, {}, 'b.tld') })).ip).toBeDefined();
    expect((await replica.check(c)).ip).toBeUndefined();
  });

  it('in a Check apply to it if they are newer, and are not stored', async () => {
    const granted = world.clock.now();
    expect(await held(terms(2n, { maxSeconds: 60 }))).toBe(granted + 60_000);
    expect(await held(terms(2n, null))).toBeUndefined();
    expect(await held(terms(1n, null))).toBe(granted + 7_200_000);
    await set(terms(3n));
    expect(await held(terms(2n, null))).toBe(granted + 7_200_000);
    expect(await held(terms(4n, {}, '*'))).toBe(granted + 7_200_000);
    expect(await held(terms(4n, null, '*'))).toBeUndefined();
  });

  it('in a grant are stored for everyone', async () => {
    await replica.grant({ ip: '192.0.2.9', limits: terms(2n, { maxSeconds: 60 }) });
    expect(await held(terms(1n))).toBe(world.clock.now() + 60_000);
    // A domain whose document was removed before this service learnt of it.
    await replica.grant({ ip: '192.0.2.9', limits: terms(3n, null, '*') });
    expect(await held(terms(1n))).toBeUndefined();
  });

  it('of a known or older revision are ignored', async () => {
    await set(terms(3n));
    await set(terms(3n, null));
    await set(terms(2n, null));
    expect(await held(terms(3n))).toBeDefined();
    await set({ document: 'a.tld', revision: 5n, terms: 'removed' }, terms(5n, {}, '*'));
    await set(terms(4n, null));
    expect(await held(terms(5n, {}, '*'))).toBeDefined();
  });

  it('wait for a grant in progress, and then apply to it', async () => {
    await set(terms(2n));
    const account = accountOf('anna@a.tld');
    const grantedAt = world.clock.now();
    const other = world.replica();
    const watcher = world.replica();
    let told = false;
    let setting = Promise.resolve();
    const waits = async () => (await countWaiting(watcher.db)) > 0;
    await replica.store.transaction(async (tx) => {
      const { document, revision } = await tx.limitsOf('a.tld');
      setting = setLimits(other, [terms(3n, { maxSeconds: 60 })]).then(() => {
        told = true;
      });
      await until('it waits, or was told', async () => told || (await waits()));
      if (told) await settle();
      const named = { id: replica.random.id(), account, label: '' };
      const decided = { decisionId: replica.random.id(), fromIp: '192.0.2.80' };
      await tx.add(
        { ...named, kind: 'ip', prefix: '192.0.2.80/32' },
        { ...decided, document, revision, grantedAt, until: grantedAt + 7_200_000 },
      );
    });
    await setting;
    await settle();
    const { ip: found } = await replica.check({ account: account.name, limits: terms(0n) });
    expect(found?.until).toBe(grantedAt + 60_000);
  });
});
