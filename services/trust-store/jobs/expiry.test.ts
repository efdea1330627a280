import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../../libs/embedded-postgres/testing.js';
import { startJobs } from '../../../libs/kit/jobs.js';
import { silentLog } from '../../../libs/log/index.js';
import { until } from '../../../libs/testing/until.js';
import { setLimits } from '../commands/set-limits.js';
import { setNotBefore } from '../commands/set-not-before.js';
import { takeDue, takeSweepSlot } from '../storage/sweep.js';
import {
  accountOf,
  limitsOf,
  migratedTemplate,
  OTP,
  openWorld,
  type Replica,
  type TrustWorld,
} from '../testing.js';

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

const ends = async () =>
  (await world.events()).flatMap((e) => (e.type === 'expired' ? [[e.account, e.why, e.at]] : []));
/** Inserts thousands of rows: the trust of account `u<n>@a.tld` expires after `n` times `stepMs`. */
const fill = (count: number, stepMs: number) =>
  replica.db.query(
    `INSERT INTO trust (id, domain, account, kind, prefix, label, granted_at, expires_at, document,
       revision, decision_id, last_ip)
     SELECT gen_random_uuid(), 'a.tld', 'u' || n || '@a.tld', 'ip', '192.0.2.1', '', $1,
       $1::timestamptz + n * $2 * interval '1 ms', 'a.tld', 1, gen_random_uuid(), '192.0.2.1'
     FROM generate_series(1, $3) n`,
    [new Date(world.clock.now()), stepMs, count],
  );

describe('what runs out', () => {
  it('has one event, at its time; what was renewed or revoked before has none', async () => {
    const grant = (account: string, ipSeconds = 60) => replica.grant({ account, ipSeconds });
    for (const name of ['kept', 'renewed', 'revoked', 'over']) await grant(`${name}@a.tld`);
    const start = world.clock.now();
    world.clock.advance(59_999);
    expect(await replica.sweep()).toBe(0);
    await grant('renewed@a.tld');
    await setNotBefore(replica, {
      account: accountOf('revoked@a.tld'),
      ...OTP,
    });
    await grant('kept@a.tld', 7200);
    world.clock.advance(1);
    expect(await replica.sweep()).toBe(1);
    expect(await replica.sweep()).toBe(0);
    world.clock.advance(600_000);
    expect(await replica.sweep()).toBe(1);
    expect(await ends()).toEqual([
      ['over@a.tld', 'expired', start + 60_000],
      ['renewed@a.tld', 'expired', start + 119_999],
    ]);
  });

  it('has ended for everyone before it is swept, and can no longer be revoked', async () => {
    await replica.grant({ ipSeconds: 60 });
    world.clock.advance(60_000);
    expect((await replica.check()).ip).toBeUndefined();
    const asked = { account: accountOf('luca@a.tld'), ...OTP };
    expect((await setNotBefore(replica, asked)).revoked).toBe(0);
    await replica.sweep();
    expect(await ends()).toHaveLength(1);
  });

  it('ends at the new time under new limits, or at once if nothing is left of it', async () => {
    const start = world.clock.now();
    await replica.grant({ account: 'early@a.tld', ipSeconds: 7200 });
    world.clock.advance(50_000);
    await replica.grant({ account: 'late@a.tld', ipSeconds: 7200 });
    world.clock.advance(20_000);
    const { ip, device } = limitsOf().terms;
    const shorter = { ip: ip && { ...ip, maxSeconds: 60 }, device };
    await setLimits(replica, [limitsOf({ revision: 2n, terms: shorter })]);
    while (await replica.settle());
    await replica.sweep();
    expect(await ends()).toEqual([['early@a.tld', 'limits-changed', start + 70_000]]);
    world.clock.advance(39_999);
    expect(await replica.sweep()).toBe(0);
    world.clock.advance(1);
    await replica.sweep();
    expect((await ends()).at(-1)).toEqual(['late@a.tld', 'expired', start + 110_000]);
  });

  it('is found by the jobs of a replica without being told, when the clock moves', async () => {
    await replica.grant({ ipSeconds: 60 });
    const stop = startJobs(world.replica().jobs, silentLog);
    try {
      world.clock.advance(60_000);
      await until('its end is told', async () => expect(await ends()).toHaveLength(1));
    } finally {
      await stop();
    }
  });
});

describe('three replicas that sweep', () => {
  it('end each exactly once, one of them killed at any moment', async () => {
    const count = 6000;
    await fill(count, 10);
    const replicas = [replica, world.replica(), world.replica()];
    const killer = world.replica();
    let kills = 0;
    let failed = 0;
    while ((await killer.db.query('SELECT 1 AS left FROM trust LIMIT 1')).rows.length > 0) {
      world.clock.advance(15_000);
      const round = replicas.map((one) =>
        one.sweep().catch(() => {
          failed += 1;
        }),
      );
      // Ends the session of a random transaction, whatever it is doing.
      for (let i = 0; i < 4; i++) {
        const { rows } = await killer.db.query<{ ended: boolean }>(
          `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
           ORDER BY random() LIMIT 1`,
        );
        if (rows[0]?.ended) kills += 1;
      }
      await Promise.all(round);
    }
    const told = await ends();
    expect(told).toHaveLength(count);
    expect(new Set(told.map(([account]) => account)).size).toBe(count);
    const { rows } = await killer.db.query('SELECT count(*) AS n FROM ended');
    expect(rows[0]?.n).toBe(count);
    expect(kills).toBeGreaterThan(0);
    expect(failed).toBeGreaterThan(0);
  });

  it('do not wait for one that has stopped dead, and are never more than two at it', async () => {
    await fill(1200, 10);
    world.clock.advance(60_000);
    const frozen = world.replica();
    let thaw = () => {};
    const frost = new Promise<void>((resolve) => {
      thaw = resolve;
    });
    let holding = () => {};
    const held = new Promise<void>((resolve) => {
      holding = resolve;
    });
    const stuck = frozen.db.transaction(async (tx) => {
      // Postgres would end it after 5 s; the test checks what happens before.
      await tx.query('SET LOCAL idle_in_transaction_session_timeout = 0');
      expect(await takeSweepSlot(tx)).toBe(true);
      expect(await takeDue(tx, world.clock.now(), 500)).toHaveLength(500);
      holding();
      await frost;
      throw new Error('it never comes back');
    });
    stuck.catch(() => undefined);
    await held;
    try {
      expect(await replica.sweep()).toBe(500);
      expect(await replica.sweep()).toBe(200);
      expect(await replica.sweep()).toBe(0);
      await replica.db.transaction(async (tx) => {
        expect(await takeSweepSlot(tx)).toBe(true);
        await world
          .replica()
          .db.transaction(async (third) => expect(await takeSweepSlot(third)).toBe(false));
      });
    } finally {
      thaw();
    }
    await expect(stuck).rejects.toThrow();
    expect(await replica.sweep()).toBe(500);
    expect(await ends()).toHaveLength(1200);
  });

  it('look only at what has run out, however much has not', async () => {
    await fill(20_000, 1000);
    await replica.db.query('ANALYZE trust');
    world.clock.advance(5_000);
    const explain = await replica.db.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF)
       SELECT id FROM trust WHERE expires_at <= $1 ORDER BY expires_at LIMIT 500
       FOR UPDATE SKIP LOCKED`,
      [new Date(world.clock.now())],
    );
    const plan = explain.rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index Scan using trust_expiry.*rows=5(\.00)? /);
  });
});
