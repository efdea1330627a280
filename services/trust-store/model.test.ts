import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../libs/embedded-postgres/testing.js';
import { prefixText } from '../../libs/names/cidr.js';
import { endSession } from './commands/end-session.js';
import { noteUse } from './commands/note-use.js';
import { revokeTrust } from './commands/revoke-trust.js';
import { setLimits } from './commands/set-limits.js';
import { setNotBefore } from './commands/set-not-before.js';
import type { Limits } from './core/limits.js';
import { CLOCK_ERROR_MS } from './core/not-before.js';
import { USE_IS_OLD_MS } from './core/trust.js';
import {
  accountOf,
  addressOf,
  migratedTemplate,
  openWorld,
  type Replica,
  type TrustWorld,
} from './testing.js';

let server: TestPostgres;
let template: TestDatabase;
beforeAll(async () => {
  server = await startTestPostgres();
  template = await migratedTemplate(server);
});
afterAll(() => server?.stop());

interface ModelTrust {
  readonly account: string;
  readonly kind: 'ip' | 'device' | 'session';
  prefix: string;
  id: string;
  grantedAt: number;
  until: number;
  /** Why and when it ended. */
  end: [why: string, at: number] | undefined;
  /** For a device: all its tokens, and the highest position that was presented. */
  readonly tokens: string[];
  presented: number;
  /** For a session: the trust that carried its sign-in, and the time of its last use. */
  readonly carriers: readonly ModelTrust[];
  usedAt: number | undefined;
}

/** The model of the service: one list, one set of limits, and a clock. */
class Model {
  readonly trusts: ModelTrust[] = [];
  readonly notBefore = new Map<string, number>();
  limits: Limits;
  now: number;

  constructor(limits: Limits, now: number) {
    this.limits = limits;
    this.now = now;
  }

  live(account?: string): ModelTrust[] {
    const all = this.trusts.filter((trust) => trust.end === undefined);
    return account === undefined ? all : all.filter((trust) => trust.account === account);
  }

  advance(ms: number): void {
    this.now += ms;
    for (const trust of this.live()) {
      if (trust.until <= this.now) trust.end = ['expired', trust.until];
    }
  }

  /** Whether a session is valid: it has not ended, and neither have all of its carriers. */
  holds(session: ModelTrust): boolean {
    const { carriers } = session;
    return (
      session.end === undefined &&
      (carriers.length === 0 || carriers.some(({ end }) => end === undefined))
    );
  }

  /** Ends sessions whose carriers have all ended. */
  endCarried(): boolean {
    const left = this.live().filter((trust) => !this.holds(trust));
    for (const trust of left) trust.end = ['carrier-ended', this.now];
    return left.length > 0;
  }

  tighten(limits: Limits): void {
    this.limits = limits;
    for (const trust of this.live()) {
      const { ip } = limits.terms;
      const terms = limits.terms[trust.kind];
      const wide =
        trust.prefix.includes(':') && Number(trust.prefix.split('/')[1]) < (ip?.ipv6Prefix ?? 0);
      const until = terms === undefined || wide ? 0 : trust.grantedAt + terms.maxSeconds * 1000;
      if (until <= this.now) trust.end = ['limits-changed', this.now];
      else trust.until = Math.min(until, trust.until);
    }
  }
}

interface Real {
  readonly world: TrustWorld;
  replicas: Replica[];
}

type Command = fc.AsyncCommand<Model, Real>;
const command = (label: string, run: (model: Model, real: Real) => Promise<void>): Command => ({
  check: () => true,
  run,
  toString: () => label,
});
const replicaFor = (real: Real, n: number) => real.replicas[n % real.replicas.length] as Replica;

const ACCOUNTS = ['luca@a.tld', 'anna@a.tld'];
const ADDRESSES = [
  '192.0.2.1',
  '192.0.2.2',
  '2001:db8:0:1::1',
  '2001:db8:0:1::2',
  '2001:db8:0:2::1',
];
const account = fc.constantFrom(...ACCOUNTS);
const address = fc.constantFrom(...ADDRESSES);
const seconds = fc.constantFrom(0, 1, 30, 60, 100, 10_000);
const which = fc.nat(30);

const grantIp = fc.tuple(account, address, seconds, which).map(([who, ip, asked, at]) =>
  command(`grantIp(${who}, ${ip}, ${asked})`, async (model, real) => {
    const { limits, now } = model;
    const got = (await replicaFor(real, at).grant({ account: who, ip, ipSeconds: asked, limits }))
      .ip;
    if (now <= (model.notBefore.get(who) ?? 0)) return expect(got).toEqual({ refused: 'ended' });
    const terms = limits.terms.ip;
    if (terms === undefined) return expect(got).toEqual({ refused: 'not-offered' });
    const prefix = prefixText(addressOf(ip), terms.ipv6Prefix);
    const until = now + Math.min(asked || terms.defaultSeconds, terms.maxSeconds) * 1000;
    const mine = model.live(who).filter(({ kind }) => kind === 'ip');
    const same = mine.filter((trust) => {
      const length = Number(trust.prefix.split('/')[1]);
      return (
        trust.prefix.includes(':') === ip.includes(':') &&
        prefixText(addressOf(ip), length) === trust.prefix
      );
    });
    const renewed = same.find((trust) => trust.prefix === prefix) ?? same[0];
    if (renewed === undefined && mine.length >= terms.perAccount) {
      return expect(got).toEqual({ refused: 'limit' });
    }
    const id =
      got && 'held' in got ? got.held.trustId : expect.fail(`refused: ${JSON.stringify(got)}`);
    expect(got).toEqual({ held: { trustId: renewed?.id ?? id, until } });
    if (renewed) return void Object.assign(renewed, { prefix, grantedAt: now, until });
    const fresh = {
      account: who,
      kind: 'ip',
      prefix,
      id,
      grantedAt: now,
      until,
      end: undefined,
    } as const;
    model.trusts.push({ ...fresh, tokens: [], presented: 0, carriers: [], usedAt: undefined });
  }),
);

const grantDevice = fc.tuple(account, seconds, which).map(([who, asked, at]) =>
  command(`grantDevice(${who}, ${asked})`, async (model, real) => {
    const { limits, now } = model;
    const wish = { account: who, ipSeconds: undefined, deviceSeconds: asked, limits };
    const { device: got, deviceToken } = await replicaFor(real, at).grant(wish);
    if (now <= (model.notBefore.get(who) ?? 0)) return expect(got).toEqual({ refused: 'ended' });
    const terms = limits.terms.device;
    if (terms === undefined) return expect(got).toEqual({ refused: 'not-offered' });
    const until = now + Math.min(asked || terms.defaultSeconds, terms.maxSeconds) * 1000;
    if (model.live(who).filter(({ kind }) => kind === 'device').length >= terms.perAccount) {
      return expect(got).toEqual({ refused: 'limit' });
    }
    const id =
      got && 'held' in got ? got.held.trustId : expect.fail(`refused: ${JSON.stringify(got)}`);
    expect(got).toEqual({ held: { trustId: id, until } });
    model.trusts.push({
      ...({ account: who, kind: 'device', prefix: '', id, grantedAt: now, until } as const),
      end: undefined,
      tokens: [deviceToken ?? expect.fail('no token')],
      presented: 0,
      carriers: [],
      usedAt: undefined,
    });
  }),
);

const carry = fc.constantFrom('nothing', 'one', 'two');

const grantSession = fc.tuple(account, seconds, carry, which).map(([who, asked, how, at]) =>
  command(`grantSession(${who}, ${asked}, ${how})`, async (model, real) => {
    const { limits, now } = model;
    const others = model.trusts.filter(({ kind }) => kind !== 'session');
    const count = { nothing: 0, one: 1, two: 2 }[how];
    const carriers = others.slice(at % (others.length + 1)).slice(0, count);
    const wish = { account: who, until: now + asked * 1000, limits };
    const carriedBy = carriers.map(({ id }) => id);
    const got = await replicaFor(real, at).grantSession({ ...wish, carriedBy });
    const terms = limits.terms.session;
    if (terms === undefined) return expect(got).toEqual({ refused: 'not-offered' });
    const good = carriers.filter(({ end, account: of }) => end === undefined && of === who);
    const lasts = carriers.length === 0 ? [] : [Math.max(...good.map((carrier) => carrier.until))];
    const until = Math.min(wish.until, now + terms.maxSeconds * 1000, ...lasts);
    const tooEarly = now <= (model.notBefore.get(who) ?? 0);
    if (until <= now || tooEarly) return expect(got).toEqual({ refused: 'ended' });
    const id = 'held' in got ? got.held.trustId : expect.fail(`refused: ${JSON.stringify(got)}`);
    expect(got).toEqual({ held: { trustId: id, until } });
    const mine = model.live(who).filter(({ kind }) => kind === 'session');
    const used = (trust: ModelTrust) => trust.usedAt ?? trust.grantedAt;
    const oldest = mine.toSorted((a, b) => used(a) - used(b) || (a.id < b.id ? -1 : 1));
    for (const trust of oldest.slice(0, mine.length + 1 - terms.perAccount)) {
      trust.end = ['replaced', now];
    }
    model.trusts.push({
      ...({ account: who, kind: 'session', prefix: '', id, grantedAt: now, until } as const),
      ...{ end: undefined, tokens: [], presented: 0, carriers, usedAt: undefined },
    });
  }),
);

/** Any session of the run, presented by any account; sometimes its use is recorded. */
const useSession = fc.tuple(which, account, fc.boolean(), which).map(([n, who, ends, at]) =>
  command(`useSession(${n}, ${who}, ${ends})`, async (model, real) => {
    const sessions = model.trusts.filter(({ kind }) => kind === 'session');
    const session = sessions[n % sessions.length];
    if (session === undefined) return;
    const { limits, now } = model;
    const replica = replicaFor(real, at);
    const until = await replica.sessionUntil(session.id, { account: who, limits });
    const good = session.account === who && model.holds(session);
    expect(until).toBe(good ? session.until : undefined);
    if (!good) return;
    const of = accountOf(who);
    await noteUse(replica, { account: of, trustId: session.id, address: '192.0.2.40' });
    if (session.usedAt === undefined || now - session.usedAt >= USE_IS_OLD_MS) {
      session.usedAt = now;
    }
    if (!ends) return;
    const asked = { account: of, sessionId: session.id, actor: 'spiffe://gatepost/front-end/p' };
    expect(await endSession(replica, asked)).toBe(true);
    expect(await endSession(replica, asked)).toBe(false);
    session.end = ['signed-out', now];
  }),
);

const notBefore = fc.tuple(account, which).map(([who, at]) =>
  command(`notBefore(${who})`, async (model, real) => {
    const replica = replicaFor(real, at);
    const by = { reason: 'password-set', certificate: 'spiffe://gatepost/service/x', actor: '' };
    const mine = model.live(who);
    const { revoked } = await setNotBefore(replica, { account: accountOf(who), ...by });
    expect(revoked).toBe(mine.length);
    for (const trust of mine) trust.end = ['password-set', model.now];
    model.notBefore.set(who, model.now + CLOCK_ERROR_MS);
  }),
);

/** Any token of any device of the run, presented by any account. */
const useDevice = fc.tuple(which, which, account, which).map(([n, m, who, at]) =>
  command(`useDevice(${n}, ${m}, ${who})`, async (model, real) => {
    const devices = model.trusts.filter(({ kind }) => kind === 'device');
    const device = devices[n % devices.length];
    if (device === undefined) return;
    const seq = m % device.tokens.length;
    const token = device.tokens[seq] ?? '';
    const { limits } = model;
    const asked = { account: who, token, limits };
    const checked = await replicaFor(real, at + 1).check({ ...asked, ip: undefined });
    const used = await replicaFor(real, at).useDevice(token, asked);
    const good = device.end === undefined && device.account === who;
    expect(checked.device?.trustId).toBe(good && seq >= device.presented ? device.id : undefined);
    expect(checked.deviceSuperseded).toBe(good && seq < device.presented);
    if (!good) return expect(used).toEqual({ outcome: 'gone' });
    if (seq < device.presented) {
      device.end = ['stolen', model.now];
      model.endCarried();
      return expect(used).toEqual({ outcome: 'stolen' });
    }
    const next = used.outcome === 'rotated' ? used.deviceToken : expect.fail(used.outcome);
    device.presented = seq;
    expect(next).toBe(device.tokens[seq + 1] ?? next);
    device.tokens[seq + 1] = next;
  }),
);

const revoke = fc.tuple(account, fc.option(address), which).map(([who, ip, at]) =>
  command(`revoke(${who}, ${ip})`, async (model, real) => {
    const replica = replicaFor(real, at);
    const filter = { domain: 'a.tld', account: who, address: ip ?? undefined };
    const ending = { why: 'revoked', reason: 'r', actor: '', onBehalfOf: '', comment: '' } as const;
    const mine = model.live(who).filter((trust) => ip === null || covers(trust, ip));
    expect(await revokeTrust(replica, { filter, ending })).toBe(mine.length);
    for (const trust of mine) trust.end = ['r', model.now];
    model.endCarried();
  }),
);

const covers = (trust: ModelTrust, ip: string) =>
  trust.kind === 'ip' &&
  trust.prefix.includes(':') === ip.includes(':') &&
  prefixText(addressOf(ip), Number(trust.prefix.split('/')[1])) === trust.prefix;

/** Sweeps expired trust, and the sessions that it carried. */
async function sweepCarried(model: Model, real: Real, at: number): Promise<void> {
  if (!model.endCarried()) return;
  const replica = replicaFor(real, at);
  while (await replica.settle());
  while ((await replica.sweep()) > 0);
}

const change = fc
  .record({
    ip: fc.option(
      fc.record({
        maxSeconds: fc.constantFrom(20, 60, 200),
        ipv6Prefix: fc.constantFrom(48, 64, 128),
      }),
      { nil: undefined, freq: 6 },
    ),
    device: fc.option(fc.record({ maxSeconds: fc.constantFrom(20, 60, 200) }), {
      nil: undefined,
      freq: 6,
    }),
    session: fc.option(fc.record({ maxSeconds: fc.constantFrom(20, 60, 200) }), {
      nil: undefined,
      freq: 6,
    }),
    told: fc.boolean(),
    at: which,
  })
  .map(({ ip, device, session, told, at }) =>
    command(`limits(${JSON.stringify({ ip, device, session, told })})`, async (model, real) => {
      const base = { defaultSeconds: 10, perAccount: 2 };
      const terms = {
        ip: ip && { ...base, ...ip },
        device: device && { ...base, ...device },
        session: session && { ...base, ...session },
      };
      const limits = { document: 'a.tld', revision: model.limits.revision + 1n, terms };
      // Limits that were not sent arrive with the next request.
      if (told) await setLimits(replicaFor(real, at), [limits]);
      else await replicaFor(real, at).grant({ account: 'x@a.tld', ipSeconds: undefined, limits });
      model.tighten(limits);
      await sweepCarried(model, real, at);
    }),
  );

const check = fc.tuple(account, address, which).map(([who, ip, at]) =>
  command(`check(${who}, ${ip})`, async (model, real) => {
    const { limits } = model;
    const { ip: got } = await replicaFor(real, at).check({ account: who, ip, limits });
    const untils = model
      .live(who)
      .filter((trust) => covers(trust, ip))
      .map(({ until }) => until);
    expect(got?.until).toBe(untils.length === 0 ? undefined : Math.max(...untils));
  }),
);

const advance = fc.constantFrom(1, 999, 5_000, 19_999, 60_000).map((ms) =>
  command(`advance(${ms})`, async (model, real) => {
    real.world.clock.advance(ms);
    model.advance(ms);
    await sweepCarried(model, real, ms);
  }),
);
const sweep = which.map((at) =>
  command('sweep', async (_, real) => void (await replicaFor(real, at).sweep())),
);
const settle = which.map((at) =>
  command('settle', async (_, real) => void (await replicaFor(real, at).settle())),
);
/** All state is in the database, so new processes continue where the old ones stopped. */
const restart = fc.constant(
  command('restart', async (_, real) => {
    await Promise.all(real.replicas.map(real.world.retire));
    real.replicas = [real.world.replica({ poolSize: 2 }), real.world.replica({ poolSize: 2 })];
  }),
);

it('behaves like a model of a list, limits and a clock', async () => {
  const commands = fc.commands(
    [
      grantIp,
      grantDevice,
      useDevice,
      useDevice,
      grantSession,
      grantSession,
      useSession,
      useSession,
      notBefore,
      revoke,
      change,
      check,
      advance,
      sweep,
      settle,
      restart,
    ],
    { maxCommands: 60, size: 'max' },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (list) => {
      const world = await openWorld(template);
      try {
        const base = { defaultSeconds: 10, maxSeconds: 100, perAccount: 2 };
        const terms = { ip: { ...base, ipv6Prefix: 64 }, device: base, session: base };
        const model = new Model({ document: 'a.tld', revision: 1n, terms }, world.clock.now());
        const real: Real = { world, replicas: [world.replica({ poolSize: 2 })] };
        await fc.asyncModelRun(() => ({ model, real }), list);
        // In the end each trust has ended, and each end was reported once.
        model.advance(1_000_000);
        world.clock.advance(1_000_000);
        const last = replicaFor(real, 0);
        while (await last.settle());
        while ((await last.sweep()) > 0);
        const told = (await world.events())
          .filter(({ type }) => type !== 'granted')
          .map(({ type, id, why, at, data }) => [id, type === 'revoked' ? data.reason : why, at]);
        expect(told.sort()).toEqual(model.trusts.map(({ id, end }) => [id, ...(end ?? [])]).sort());
      } finally {
        await world.close();
      }
    }),
    { numRuns: 40 },
  );
}, 300_000);
