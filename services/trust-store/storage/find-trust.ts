import type { Queryable } from '../../../libs/pg/index.js';
import type { Trust } from '../core/trust.js';
import type { TrustCursor, TrustFilter } from '../ports.js';
import type { Row } from './rows.js';
import { TRUST_COLUMNS, trustOf } from './rows.js';

export interface Page {
  readonly after?: TrustCursor | undefined;
  readonly size: number;
  readonly now: number;
}

/** A page of trust that holds and matches, by account, and within an account the latest first (ids ascend in time). */
export async function listTrust(db: Queryable, filter: TrustFilter, page: Page): Promise<Trust[]> {
  const { where, values } = conditions(filter, page.now);
  if (page.after !== undefined) {
    const { account, id } = page.after;
    where.push(`t.account >= ${add(values, account)}`);
    where.push(`(t.account > $${values.length} OR t.id < ${add(values, id)})`);
  }
  const { rows } = await db.query<Row>(
    `SELECT ${TRUST_COLUMNS} FROM trust t CROSS JOIN LATERAL ending(t) e
     WHERE ${where.join(' AND ')} ORDER BY t.account, t.id DESC LIMIT ${add(values, page.size)}`,
    values,
  );
  return rows.map(trustOf);
}

/** Finds the next entries that hold and match, in the order in which locks are taken. */
export async function findTrust(
  db: Queryable,
  filter: TrustFilter,
  page: Page,
): Promise<TrustCursor[]> {
  const { where, values } = conditions(filter, page.now);
  if (page.after !== undefined) {
    const { account, id } = page.after;
    where.push(`(t.account, t.id) > (${add(values, account)}, ${add(values, id)}::uuid)`);
  }
  const { rows } = await db.query<Row>(
    `SELECT t.account, t.id FROM trust t CROSS JOIN LATERAL ending(t) e
     WHERE ${where.join(' AND ')} ORDER BY t.account, t.id LIMIT ${add(values, page.size)}`,
    values,
  );
  return rows.map((row) => ({ account: row.account as string, id: row.id as string }));
}

/** How many sessions of a client are valid. Counts no further than `atMost`. */
export async function countSessions(
  db: Queryable,
  of: { readonly client: string; readonly now: number; readonly atMost: number },
): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM (
       SELECT FROM trust t CROSS JOIN LATERAL ending(t) e
       WHERE t.kind = 'session' AND t.label = $1 AND NOT e.is_cut AND e.ends_at > $2 LIMIT $3
     ) counted`,
    [of.client, new Date(of.now), of.atMost],
  );
  return rows[0]?.count ?? 0;
}

/** O(log n), so that a walk over all domains does not read their trust. */
export async function nextDomain(db: Queryable, after: string): Promise<string | undefined> {
  const { rows } = await db.query<{ domain: string | null }>(
    'SELECT min(domain) AS domain FROM trust WHERE domain > $1',
    [after],
  );
  return rows[0]?.domain ?? undefined;
}

/** Locks the trust in `ids` that still holds and matches. Trust renewed meanwhile is judged in its new state. */
export async function lockTrust(
  tx: Queryable,
  filter: TrustFilter,
  ids: readonly string[],
  now: number,
): Promise<string[]> {
  const { where, values } = conditions(filter, now);
  const { rows } = await tx.query<Row>(
    `SELECT t.id FROM trust t CROSS JOIN LATERAL ending(t) e
     WHERE t.id = ANY(${add(values, ids)}) AND ${where.join(' AND ')}
     ORDER BY t.domain, t.account, t.id FOR UPDATE OF t`,
    values,
  );
  return rows.map((row) => row.id as string);
}

function conditions(filter: TrustFilter, now: number): { where: string[]; values: unknown[] } {
  const { domain, account, address, ids, grantedBefore, grantedSince, kind } = filter;
  const values: unknown[] = [];
  const where = [`t.domain = ${add(values, domain)}`, 'NOT e.is_cut'];
  where.push(`e.ends_at > ${add(values, new Date(now))}`);
  if (account !== undefined) where.push(`t.account = ${add(values, account)}`);
  if (address !== undefined) where.push(`t.prefix >>= ${add(values, address)}::inet`);
  if (ids !== undefined) where.push(`t.id = ANY(${add(values, ids)})`);
  if (grantedBefore !== undefined) {
    where.push(`t.granted_at < ${add(values, new Date(grantedBefore))}`);
  }
  if (grantedSince !== undefined) {
    where.push(`t.granted_at >= ${add(values, new Date(grantedSince))}`);
  }
  if (kind !== undefined) where.push(`t.kind = ${add(values, kind)}`);
  return { where, values };
}

/** Adds a value and returns its placeholder. */
function add(values: unknown[], value: unknown): string {
  values.push(value);
  return `$${values.length}`;
}
