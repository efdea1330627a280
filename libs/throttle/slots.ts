import type { Clock } from '../clock/index.js';
import { countedAddress } from '../names/counted-address.js';
import type { Queryable } from '../pg/index.js';
import type { Random } from '../random/index.js';
import { marksOf, type WindowKeys } from './marks.js';
import type { Scope, SecretKind, Slot, Subject, ThrottleFact, ThrottleLimits } from './types.js';

/** The answer to a request for a slot. */
export type Answer =
  | { readonly outcome: 'reserved'; readonly slot: Slot }
  /**
   * Failures alone reach the limit of `scope`. There is room again at `freeAt`, in ms since the
   * epoch.
   */
  | { readonly outcome: 'limited'; readonly scope: Scope; readonly freeAt: number }
  /** Failures and slots held together reach the limit of `scope`. */
  | { readonly outcome: 'full'; readonly scope: Scope }
  /** The same secret was compared less than a minute ago and was wrong; comparing took `tookMs`. */
  | { readonly outcome: 'known'; readonly tookMs: number; readonly pastUntil: number | undefined };

export interface SlotParts {
  readonly secret: SecretKind;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: ThrottleLimits;
  readonly windowKeys: WindowKeys;
}

/**
 * A success is written again only after this long, so that frequent good logins write little beyond
 * their slot.
 */
const SUCCESS_NEWS_MS = 3_600_000;
/**
 * A wrong secret that is typed again is compared again after this long: it may have become right.
 */
const COMPARE_AGAIN_MS = 60_000;

const TAKE = {
  name: 'throttle_take',
  text: `SELECT outcome, scope, last_success > $17 AS success_known, past, free_at, took_ms
    FROM throttle_take($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
};

/** Asks for a slot that lasts `lifetimeMs`, in one round trip. */
export async function askForSlot(
  db: Queryable,
  { secret, clock, random, limits, windowKeys }: SlotParts,
  { account, address: of, named = '', typed }: Subject,
  lifetimeMs: number,
): Promise<Answer> {
  const now = clock.now();
  const { windowMs } = limits;
  const address = countedAddress(of);
  const whose = [secret, account, named, address];
  const marks = typed && marksOf(windowKeys, { whose, secret: typed, now, windowMs });
  const id = random.id();
  const { rows } = await db.query(TAKE, [
    id,
    secret,
    account,
    named,
    address,
    new Date(now),
    new Date(now - windowMs),
    new Date(now - limits.usualMs),
    new Date(now + lifetimeMs),
    ...limitsInOrder(limits),
    limits.pastAddress,
    marks?.now ?? null,
    marks?.before ?? null,
    new Date(now - COMPARE_AGAIN_MS),
    new Date(now - SUCCESS_NEWS_MS),
  ]);
  const row = rows[0];
  const freeAt = (row?.free_at instanceof Date ? row.free_at.getTime() : now) + windowMs;
  const pastUntil = row?.past === true ? freeAt : undefined;
  switch (row?.outcome) {
    case 'reserved': {
      const successKnown = row.success_known === true;
      const slot = { id, account, named, address, marks, takenAt: now, pastUntil, successKnown };
      return { outcome: 'reserved', slot };
    }
    case 'limited':
      return { outcome: 'limited', scope: row.scope as Scope, freeAt };
    case 'full':
      return { outcome: 'full', scope: row.scope as Scope };
    case 'known':
      return { outcome: 'known', tookMs: Number(row.took_ms), pastUntil };
    default:
      throw new TypeError('throttle_take gave no outcome');
  }
}

const GIVE_BACK = {
  name: 'throttle_give_back',
  text: 'DELETE FROM throttle_place WHERE id = $1',
};

/** Releases a slot: nothing was compared, or the result changes nothing. */
export async function giveBack(db: Queryable, slot: Slot): Promise<void> {
  await db.query(GIVE_BACK, [slot.id]);
}

/** Releases a slot after a success, and records the address as usual for the account. */
export async function giveBackAfterSuccess(
  db: Queryable,
  { secret, clock }: SlotParts,
  slot: Slot,
): Promise<void> {
  if (slot.successKnown) return giveBack(db, slot);
  await db.query(
    `WITH given_back AS (DELETE FROM throttle_place WHERE id = $1)
     INSERT INTO throttle_usual AS known (secret, account, address, succeeded_at)
     VALUES ($2, $3, $4, $5)
     ON CONFLICT (account, address, secret) DO UPDATE SET succeeded_at = excluded.succeeded_at
     WHERE known.succeeded_at < excluded.succeeded_at`,
    [slot.id, secret, slot.account, slot.address, new Date(clock.now())],
  );
}

/**
 * Turns a slot into a failure, unless the same wrong secret already counts.
 * @param options.tookMs how long the comparison took
 * @returns the limits that this failure reached
 */
export async function turnIntoFailure(
  tx: Queryable,
  { secret, clock, limits }: SlotParts,
  { slot, tookMs }: { readonly slot: Slot; readonly tookMs: number },
): Promise<ThrottleFact[]> {
  const now = clock.now();
  const { rows } = await tx.query(
    `SELECT scope, account, named, address, $2::text AS secret
     FROM throttle_miss($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      slot.id,
      secret,
      slot.account,
      slot.named,
      slot.address,
      slot.pastUntil !== undefined,
      new Date(now),
      new Date(now - limits.windowMs),
      ...limitsInOrder(limits),
      slot.marks?.now ?? null,
      slot.marks?.before ?? null,
      new Date(slot.takenAt),
      Math.min(Math.round(tookMs), 60_000),
    ],
  );
  return rows.map((row) => ({ kind: 'locked', ...bucketOf(row) }));
}

function limitsInOrder({ perScope }: ThrottleLimits): number[] {
  return [perScope['account+address'], perScope.address, perScope.account];
}

/** Reads the columns `secret`, `scope`, `account`, `address` and `named` of a row. */
export function bucketOf(row: Record<string, unknown>): Omit<ThrottleFact, 'kind'> {
  return {
    secret: row.secret as SecretKind,
    scope: row.scope as Scope,
    account: String(row.account),
    address: String(row.address),
    named: String(row.named),
  };
}
