import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../config/index.js';
import { startTestPostgres, type TestPostgres } from '../embedded-postgres/testing.js';
import { readSql } from '../kit/migrations.js';
import type { Database } from '../pg/index.js';
import { createThrottle } from './index.js';
import { call, limits, openThrottled, subject } from './testing.js';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const SCOPES = [
  limits.perScope['account+address'],
  limits.perScope.address,
  limits.perScope.account,
];

/** What a replica of the version before asks, word for word. */
function versionBefore(db: Database, now: () => number) {
  const at = (ms: number) => new Date(now() - ms);
  return {
    async guess(account: string, address: string): Promise<string> {
      const id = randomUUID();
      const { rows } = await db.query(
        {
          name: 'throttle_reserve',
          text: `SELECT outcome, scope, last_success > $11 AS success_known
            FROM throttle_reserve($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        },
        [
          ...[id, account, address, at(0), at(limits.windowMs), at(limits.usualMs), at(-60_000)],
          ...[...SCOPES, at(3_600_000)],
        ],
      );
      if (rows[0]?.outcome !== 'reserved') return `${rows[0]?.outcome}`;
      await db.query(
        'SELECT scope, account, address FROM throttle_fail($1, $2, $3, $4, $5, $6, $7, $8)',
        [id, account, address, at(0), at(limits.windowMs), ...SCOPES],
      );
      return 'compared';
    },
    succeed: (account: string, address: string) =>
      db.query(
        `WITH given_back AS (DELETE FROM throttle_place WHERE id = $1)
         INSERT INTO throttle_success AS known (account, address, succeeded_at) VALUES ($2, $3, $4)
         ON CONFLICT (account, address) DO UPDATE SET succeeded_at = excluded.succeeded_at
         WHERE known.succeeded_at < excluded.succeeded_at`,
        [randomUUID(), account, address, at(0)],
      ),
    async sweep(): Promise<number> {
      const { rows } = await db.query(
        `SELECT scope, account, address FROM throttle_locked l
         WHERE CASE scope WHEN 'account' THEN $1::int WHEN 'address' THEN $2::int ELSE $3::int END > (
           SELECT count(*) FROM throttle_failure f
           WHERE f.failed_at > $4
             AND (l.scope = 'address' OR f.account = l.account)
             AND (l.scope = 'account' OR f.address = l.address))
         ORDER BY locked_at LIMIT $5`,
        [SCOPES[2], SCOPES[1], SCOPES[0], at(limits.windowMs), 100],
      );
      for (const { scope, account, address } of rows) {
        const asked = [scope, account, address, at(limits.windowMs), SCOPES[0]];
        await db.query('SELECT throttle_reopen($1, $2, $3, $4, $5) AS reopened', asked);
      }
      return rows.length;
    },
  };
}

/** The migrations of a service: those before limits were apart by kind of secret, and from then on. */
function migrationsOf(service: string) {
  const dir = join(packageRoot, 'services', service, 'storage', 'migrations');
  const files = readdirSync(dir).sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  const texts = files.map((name) => readSql(join(dir, name)));
  const apart = texts.findIndex((text) => text.includes('CREATE FUNCTION throttle_take('));
  expect(apart).toBeGreaterThan(0);
  return { before: texts.slice(0, apart), since: texts.slice(apart) };
}

it.each([
  ['credential', 'password'],
  ['otp', 'code'],
] as const)('replicas of %s of both versions count together', async (service, secret) => {
  const { before, since } = migrationsOf(service);
  const empty = await postgres.createDatabase(['throttled']);
  const world = await openThrottled(empty);
  try {
    const old = world.replica();
    const asBefore = versionBefore(old.db, world.clock.now);
    for (const text of before) await old.db.query(text);
    // With statements that are prepared, and an account that is locked, when the migration comes.
    for (let n = 0; n < 10; n += 1) await asBefore.guess('locked@a.tld', '192.0.2.1');
    await asBefore.succeed('usual@a.tld', '192.0.2.2');
    const { db } = world.replica();
    for (const text of since) await db.query(text);

    const throttle = createThrottle({ ...world.partsOn(db), secret });
    const guess = async (account: string, address: string) => {
      const outcome = await throttle.guard(subject(account, address), call(30_000), async () => ({
        compared: 'wrong',
      }));
      return 'refused' in outcome ? outcome.refused : 'compared';
    };
    expect(await asBefore.guess('locked@a.tld', '192.0.2.1')).toBe('limited');
    expect(await guess('locked@a.tld', '192.0.2.1')).toBe('limited');
    await asBefore.succeed('usual@a.tld', '192.0.2.2');

    const guesses = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        (n % 2 === 0 ? guess : asBefore.guess)('luca@a.tld', '192.0.2.3'),
      ),
    );
    expect(guesses.filter((outcome) => outcome === 'compared')).toHaveLength(10);
    const { rows } = await db.query(
      `SELECT count(*) FROM throttle_locked WHERE account = 'luca@a.tld' AND address = '192.0.2.3'`,
      [],
    );
    expect(rows).toEqual([{ count: 1 }]);

    world.clock.advance(limits.windowMs + 1);
    expect(await asBefore.sweep()).toBe(2);
    expect(await asBefore.sweep()).toBe(0);
    expect(await guess('luca@a.tld', '192.0.2.3')).toBe('compared');
  } finally {
    await world.close();
  }
});
