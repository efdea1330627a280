import type { Clock } from '../clock/index.js';
import type { Address } from '../names/address.js';
import { countedAddress } from '../names/counted-address.js';
import type { Queryable } from '../pg/index.js';
import { bucketOf } from './slots.js';
import type { Scope, SecretKind, ThrottleFact, ThrottleLimits } from './types.js';

/** A limit that currently counts failures. */
export interface Throttled {
  readonly secret: SecretKind;
  readonly scope: Scope;
  /** Empty for scope `address`. */
  readonly account: string;
  /** Empty for scope `account`. */
  readonly address: string;
  /** The public part of an app password; else empty. */
  readonly named: string;
  readonly failures: number;
  readonly limit: number;
  /** When the oldest failure leaves the window, in ms since the epoch. */
  readonly nextFreeAt: number;
}

/**
 * Which limits to list: those of one account, those of a domain's accounts, or all, addresses
 * included.
 */
export type ThrottleFilter =
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'domain'; readonly domain: string }
  | { readonly kind: 'all' };

export interface AdminParts {
  readonly clock: Clock;
  readonly limits: ThrottleLimits;
}

/**
 * Lists the limits that count failures, the fullest first: at most `size` after `after`, the last
 * of the page before. The order may change between two pages, because failures arrive and expire.
 */
export async function listThrottled(
  db: Queryable,
  { clock, limits }: AdminParts,
  query: { filter: ThrottleFilter; size: number; after?: Throttled },
): Promise<Throttled[]> {
  const { filter, size, after } = query;
  const { perScope, windowMs } = limits;
  const { rows } = await db.query(
    `WITH counted AS (
       SELECT secret, account, named, address, failed_at FROM throttle_failure
       WHERE failed_at > $1 AND ($2::text IS NULL OR account = $2)
         AND ($3::text IS NULL OR split_part(account, '@', 2) = $3)
     ), limits AS (
       SELECT 'account+address' AS scope, account, address, secret, named, count(*)::int AS failures,
         min(failed_at) AS oldest, $4::int AS at_most
       FROM counted GROUP BY account, address, secret, named
       UNION ALL
       SELECT 'account', account, '', secret, named, count(*)::int, min(failed_at), $5::int
       FROM counted GROUP BY account, secret, named
       UNION ALL
       SELECT 'address', '', address, secret, '', count(*)::int, min(failed_at), $6::int
       FROM counted WHERE $2::text IS NULL AND $3::text IS NULL GROUP BY address, secret
     ), ordered AS (
       SELECT *, failures::float8 / at_most AS fullness FROM limits
     )
     SELECT scope, account, address, secret, named, failures, oldest, at_most FROM ordered
     WHERE $7::float8 IS NULL OR fullness < $7
       OR fullness = $7 AND (scope, account, address, secret, named) > ($8, $9, $10, $11, $12)
     ORDER BY fullness DESC, scope, account, address, secret, named LIMIT $13`,
    [
      new Date(clock.now() - windowMs),
      filter.kind === 'account' ? filter.account : null,
      filter.kind === 'domain' ? filter.domain : null,
      perScope['account+address'],
      perScope.account,
      perScope.address,
      after === undefined ? null : after.failures / after.limit,
      after?.scope ?? '',
      after?.account ?? '',
      after?.address ?? '',
      after?.secret ?? '',
      after?.named ?? '',
      size,
    ],
  );
  return rows.map((row) => ({
    ...bucketOf(row),
    failures: Number(row.failures),
    limit: Number(row.at_most),
    nextFreeAt: (row.oldest as Date).getTime() + windowMs,
  }));
}

export interface Cleared {
  /** Failures forgotten. */
  readonly failures: number;
  readonly facts: readonly ThrottleFact[];
}

/** Forgets the failures of an account at every address, in the caller's transaction. */
export async function clearAccount(tx: Queryable, account: string): Promise<Cleared> {
  await tx.query('SELECT throttle_hold_account($1)', [account]);
  return clear(tx, 'account', account);
}

/** Forgets the failures at an address for every account, in the caller's transaction. */
export async function clearAddress(tx: Queryable, address: Address): Promise<Cleared> {
  const counted = countedAddress(address);
  await tx.query('SELECT throttle_hold_address($1)', [counted]);
  return clear(tx, 'address', counted);
}

async function clear(
  tx: Queryable,
  column: 'account' | 'address',
  value: string,
): Promise<Cleared> {
  const forgotten = await tx.query(`DELETE FROM throttle_failure WHERE ${column} = $1`, [value]);
  await tx.query(`DELETE FROM throttle_wrong WHERE ${column} = $1`, [value]);
  const opened = await tx.query(
    `DELETE FROM throttle_locked WHERE ${column} = $1
     RETURNING secret, scope, account, named, address`,
    [value],
  );
  return {
    failures: forgotten.count,
    facts: opened.rows.map((row) => ({ kind: 'unlocked', ...bucketOf(row) })),
  };
}

/**
 * Forgets everything stored about an account, in the caller's transaction. @returns the number of
 * rows
 */
export async function forgetAccount(tx: Queryable, account: string): Promise<number> {
  const { failures, facts } = await clearAccount(tx, account);
  const successes = await tx.query('DELETE FROM throttle_usual WHERE account = $1', [account]);
  return failures + facts.length + successes.count;
}

/**
 * Records that secrets of these accounts have changed, in the transaction that changes them. A
 * secret that was wrong before is then compared again.
 */
export async function noteChangedSecret(
  tx: Queryable,
  changed: {
    readonly secret: SecretKind;
    readonly accounts: readonly string[];
    readonly now: number;
  },
): Promise<void> {
  const { secret, accounts, now } = changed;
  await tx.query(
    `INSERT INTO throttle_changed (secret, account, changed_at) SELECT $1, unnest($2::text[]), $3
     ON CONFLICT (account, secret) DO UPDATE SET changed_at = excluded.changed_at`,
    [secret, accounts, new Date(now)],
  );
}
