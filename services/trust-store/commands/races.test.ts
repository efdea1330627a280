import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../../libs/embedded-postgres/testing.js';
import {
  accountOf,
  limitsOf,
  migratedTemplate,
  OTP,
  openWorld,
  type Replica,
  type TrustWorld,
} from '../testing.js';
import { purgeAccount } from './purge-account.js';
import { revokeEverywhere, revokeTrust } from './revoke-trust.js';
import { setNotBefore } from './set-not-before.js';

let server: TestPostgres;
let template: TestDatabase;
let world: TrustWorld;
let one: Replica;
let other: Replica;

beforeAll(async () => {
  server = await startTestPostgres();
  template = await migratedTemplate(server);
});
afterAll(() => server?.stop());
beforeEach(async () => {
  world = await openWorld(template);
  one = world.replica();
  other = world.replica();
});
afterEach(() => world.close());

const ending = {
  why: 'revoked',
  reason: 'administrator',
  actor: 'spiffe://gatepost/admin/root',
  onBehalfOf: 'olga',
  comment: '',
} as const;
const account = accountOf('luca@a.tld');
const lucas = { domain: 'a.tld', account: 'luca@a.tld' };

describe('200 grants at once for one account, at two replicas', () => {
  const outcomes = async (wish: (n: number) => object, kind: 'ip' | 'device') => {
    const all = await Promise.all(
      Array.from({ length: 200 }, (_, n) => (n % 2 ? one : other).grant(wish(n))),
    );
    return all.map((result) => {
      const outcome = result[kind];
      if (outcome === undefined) return 'none';
      return 'held' in outcome ? outcome.held.trustId : outcome.refused;
    });
  };

  it('give it exactly as many addresses as it may have', async () => {
    const told = await outcomes((n) => ({ ip: `192.0.2.${n}` }), 'ip');
    expect(told.filter((outcome) => outcome === 'limit')).toHaveLength(195);
    expect(new Set(told).size).toBe(6);
    const held = await one.store.list(lucas, { size: 1000, now: world.clock.now() });
    expect(held).toHaveLength(5);
    expect(await world.events()).toHaveLength(5);
  });

  it('give it exactly as many devices, and keep answering others meanwhile', async () => {
    const granting = outcomes(() => ({ ipSeconds: undefined, deviceSeconds: 3600 }), 'device');
    // Many calls for one account leave connections for the others.
    for (let i = 0; i < 20; i++) await one.check({ account: 'anna@a.tld' });
    const told = await granting;
    expect(told.filter((outcome) => outcome === 'limit')).toHaveLength(195);
    expect(new Set(told).size).toBe(6);
  });

  it('renew one trust when they are for one address', async () => {
    const told = await outcomes(() => ({}), 'ip');
    expect(new Set(told).size).toBe(1);
    expect(told[0]).not.toBe('limit');
    expect(await one.store.list(lucas, { size: 10, now: world.clock.now() })).toHaveLength(1);
  });
});

describe('after Revoke has returned', () => {
  it('no Check anywhere finds the trust, in hundreds of interleavings', async () => {
    const limits = limitsOf({ terms: { ip: { ...ipTerms(), perAccount: 1000 } } });
    let positiveBefore = 0;
    for (let round = 0; round < 300; round++) {
      const ip = `192.0.2.${round % 250}`;
      await one.grant({ ip, limits });
      let revoked = false;
      const late: unknown[] = [];
      const checks = Array.from({ length: 4 }, async (_, n) => {
        for (let step = 0; step < 2 + ((round + n) % 3); step++) {
          const begunAfter = revoked;
          const found = await ((round + n) % 2 ? one : other).check({ ip, limits });
          if (found.ip === undefined) continue;
          if (begunAfter) late.push(found);
          else positiveBefore += 1;
        }
      });
      const at = round % 2 ? one : other;
      const revoking =
        round % 3 === 0
          ? setNotBefore(at, { account, ...OTP }).then(({ revoked }) => revoked)
          : revokeTrust(at, { filter: { ...lucas, address: ip }, ending });
      expect(await revoking).toBe(1);
      revoked = true;
      for (const replica of [one, other]) expect((await replica.check({ ip })).ip).toBeUndefined();
      await Promise.all(checks);
      world.clock.advance(100);
      expect(late).toEqual([]);
    }
    // Otherwise the calls did not overlap.
    expect(positiveBefore).toBeGreaterThan(30);
  });

  it('each trust is ended by exactly one of several simultaneous calls', async () => {
    for (let n = 0; n < 5; n++) await one.grant({ ip: `192.0.2.${n}`, deviceSeconds: 60 });
    const counts = await Promise.all([
      setNotBefore(one, { account, ...OTP }).then(({ revoked }) => revoked),
      revokeTrust(other, { filter: lucas, ending }),
      revokeTrust(one, { filter: { domain: 'a.tld', kind: 'device' }, ending }),
      purgeAccount(other, { account, ...OTP }),
    ]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(10);
    const ended = (await world.events()).filter(({ type }) => type === 'revoked');
    expect(ended).toHaveLength(10);
    expect(new Set(ended.map(({ id }) => id)).size).toBe(10);
  });

  it('of a whole domain, all of it is gone and nothing else', async () => {
    await one.db.query(
      `INSERT INTO trust (id, domain, account, kind, prefix, label, granted_at, expires_at, document,
         revision, decision_id, last_ip)
       SELECT gen_random_uuid(), d, 'u' || n || '@' || d, 'ip', '192.0.2.1', '', $1,
         $1::timestamptz + interval '1 day', d, 1, gen_random_uuid(), '192.0.2.1'
       FROM generate_series(1, 2500) n, unnest(ARRAY['a.tld', 'b.tld']) d`,
      [new Date(world.clock.now())],
    );
    expect(await revokeTrust(one, { filter: { domain: 'a.tld' }, ending })).toBe(2500);
    const { rows } = await one.db.query('SELECT domain, count(*) AS n FROM trust GROUP BY 1');
    expect(rows).toEqual([{ domain: 'b.tld', n: 2500 }]);
  });

  it('of every domain, what was granted before a time is gone from each, and nothing else', async () => {
    const names = ['luca@a.tld', 'x@b.tld', 'y@b.tld', 'z@c.tld'];
    const limits = limitsOf({ document: '*' });
    for (const name of names) await one.grant({ account: name, limits });
    world.clock.advance(1000);
    const grantedBefore = world.clock.now();
    await one.grant({ account: 'late@b.tld', limits });
    const filter = { domain: '*', grantedBefore };
    expect(await revokeEverywhere(other, { filter, ending })).toBe(names.length);
    const { rows } = await one.db.query('SELECT account FROM trust');
    expect(rows).toEqual([{ account: 'late@b.tld' }]);
  });

  it('trust that is renewed between finding and ending it is judged by its new state', async () => {
    await one.grant();
    world.clock.advance(1000);
    const now = world.clock.now();
    const filter = { ...lucas, grantedBefore: now };
    const found = await other.store.find(filter, { size: 10, now });
    expect(found).toHaveLength(1);
    await one.grant();
    const ids = found.map(({ id }) => id);
    await other.store.transaction(async (tx) => {
      expect(await tx.lock(filter, ids, now)).toEqual([]);
      expect(await tx.lock(lucas, ids, now)).toEqual(ids);
    });
  });

  it('every given condition must match', async () => {
    await one.grant({ ip: '192.0.2.1' });
    await one.grant({ ip: '2001:db8::1', deviceSeconds: 60 });
    world.clock.advance(1000);
    const between = world.clock.now();
    await one.grant({ ip: '192.0.2.1' });
    const count = (filter: object) => revokeTrust(one, { filter: { ...lucas, ...filter }, ending });
    expect(await count({ address: '192.0.2.2' })).toBe(0);
    expect(await count({ address: '192.0.2.1', grantedBefore: between })).toBe(0);
    expect(await count({ domain: 'b.tld' })).toBe(0);
    expect(await count({ kind: 'device', address: '192.0.2.1' })).toBe(0);
    expect(await count({ grantedBefore: between, kind: 'ip' })).toBe(1);
    expect(await count({ kind: 'device' })).toBe(1);
    expect(await count({ address: '192.0.2.1' })).toBe(1);
  });
});

function ipTerms() {
  const { ip } = limitsOf().terms;
  return ip ?? expect.fail('offered');
}
