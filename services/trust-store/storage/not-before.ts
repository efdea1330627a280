import type { Account } from '../../../libs/names/account.js';
import type { Queryable } from '../../../libs/pg/index.js';
import type { NotBefores } from '../ports.js';
import type { Row } from './rows.js';
import { timeOf } from './rows.js';

/** The name that stands for all accounts of a domain. No account begins with `@`. */
const everyoneOf = (domain: string) => `@${domain}`;

/** The account's not-before, or its domain's if that is later, in ms since the epoch. Undefined if neither is set. */
export async function readNotBefore(
  db: Queryable,
  { name, domain }: Account,
): Promise<number | undefined> {
  const { rows } = await db.query<Row>(
    'SELECT max(at) AS at FROM not_before WHERE owner IN ($1, $2)',
    [name, everyoneOf(domain)],
  );
  return rows[0]?.at ? timeOf(rows[0].at) : undefined;
}

/** As `readNotBefore`, with the not-before of tickets, in one statement. */
export async function readNotBefores(
  db: Queryable,
  { name, domain }: Account,
): Promise<NotBefores> {
  const { rows } = await db.query<Row>(
    {
      name: 'trust-not-befores',
      text: `SELECT (SELECT max(at) FROM not_before WHERE owner IN ($1, $2)) AS at,
        (SELECT at FROM tickets_not_before WHERE owner = $1) AS tickets_at`,
    },
    [name, everyoneOf(domain)],
  );
  const [row] = rows;
  return {
    notBefore: row?.at ? timeOf(row.at) : undefined,
    ticketsNotBefore: row?.tickets_at ? timeOf(row.tickets_at) : undefined,
  };
}

/** Moves it forward, never back. */
export async function writeTicketsNotBefore(
  tx: Queryable,
  { name }: Account,
  at: number,
): Promise<void> {
  await tx.query(
    `INSERT INTO tickets_not_before AS n (owner, at) VALUES ($1, $2)
     ON CONFLICT (owner) DO UPDATE SET at = greatest(n.at, excluded.at)`,
    [name, new Date(at)],
  );
}

/** Moves a not-before forward, never back, and returns the value in force. */
export async function writeNotBefore(
  tx: Queryable,
  owner: Account | { readonly everyoneOf: string },
  at: number,
): Promise<number> {
  const name = 'everyoneOf' in owner ? everyoneOf(owner.everyoneOf) : owner.name;
  const { rows } = await tx.query<Row>(
    `INSERT INTO not_before AS n (owner, at) VALUES ($1, $2)
     ON CONFLICT (owner) DO UPDATE SET at = greatest(n.at, excluded.at) RETURNING at`,
    [name, new Date(at)],
  );
  return timeOf(rows[0]?.at);
}

/** Deletes at most `limit` rows older than `before` (ms since the epoch), and returns how many. */
export async function pruneNotBefore(
  db: Queryable,
  table: 'not_before' | 'tickets_not_before',
  before: number,
  limit: number,
): Promise<number> {
  const { count } = await db.query(
    `DELETE FROM ${table} WHERE owner IN (
       SELECT owner FROM ${table} WHERE at < $1 ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [new Date(before), limit],
  );
  return count;
}
