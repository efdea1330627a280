import { resourceExhausted } from '../../../libs/errors/index.js';
import type { Database, Queryable } from '../../../libs/pg/index.js';
import type { RemindedBy, Reminder, Reminders } from '../ports/reminders.js';

/** How long other replicas leave a reminder alone after one has taken it. */
const CLAIM_MS = 60_000;
const AT_ONCE = 50;
/** The most reminders that wait in one domain. */
const MOST_WAITING = 200_000;

interface Row {
  readonly account: string;
  readonly domain: string;
  readonly days_before: number;
  readonly asked_at: Date;
  readonly actor: string;
  readonly on_behalf_of: string;
  readonly comment: string;
}

/** Appends the events of reminders, each in the transaction that changes them. */
export interface AnnounceReminders {
  begun(
    tx: Queryable,
    of: RemindedBy & {
      readonly domain: string;
      readonly count: number;
      readonly daysBefore: number;
    },
  ): Promise<void>;
  ended(
    tx: Queryable,
    of: RemindedBy & { readonly domain: string; readonly count: number },
  ): Promise<void>;
  due(tx: Queryable, of: Reminder, until: number): Promise<void>;
}

/** The reminders in Postgres. */
export function reminderStore(parts: {
  readonly db: Database;
  readonly announce: AnnounceReminders;
}): Reminders {
  const { db, announce } = parts;

  async function waiting(queryable: Queryable, domain: string): Promise<number> {
    const { rows } = await queryable.query<{ readonly n: number }>(
      'SELECT count(*)::int AS n FROM reminder WHERE domain = $1',
      [domain],
    );
    return rows[0]?.n ?? 0;
  }

  return {
    async begin({ accounts, domain, daysBefore, askedAt, actor, onBehalfOf, comment }) {
      await db.transaction(async (tx) => {
        await tx.query(
          `INSERT INTO reminder (account, domain, days_before, asked_at, actor, on_behalf_of, comment,
             due_at, look_at)
           SELECT account, $4, $5, $6, $7, $8, $9, due_at, look_at
           FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS t (account, due_at, look_at)
           ORDER BY account
           ON CONFLICT (account) DO UPDATE SET days_before = excluded.days_before,
             asked_at = excluded.asked_at, actor = excluded.actor,
             on_behalf_of = excluded.on_behalf_of, comment = excluded.comment,
             due_at = excluded.due_at, look_at = excluded.look_at`,
          [
            accounts.map(({ account }) => account),
            accounts.map(({ dueAt }) => new Date(dueAt)),
            accounts.map(({ lookAt }) => new Date(lookAt)),
            ...[domain, daysBefore, new Date(askedAt), actor, onBehalfOf, comment],
          ],
        );
        if ((await waiting(tx, domain)) > MOST_WAITING) {
          throw resourceExhausted(`more than ${MOST_WAITING} reminders would wait in ${domain}`);
        }
        const count = accounts.length;
        await announce.begun(tx, { domain, daysBefore, actor, onBehalfOf, comment, count });
      });
    },

    async dueAt(accounts) {
      const { rows } = await db.query<{ readonly account: string; readonly due_at: Date }>(
        'SELECT account, due_at FROM reminder WHERE account = ANY($1)',
        [accounts],
      );
      return new Map(rows.map(({ account, due_at }) => [account, due_at.getTime()]));
    },

    waiting: (domain) => waiting(db, domain),

    async claim(now) {
      const { rows } = await db.query<Row>(
        `UPDATE reminder SET look_at = $2 WHERE account IN (
           SELECT account FROM reminder WHERE look_at <= $1
           ORDER BY look_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
         RETURNING account, domain, days_before, asked_at, actor, on_behalf_of, comment`,
        [new Date(now), new Date(now + CLAIM_MS)],
      );
      return rows.map(reminderOf);
    },

    async postpone({ account, askedAt }, { dueAt, lookAt }) {
      await db.query(
        'UPDATE reminder SET due_at = $3, look_at = $4 WHERE account = $1 AND asked_at = $2',
        [account, new Date(askedAt), new Date(dueAt), new Date(lookAt)],
      );
    },

    async drop({ account, askedAt }) {
      await db.query('DELETE FROM reminder WHERE account = $1 AND asked_at = $2', [
        account,
        new Date(askedAt),
      ]);
    },

    async send(reminder, until) {
      await db.transaction(async (tx) => {
        const { count } = await tx.query(
          'DELETE FROM reminder WHERE account = $1 AND asked_at = $2',
          [reminder.account, new Date(reminder.askedAt)],
        );
        if (count === 1) await announce.due(tx, reminder, until);
      });
    },

    async end(domain, by) {
      return db.transaction(async (tx) => {
        const { count } = await tx.query('DELETE FROM reminder WHERE domain = $1', [domain]);
        if (count > 0) await announce.ended(tx, { ...by, domain, count });
        return count;
      });
    },
  };
}

function reminderOf(row: Row): Reminder {
  const { account, domain, days_before, asked_at, actor, on_behalf_of, comment } = row;
  return {
    ...{ account, domain, actor, comment },
    daysBefore: days_before,
    askedAt: asked_at.getTime(),
    onBehalfOf: on_behalf_of,
  };
}
