import type { Queryable } from '../../../libs/pg/index.js';
import type { SessionAnswer, SessionQuestion } from '../ports.js';
import type { Row } from './rows.js';
import { KNOWN_COLUMNS, KNOWN_JOIN, knownOf, TRUST_COLUMNS, trustOf } from './rows.js';

// One statement sees one snapshot: it does not see anything that was ended before it began.
const CHECK = {
  name: 'check-session',
  text: `
  SELECT ${TRUST_COLUMNS}, ${KNOWN_COLUMNS}, t.sealed, s.carried_by
  FROM trust s
  JOIN trust t ON t.id = ANY (s.id || s.carried_by)
  CROSS JOIN LATERAL ending(t) e
  ${KNOWN_JOIN}
  WHERE s.id = $1 AND s.account = $2 AND s.kind = 'session' AND NOT e.is_cut AND e.ends_at > $3`,
};

/** A session that holds under all known limits, and those of its carriers that hold. */
export async function checkSession(
  db: Queryable,
  { account, sessionId, now }: SessionQuestion,
): Promise<SessionAnswer | undefined> {
  const { rows } = await db.query<Row>(CHECK, [sessionId, account.name, new Date(now)]);
  const row = rows.find(({ id }) => id === sessionId);
  if (row === undefined) return undefined;
  return {
    known: knownOf(row),
    session: trustOf(row),
    sealed: row.sealed as Buffer,
    isCarried: (row.carried_by as string[]).length > 0,
    carriers: rows.filter(({ id }) => id !== sessionId).map(trustOf),
  };
}
