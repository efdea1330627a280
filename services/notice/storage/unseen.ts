import type { Queryable } from '../../../libs/pg/index.js';
import { MOST_LISTED } from '../core/allowance.js';
import { KINDS, type Kind } from '../core/kinds.js';
import type { UnseenNotices } from '../ports.js';

interface Row {
  readonly id: string;
  readonly kind: Kind;
  readonly happened_at: Date;
  readonly total: number;
  readonly seen_until: Date;
}

/** What an account was notified of since its person last marked notices as seen. */
export async function readUnseen(db: Queryable, account: string): Promise<UnseenNotices> {
  const { rows } = await db.query<Row>(UNSEEN, [account, TOLD_TO_PEOPLE, MOST_LISTED]);
  return {
    notices: rows.map(({ id, kind, happened_at: at }) => ({ id, kind, at: at.getTime() })),
    total: rows[0]?.total ?? 0,
    seenUntil: rows[0]?.seen_until.getTime(),
  };
}

/** Stores up to when a person has seen their notices. Moves forward, never back. */
export async function markSeen(db: Queryable, account: string, until: number): Promise<void> {
  await db.query(MARK, [account, new Date(until)]);
}

const TOLD_TO_PEOPLE = Object.keys(KINDS).filter((kind) => kind !== 'disowned');

/** A copy to a second address is not a notice of its own. */
const UNSEEN = {
  name: 'notice-unseen',
  text: `SELECT id, kind, happened_at, (count(*) OVER ())::int AS total,
      max(made_at) OVER () AS seen_until
    FROM mail WHERE account = $1 AND about IS NULL AND kind = ANY ($2::text[])
      AND made_at > coalesce((SELECT until FROM looked WHERE account = $1), '-infinity')
    ORDER BY happened_at DESC, id LIMIT $3`,
};
const MARK = {
  name: 'notice-mark-seen',
  text: `INSERT INTO looked (account, until) VALUES ($1, $2)
    ON CONFLICT (account) DO UPDATE SET until = greatest(looked.until, excluded.until)`,
};
