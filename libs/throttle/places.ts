import type { Clock } from '../clock/index.js';
import { countedAddress } from '../names/counted-address.js';
import type { Queryable } from '../pg/index.js';
import type { Random } from '../random/index.js';
import type { Place, Scope, Subject, ThrottleFact, ThrottleLimits } from './types.js';

/** What asking for a place gave. */
export type Answer =
  | { readonly outcome: 'reserved'; readonly place: Place }
  /** Failures alone reach the limit of `scope`. */
  | { readonly outcome: 'limited'; readonly scope: Scope }
  /** Failures and places held reach it. */
  | { readonly outcome: 'full'; readonly scope: Scope };

export interface PlaceParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: ThrottleLimits;
}

/** A success is written again after this long, so that few good logins write more than their place. */
const SUCCESS_NEWS_MS = 3_600_000;

const RESERVE = {
  name: 'throttle_reserve',
  text: `SELECT outcome, scope, last_success > $11 AS success_known
    FROM throttle_reserve($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
};

/** Asks for a place that lasts `lifetimeMs`, in one round trip. */
export async function askForPlace(
  db: Queryable,
  { clock, random, limits }: PlaceParts,
  { account, address }: Subject,
  lifetimeMs: number,
): Promise<Answer> {
  const now = clock.now();
  const place = { id: random.id(), account, address: countedAddress(address) };
  const { rows } = await db.query(RESERVE, [
    place.id,
    place.account,
    place.address,
    new Date(now),
    new Date(now - limits.windowMs),
    new Date(now - limits.usualMs),
    new Date(now + lifetimeMs),
    ...limitsInOrder(limits),
    new Date(now - SUCCESS_NEWS_MS),
  ]);
  const row = rows[0];
  switch (row?.outcome) {
    case 'reserved':
      return { outcome: 'reserved', place: { ...place, successKnown: row.success_known === true } };
    case 'limited':
    case 'full':
      return { outcome: row.outcome, scope: row.scope as Scope };
    default:
      throw new TypeError('throttle_reserve gave no outcome');
  }
}

const GIVE_BACK = {
  name: 'throttle_give_back',
  text: 'DELETE FROM throttle_place WHERE id = $1',
};

/** Gives a place back: nothing was compared, or what was is not news. */
export async function giveBack(db: Queryable, place: Place): Promise<void> {
  await db.query(GIVE_BACK, [place.id]);
}

/** Gives a place back after a success, and remembers the address as one where the account succeeds. */
export async function giveBackAfterSuccess(
  db: Queryable,
  { clock }: PlaceParts,
  place: Place,
): Promise<void> {
  if (place.successKnown) return giveBack(db, place);
  await db.query(
    `WITH given_back AS (DELETE FROM throttle_place WHERE id = $1)
     INSERT INTO throttle_success AS known (account, address, succeeded_at) VALUES ($2, $3, $4)
     ON CONFLICT (account, address) DO UPDATE SET succeeded_at = excluded.succeeded_at
     WHERE known.succeeded_at < excluded.succeeded_at`,
    [place.id, place.account, place.address, new Date(clock.now())],
  );
}

/** Turns a place into a failure. @returns the limits that are reached by it, and were not before */
export async function turnIntoFailure(
  tx: Queryable,
  { clock, limits }: PlaceParts,
  place: Place,
): Promise<ThrottleFact[]> {
  const now = clock.now();
  const { rows } = await tx.query(
    'SELECT scope, account, address FROM throttle_fail($1, $2, $3, $4, $5, $6, $7, $8)',
    [
      place.id,
      place.account,
      place.address,
      new Date(now),
      new Date(now - limits.windowMs),
      ...limitsInOrder(limits),
    ],
  );
  return rows.map((row) => ({ kind: 'locked', ...bucketOf(row) }));
}

function limitsInOrder({ perScope }: ThrottleLimits): number[] {
  return [perScope['account+address'], perScope.address, perScope.account];
}

/** The columns `scope`, `account` and `address` of a row. */
export function bucketOf(row: Record<string, unknown>): Omit<ThrottleFact, 'kind'> {
  return {
    scope: row.scope as Scope,
    account: String(row.account),
    address: String(row.address),
  };
}
