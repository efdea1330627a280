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
import { setLimits } from './set-limits.js';
import { setNotBefore, setNotBeforeOfDomain } from './set-not-before.js';

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
afterEach(() => world?.close());

const LUCA = 'luca@a.tld';
const account = accountOf(LUCA);
const ANY = { terms: { session: { defaultSeconds: 60, maxSeconds: 86_400, perAccount: 1000 } } };
const limits = limitsOf(ANY);
const ended = { refused: 'ended' };

describe('what rests on a login that began before the not-before', () => {
  it('is refused: an address, a device and a session', async () => {
    const presentedAt = world.clock.now();
    world.clock.advance(1000);
    await setNotBefore(one, { account, ...OTP });
    world.clock.advance(1000);
    const late = { presentedAt, deviceSeconds: 60 };
    expect(await other.grant(late)).toEqual({ ip: ended, device: ended, deviceToken: undefined });
    expect(await other.grantSession({ presentedAt })).toEqual(ended);
    expect((await other.grant()).ip).toMatchObject({ held: expect.anything() });
    expect(await other.grantSession()).toMatchObject({ held: expect.anything() });
  });

  it('is refused for a re-created mailbox, which inherits nothing', async () => {
    const presentedAt = world.clock.now();
    const session = await one.grantSession();
    await purgeAccount(other, { account, certificate: OTP.certificate, actor: 'olga' });
    world.clock.advance(1000);
    expect(await one.grantSession({ presentedAt })).toEqual(ended);
    const id = 'held' in session ? session.held.trustId : '';
    expect(await other.sessionUntil(id)).toBeUndefined();
  });

  it('is refused in the whole domain, and nowhere else', async () => {
    const presentedAt = world.clock.now();
    const kept = { account: 'vera@b.tld', limits: limitsOf({ document: 'b.tld' }), presentedAt };
    world.clock.advance(1000);
    await one.grantSession();
    const by = { ...OTP, reason: 'identity-provider-changed' };
    expect((await setNotBeforeOfDomain(one, { domain: 'a.tld', ...by })).revoked).toBe(1);
    world.clock.advance(1000);
    expect(await other.grantSession({ presentedAt })).toEqual(ended);
    expect(await other.grantSession(kept)).toMatchObject({ held: expect.anything() });
  });

  it('is refused or ended, of many at once over two replicas', async () => {
    for (let round = 0; round < 12; round++) {
      const presentedAt = world.clock.now();
      world.clock.advance(10);
      const granting = Array.from({ length: 24 }, (_, n) =>
        (n % 2 ? one : other).grantSession({ presentedAt, limits }),
      );
      const end = round % 3 === 0 ? 'domain' : 'account';
      const ending =
        end === 'domain'
          ? setNotBeforeOfDomain(one, { domain: 'a.tld', ...OTP })
          : setNotBefore(round % 2 ? one : other, { account, ...OTP });
      const granted = await Promise.all(granting);
      await ending;
      world.clock.advance(1000);
      const ids = granted.flatMap((each) => ('held' in each ? [each.held.trustId] : []));
      const valid = await Promise.all(ids.map((id) => one.sessionUntil(id, { limits })));
      expect(valid.filter((until) => until !== undefined)).toEqual([]);
    }
  });
});

describe('sessions', () => {
  it('beyond the limit end the least recently used one, however many are requested at once', async () => {
    const few = limitsOf({
      terms: { session: { defaultSeconds: 60, maxSeconds: 86_400, perAccount: 3 } },
    });
    const granted = await Promise.all(
      Array.from({ length: 30 }, (_, n) => (n % 2 ? one : other).grantSession({ limits: few })),
    );
    const ids = granted.flatMap((each) => ('held' in each ? [each.held.trustId] : []));
    expect(ids).toHaveLength(30);
    const valid = await Promise.all(ids.map((id) => other.sessionUntil(id, { limits: few })));
    expect(valid.filter((until) => until !== undefined)).toHaveLength(3);
    const replaced = (await world.events()).filter(({ data }) => data.reason === 'replaced');
    expect(replaced).toHaveLength(27);
  });

  it('end with the last trust that carried their sign-in, with an event', async () => {
    const carriers = await one.grant({ deviceSeconds: 3600 });
    const carriedBy = [carriers.ip, carriers.device].flatMap((each) =>
      each !== undefined && 'held' in each ? [each.held.trustId] : [],
    );
    const session = await other.grantSession({ carriedBy });
    const id = 'held' in session ? session.held.trustId : expect.fail('refused');
    const beside = await other.grantSession();
    const revoke = (kind: 'ip' | 'device') => one.revoke({ kind });
    await revoke('ip');
    expect(await other.sessionUntil(id)).toBeDefined();
    await revoke('device');
    expect(await other.sessionUntil(id)).toBeUndefined();
    const last = (await world.events()).at(-1);
    expect(last).toMatchObject({ id, type: 'revoked', data: { reason: 'carrier-ended' } });
    // A session that began there, and that this trust did not carry, goes on.
    const besideId = 'held' in beside ? beside.held.trustId : expect.fail('refused');
    expect(await other.sessionUntil(besideId)).toBeDefined();
    expect(await one.grantSession({ carriedBy })).toEqual(ended);
  });

  it('that ran out before their carrier was revoked ended by themselves, at their time', async () => {
    const { device } = await one.grant({ ipSeconds: undefined, deviceSeconds: 3600 });
    const carriedBy = device && 'held' in device ? [device.held.trustId] : expect.fail('refused');
    const begunAt = world.clock.now();
    const expired = await one.grantSession({ carriedBy, until: begunAt + 1_000 });
    world.clock.advance(60_000);
    const cut = await one.grantSession({ carriedBy });
    const noSessions = limitsOf({ revision: 2n, terms: { session: undefined } });
    const cutAt = world.clock.now();
    await setLimits(other, [noSessions]);
    world.clock.advance(60_000);
    expect(await one.revoke({ kind: 'device' })).toBe(1);
    const ended = (await world.events()).filter(({ type }) => type === 'expired');
    const idOf = (got: typeof cut) => ('held' in got ? got.held.trustId : undefined);
    expect(ended.map(({ id, why, at }) => [id, why, at]).toSorted()).toEqual(
      [
        [idOf(expired), 'expired', begunAt + 1_000],
        [idOf(cut), 'limits-changed', cutAt],
      ].toSorted(),
    );
  });

  it('are not granted on trust that ends meanwhile, in many interleavings', async () => {
    for (let round = 0; round < 20; round++) {
      const { ip } = await one.grant();
      const carriedBy = ip !== undefined && 'held' in ip ? [ip.held.trustId] : [];
      const [session] = await Promise.all([
        other.grantSession({ carriedBy, limits }),
        one.revoke({ kind: 'ip' }),
      ]);
      if ('held' in session) {
        expect(await one.sessionUntil(session.held.trustId, { limits })).toBeUndefined();
      } else {
        expect(session).toEqual(ended);
      }
    }
  });
});
