import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../../libs/embedded-postgres/testing.js';
import { migratedTemplate, openWorld, type Replica, type TrustWorld } from '../testing.js';

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

const device = { ipSeconds: undefined, deviceSeconds: 36_000 } as const;
const granted = async (change = {}) =>
  (await replica.grant({ ...device, ...change })).deviceToken ?? expect.fail('not granted');
const use = async (token: string, change = {}) => {
  const used = await replica.useDevice(token, change);
  return used.outcome === 'rotated' ? used.deviceToken : used.outcome;
};
const seen = async (token: string, change = {}) => {
  const { device: held, deviceSuperseded } = await replica.check({
    token,
    ip: undefined,
    ...change,
  });
  if (deviceSuperseded) return 'superseded';
  return held === undefined ? 'nothing' : 'held';
};
const stolen = async () => (await world.events()).filter(({ type }) => type === 'stolen').length;

describe('the token of a device', () => {
  it('is 256 random bits, of which only a hash is kept', async () => {
    const token = await granted();
    const next = await use(token);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const { rows } = await replica.db.query(
      `SELECT (SELECT json_agg(t) FROM trust t)::text || (SELECT json_agg(k) FROM device_token k)::text
         || (SELECT string_agg(convert_from(event, 'UTF8'), ' ') FROM outbox) AS kept`,
    );
    const kept = String(rows[0]?.kept);
    for (const secret of [token, next]) {
      expect(kept).not.toContain(secret);
      expect(kept).not.toContain(Buffer.from(secret, 'base64url').toString('hex'));
    }
  });

  it('is not a token for another account; other text is not a token', async () => {
    const token = await granted();
    for (const [text, account] of [
      [token, 'anna@a.tld'],
      [token, 'luca@b.tld'],
      [`${token}A`, 'luca@a.tld'],
      [`${token.slice(0, 42)}*`, 'luca@a.tld'],
      ['', 'luca@a.tld'],
    ] as const) {
      expect(await seen(text, { account })).toBe('nothing');
      expect(await use(text, { account })).toBe('gone');
    }
    expect(await seen(token)).toBe('held');
    expect(await stolen()).toBe(0);
  });

  it('is rotated only by use, and works until its successor is first presented', async () => {
    const first = await granted();
    for (let i = 0; i < 3; i++) expect(await seen(first)).toBe('held');
    const second = await use(first);
    expect(second).not.toBe(first);
    // A login with the successor and a wrong password only checks the token, which changes nothing.
    expect(await seen(second)).toBe('held');
    expect(await seen(first)).toBe('held');
    const third = await use(second);
    expect(await seen(first)).toBe('superseded');
    expect(await seen(second)).toBe('held');
    expect(await seen(third)).toBe('held');
    expect(await stolen()).toBe(0);
  });

  it('survives lost answers and concurrent calls', async () => {
    let token = await granted();
    for (let round = 0; round < 5; round++) {
      const other = world.replica();
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, i) => (i % 2 ? other : replica).useDevice(token)),
      );
      const tokens = new Set(answers.map((a) => (a.outcome === 'rotated' ? a.deviceToken : a)));
      expect(tokens.size).toBe(1);
      // The answer was lost, so the person still has the old token.
      expect(await use(token)).toBe([...tokens][0]);
      token = String([...tokens][0]);
    }
    expect(await seen(token)).toBe('held');
    expect(await stolen()).toBe(0);
  });

  it('counts as valid if its successor was presented only after the login began', async () => {
    const first = await granted();
    const began = world.clock.now();
    world.clock.advance(5_000);
    const second = await use(first);
    const third = await use(String(second));
    // The login that began earlier ends now. Nothing was stolen, and the login gets the newest token.
    expect(await use(first, { presentedAt: began })).toBe(third);
    expect(await use(String(third))).toMatch(/^[\w-]{43}$/);
    expect(await stolen()).toBe(0);
    // No login lasts that long.
    world.clock.advance(120_000);
    expect(await use(first, { presentedAt: began })).toBe('stolen');
  });

  it('ends the device when a superseded one comes with the right password', async () => {
    const first = await granted();
    await use(String(await use(first)));
    await replica.grant();
    expect(await seen(first)).toBe('superseded');
    expect(await use(first)).toBe('stolen');
    expect(await use(first)).toBe('gone');
    const events = await world.events();
    expect(events.map(({ type }) => type)).toEqual(['granted', 'granted', 'stolen']);
    // Only the device's trust ends; the trusted address stays.
    expect((await replica.check()).ip).toBeDefined();
  });
});

/**
 * Two browsers with copies of one token log in, in every order of up to six logins. The expected outcome follows the
 * rule itself: a token is valid until its successor is presented, and stolen after that.
 */
describe('two browsers with copies of one token', () => {
  const orders = [4, 5, 6].flatMap((n) =>
    Array.from(
      { length: 2 ** (n - 1) },
      (_, bits) =>
        `A${bits
          .toString(2)
          .padStart(n - 1, '0')
          .replaceAll('0', 'A')
          .replaceAll('1', 'B')}`,
    ),
  );

  it('are detected as soon as one is two logins behind, in either order', async () => {
    const seenOutcomes = new Set<string>();
    for (const [n, order] of orders.entries()) {
      const account = `user${n}@a.tld`;
      const token = await granted({ account });
      const holds: Record<string, string> = { A: token, B: token };
      // Positions in the succession: the token that each browser holds, and the highest that was presented.
      const at: Record<string, number> = { A: 0, B: 0 };
      let presented = 0;
      let over = false;
      for (const who of order) {
        const outcome = await use(String(holds[who]), { account });
        if (over) {
          expect(outcome, order).toBe('gone');
          continue;
        }
        if (Number(at[who]) < presented) {
          expect(outcome, order).toBe('stolen');
          over = true;
        } else {
          expect(outcome, order).toMatch(/^[\w-]{43}$/);
          presented = Number(at[who]);
          at[who] = presented + 1;
          holds[who] = outcome;
        }
        seenOutcomes.add(over ? 'stolen' : 'rotated');
      }
      const standing = Number(at.A) < presented ? 'superseded' : 'held';
      const found = await seen(String(holds.A), { account });
      expect(found, order).toBe(over ? 'nothing' : standing);
    }
    expect([...seenOutcomes].sort()).toEqual(['rotated', 'stolen']);
    expect(await stolen()).toBeGreaterThan(10);
  });
});

describe('a grant that carries a token', () => {
  it('renews that device, keeps the old token good until the new one is presented', async () => {
    const first = await granted();
    world.clock.advance(1000);
    const again = await replica.grant({ ...device, token: first, label: '' });
    const second = String(again.deviceToken);
    expect(again.device).toMatchObject({ held: { until: world.clock.now() + 36_000_000 } });
    expect([await seen(first), await seen(second)]).toEqual(['held', 'held']);
    await use(second);
    expect(await seen(first)).toBe('superseded');
    const events = await world.events();
    expect(events.map((e) => [e.type, e.label, e.renewed])).toEqual([
      ['granted', 'laptop', false],
      ['granted', 'laptop', true],
    ]);
  });

  it('detects a stolen token, ends that device, and trusts this one as new', async () => {
    const first = await granted();
    await use(String(await use(first)));
    const anew = String((await replica.grant({ ...device, token: first })).deviceToken);
    expect(await seen(anew)).toBe('held');
    expect(await seen(first)).toBe('nothing');
    expect((await world.events()).map(({ type }) => type)).toEqual([
      'granted',
      'stolen',
      'granted',
    ]);
  });

  it('makes a new device of one that has run out, or is of somebody else', async () => {
    const annas = await granted({ account: 'anna@a.tld' });
    const first = await granted({ deviceSeconds: 10 });
    world.clock.advance(10_000);
    for (const token of [first, annas]) {
      expect((await replica.grant({ ...device, token })).device).toHaveProperty('held');
    }
    expect(await seen(annas, { account: 'anna@a.tld' })).toBe('held');
    const types = (await world.events()).map((e) => (e.renewed ? 'renewed' : e.type));
    expect(types).toEqual(['granted', 'granted', 'expired', 'granted', 'granted']);
  });
});
