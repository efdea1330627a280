import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../../libs/embedded-postgres/testing.js';
import { startJobs } from '../../../libs/kit/jobs.js';
import { silentLog } from '../../../libs/log/index.js';
import { untilWaiting } from '../../../libs/testing/hold-lock.js';
import { numberEnded, pruneEnded } from '../storage/ended-log.js';
import {
  accountOf,
  DAY,
  limitsOf,
  migratedTemplate,
  OTP,
  openWorld,
  type Replica,
  type TrustWorld,
} from '../testing.js';
import { purgeAccount } from './purge-account.js';
import { setNotBefore } from './set-not-before.js';
import { type WatchMessage, type WatchRequest, watch } from './watch.js';

let server: TestPostgres;
let template: TestDatabase;
let world: TrustWorld;
let one: Replica;
let other: Replica;
let over: AbortController;

beforeAll(async () => {
  server = await startTestPostgres();
  template = await migratedTemplate(server);
});
afterAll(() => server?.stop());
beforeEach(async () => {
  world = await openWorld(template);
  one = world.replica();
  other = world.replica();
  over = new AbortController();
});
afterEach(async () => {
  over.abort();
  await world.close();
});

const limits = limitsOf({ document: '*' });
const end = async (replica: Replica, name: string) => {
  await replica.grant({ account: name, limits });
  await setNotBefore(replica, { account: accountOf(name), ...OTP });
};
const watching = (request: Partial<WatchRequest> = {}, heartbeatMs = 3_600_000) =>
  watch(
    { log: other.ended, heartbeatMs },
    { domains: undefined, after: undefined, ...request },
    over.signal,
  );
/** The next that is not a heartbeat. */
async function next(stream: AsyncGenerator<WatchMessage>) {
  for (;;) {
    const { value } = await stream.next();
    if (value?.entry !== undefined) return { position: value.position, ...value.entry };
    if (value === undefined) throw new Error('it ended');
  }
}
/** All there is now. */
async function readAll(request: Partial<WatchRequest>): Promise<string[]> {
  const { last } = await one.ended.bounds();
  const names: string[] = [];
  if ((request.after ?? last) >= last) return names;
  for await (const { position, entry } of watching(request, 0)) {
    if (entry !== undefined) names.push(entry.trust.account);
    if (position >= last) break;
  }
  return names;
}

describe('who watches', () => {
  it('learns of everything that ends from now on, why and when, through another replica', async () => {
    await end(one, 'before@a.tld');
    await numberEnded(one.db);
    const stream = watching();
    expect(await stream.next()).toMatchObject({ value: { position: 1, entry: undefined } });
    const stop = startJobs(other.jobs, silentLog);
    await one.grant({ account: 'luca@a.tld', limits, ipSeconds: 60 });
    await end(one, 'anna@a.tld');
    expect(await next(stream)).toMatchObject({ why: 'revoked', trust: { account: 'anna@a.tld' } });
    world.clock.advance(60_000);
    expect(await next(stream)).toMatchObject({
      why: 'expired',
      endedAt: world.clock.now(),
      trust: { account: 'luca@a.tld', prefix: '192.0.2.80/32', until: world.clock.now() },
    });
    await stop();
  });

  it('is told of its domains only, and its position moves past the others', async () => {
    for (const name of ['a@a.tld', 'b@b.tld', 'c@c.tld', 'b2@b.tld']) await end(one, name);
    await numberEnded(one.db);
    expect(await readAll({ domains: ['b.tld'], after: 0 })).toEqual(['b@b.tld', 'b2@b.tld']);
    const stream = watching({ domains: ['d.tld'], after: 0 }, 0);
    await stream.next();
    expect(await stream.next()).toMatchObject({ value: { position: 4, entry: undefined } });
  });

  it('misses nothing that commits after later entries', async () => {
    await one.grant({ account: 'slow@a.tld', limits });
    let commit = () => {};
    const wait = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let written = () => {};
    const ended = new Promise<void>((resolve) => {
      written = resolve;
    });
    const slow = one.store.transaction(async (tx) => {
      const [trust] = await tx.trustsOf(accountOf('slow@a.tld'), world.clock.now());
      await tx.end([trust?.id ?? ''], { why: 'ran-out' }, world.clock.now());
      written();
      await wait;
    });
    await ended;
    await end(other, 'fast@a.tld');
    await numberEnded(other.db);
    const { last } = await other.ended.bounds();
    expect(await readAll({ after: 0 })).toEqual(['fast@a.tld']);
    commit();
    await slow;
    await numberEnded(one.db);
    expect(await readAll({ after: last })).toEqual(['slow@a.tld']);
  });

  it('learns of each ending once and in one order, however many replicas write', async () => {
    const count = 300;
    await one.db.query(
      `INSERT INTO trust (id, domain, account, kind, prefix, label, granted_at, expires_at, document,
         revision, decision_id, last_ip)
       SELECT gen_random_uuid(), 'a.tld', 'u' || n || '@a.tld', 'ip', '192.0.2.1', '', $1,
         $1::timestamptz + interval '1 day', '*', 1, gen_random_uuid(), '192.0.2.1'
       FROM generate_series(1, $2) n`,
      [new Date(world.clock.now()), count],
    );
    const names = Array.from({ length: count }, (_, n) => `u${n + 1}@a.tld`);
    const told: { position: number; account: string }[] = [];
    const reading = (async () => {
      const stream = watching({ after: 0 }, 0);
      while (told.length < count) {
        const { position, trust } = await next(stream);
        told.push({ position, account: trust.account });
      }
    })();
    const numbering = [one, other].map(async ({ db }) => {
      while (told.length < count) await numberEnded(db);
    });
    const left = [...names];
    const ending = [one, other, one, other].map(async (replica) => {
      for (let name = left.pop(); name !== undefined; name = left.pop()) {
        await setNotBefore(replica, { account: accountOf(name), ...OTP });
      }
    });
    await Promise.all([reading, ...numbering, ...ending]);
    expect(told.map(({ account }) => account).sort()).toEqual(names.sort());
    const positions = told.map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(await readAll({ after: 0 })).toEqual(told.map(({ account }) => account));
  });

  it('is given one position for each, also by two that number the same', async () => {
    for (const name of ['a@a.tld', 'b@a.tld', 'c@a.tld']) await end(one, name);
    const holder = world.replica();
    let numbering: Promise<number>[] = [];
    await holder.db.transaction(async (tx) => {
      await tx.query('SELECT FROM watch_position FOR UPDATE');
      numbering = [numberEnded(one.db), numberEnded(other.db)];
      await untilWaiting(holder.db, 2);
    });
    expect((await Promise.all(numbering)).sort()).toEqual([0, 3]);
    expect(await readAll({ after: 0 })).toEqual(['a@a.tld', 'b@a.tld', 'c@a.tld']);
  });

  it('gets a heartbeat at once, and when nothing else came for so long', async () => {
    const stream = watching({}, 20);
    for (let beat = 0; beat < 3; beat++) {
      expect(await stream.next()).toEqual({
        done: false,
        value: { position: 0, entry: undefined },
      });
    }
    over.abort();
    expect(await stream.next()).toMatchObject({ done: true });
  });

  it('is told clearly that a position is too old, or was never given', async () => {
    await end(one, 'old@a.tld');
    await numberEnded(one.db);
    world.clock.advance(3 * DAY);
    await end(one, 'new@a.tld');
    await numberEnded(one.db);
    world.clock.advance(4 * DAY);
    expect(await pruneEnded(one.db, world.clock.now(), 100)).toBe(1);
    expect(await readAll({ after: 1 })).toEqual(['new@a.tld']);
    await expect(watching({ after: 0 }).next()).rejects.toMatchObject({ code: 'OUT_OF_RANGE' });
    await expect(watching({ after: 3 }).next()).rejects.toMatchObject({ code: 'OUT_OF_RANGE' });
  });

  it('is told if entries that it has not read are deleted meanwhile', async () => {
    for (const name of ['a@a.tld', 'b@a.tld']) await end(one, name);
    await numberEnded(one.db);
    const stream = watching({ after: 0 });
    await stream.next();
    world.clock.advance(7 * DAY);
    await pruneEnded(one.db, world.clock.now(), 100);
    await expect(next(stream)).rejects.toMatchObject({ code: 'OUT_OF_RANGE' });
  });

  it('can read about a removed account for a few minutes; then nothing is left of it', async () => {
    await end(one, 'luca@a.tld');
    world.clock.advance(100);
    await one.grant({ account: 'luca@a.tld', limits, deviceSeconds: 60 });
    await end(one, 'anna@a.tld');
    const by = { certificate: 'spiffe://gatepost/service/policy', actor: 'olga' };
    const luca = { account: accountOf('luca@a.tld'), ...by };
    expect(await purgeAccount(one, luca)).toBe(3);
    expect(await purgeAccount(one, luca)).toBe(0);
    await numberEnded(one.db);
    expect(await readAll({ after: 0 })).toHaveLength(4);
    world.clock.advance(600_000);
    await pruneEnded(one.db, world.clock.now(), 100);
    // Nobody else's position is too old because of it.
    expect(await readAll({ after: 0 })).toEqual(['anna@a.tld']);
    const { rows } = await one.db.query(
      `SELECT (SELECT count(*) FROM trust) + (SELECT count(*) FROM device_token)
         + (SELECT count(*) FROM ended WHERE account LIKE 'luca%') AS kept`,
    );
    expect(rows).toEqual([{ kept: 0 }]);
  });
});
