import type { Queryable } from '../../../libs/pg/index.js';
import { DAY_MS, type Limits } from '../core/allowance.js';
import { type Allowance, KINDS } from '../core/kinds.js';
import type { Notice } from '../core/notice.js';
import type { RecordKeeping } from '../ports.js';

/** Keeps what the record says, in the transaction `tx`. */
export function keepRecord(tx: Queryable, limits: Limits, newId: () => string): RecordKeeping {
  return {
    async remember(traits, now) {
      const { rows } = await tx.query<{ account: string; hash: Buffer }>(REMEMBER, [
        traits.map(({ account }) => account),
        traits.map(({ hash }) => hash),
        new Date(now),
        new Date(now + limits.seenForMs),
        // A trait in daily use is written once in a tenth of the time.
        new Date(now + limits.seenForMs * 0.9),
      ]);
      const unknown = new Set(rows.map(({ account, hash }) => keyOf(account, hash)));
      // Of two in one batch the first was unknown.
      return traits.map(({ account, hash }) => unknown.delete(keyOf(account, hash)));
    },
    async layBy(notice, now) {
      const allowance: Allowance = KINDS[notice.kind];
      const most = { every: null, daily: limits.perDay, once: 1 }[allowance];
      const { rows } = await tx.query<{ state: string }>(LAY_BY, [
        notice.id,
        notice.kind,
        notice.account,
        new Date(notice.at),
        JSON.stringify(notice.facts),
        new Date(now),
        new Date(now - DAY_MS),
        most,
        KINDS_OF[allowance],
        allowance === 'daily',
      ]);
      if (rows[0]?.state !== 'held') return;
      await tx.query(DIGEST, [newId(), notice.account, new Date(now), new Date(now + DAY_MS)]);
    },
    async purge(account) {
      await tx.query(PURGE, [account]);
    },
    async moveTo(position) {
      await tx.query(MOVE, [position]);
    },
  };
}

function keyOf(account: string, hash: Buffer): string {
  return `${account} ${hash.toString('base64')}`;
}

/** The kinds that are counted together. A `once` kind is counted alone: there is one. */
const KINDS_OF: Readonly<Record<Allowance, readonly Notice['kind'][]>> = {
  every: [],
  daily: kindsThat('daily'),
  once: kindsThat('once'),
};

function kindsThat(allowance: Allowance): Notice['kind'][] {
  return (Object.entries(KINDS) as [Notice['kind'], Allowance][])
    .filter(([, own]) => own === allowance)
    .map(([kind]) => kind);
}

/** A trait whose time is over is as unknown as one that was never there. */
const REMEMBER = {
  name: 'notice-remember',
  text: `WITH given AS (
      SELECT DISTINCT account, hash FROM unnest($1::text[], $2::bytea[]) AS t (account, hash)
    ), known AS (
      SELECT account, hash FROM given JOIN seen USING (account, hash) WHERE expires_at > $3
    ), kept AS (
      INSERT INTO seen (account, hash, expires_at)
      SELECT account, hash, $4 FROM given ORDER BY account, hash
      ON CONFLICT (account, hash) DO UPDATE SET expires_at = $4 WHERE seen.expires_at < $5
    )
    SELECT account, hash FROM given EXCEPT SELECT account, hash FROM known`,
};

/** In its bounds a mail waits; beyond them it is held for the digest, or dropped where $10 is false. */
const LAY_BY = {
  name: 'notice-lay-by',
  text: `WITH room AS (
      SELECT $8::int IS NULL OR count(*) < $8::int AS is_free FROM mail
      WHERE account = $3 AND kind = ANY ($9::text[]) AND made_at > $7 AND state <> 'held'
    )
    INSERT INTO mail (id, kind, account, happened_at, facts, state, made_at, due_at)
    SELECT $1, $2, $3, $4, $5, CASE WHEN is_free THEN 'waiting' ELSE 'held' END, $6, $6
    FROM room WHERE is_free OR $10
    ON CONFLICT (id, kind) DO NOTHING
    RETURNING state`,
};

const DIGEST = {
  name: 'notice-digest',
  text: `INSERT INTO mail (id, kind, account, happened_at, facts, state, made_at, due_at)
    VALUES ($1, 'digest', $2, $3, '{}', 'waiting', $3, $4)
    ON CONFLICT (account) WHERE kind = 'digest' AND state = 'waiting' DO NOTHING`,
};

const PURGE = {
  name: 'notice-purge',
  text: 'WITH traits AS (DELETE FROM seen WHERE account = $1) DELETE FROM mail WHERE account = $1',
};

const MOVE = { name: 'notice-move', text: 'UPDATE followed SET position = $1' };
