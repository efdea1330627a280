import type { Queryable } from '../../../libs/pg/index.js';
import type { NameId } from '../core/assertion.js';
import type { Session } from '../ports.js';

interface SessionRow {
  readonly account: string;
  readonly decision_id: string;
  readonly name_id: string;
  readonly name_format: string | null;
  readonly name_qualifier: string | null;
  readonly sp_name_qualifier: string | null;
  readonly session_index: string | null;
  readonly expires_at: Date;
}

const COLUMNS = `account, decision_id, name_id, name_format, name_qualifier, sp_name_qualifier,
  session_index, expires_at`;

/** The session of a login, if it has not expired at `now` (ms since the epoch). */
export async function readSession(
  db: Queryable,
  { account, decisionId, now }: { account: string; decisionId: string; now: number },
): Promise<Session | undefined> {
  const { rows } = await db.query<SessionRow>(
    `SELECT ${COLUMNS} FROM session
     WHERE account = $1 AND decision_id = $2 AND expires_at > $3`,
    [account, decisionId, new Date(now)],
  );
  return rows.map(toSession)[0];
}

/** The sessions of a subject; all of them if no index is named (SAML core 3.7.1). */
export async function readSessionsOf(
  db: Queryable,
  query: { domain: string; nameId: NameId; sessionIndexes: readonly string[]; now: number },
): Promise<Session[]> {
  const { domain, nameId, sessionIndexes, now } = query;
  const { rows } = await db.query<SessionRow>(
    `SELECT ${COLUMNS} FROM session
     WHERE domain = $1 AND name_id = $2 AND expires_at > $3
       AND (cardinality($4::text[]) = 0 OR session_index = ANY ($4))
     ORDER BY account, decision_id`,
    [domain, nameId.value, new Date(now), sessionIndexes],
  );
  return rows.map(toSession);
}

function toSession(row: SessionRow): Session {
  return {
    account: row.account,
    decisionId: row.decision_id,
    nameId: {
      value: row.name_id,
      format: row.name_format ?? undefined,
      nameQualifier: row.name_qualifier ?? undefined,
      spNameQualifier: row.sp_name_qualifier ?? undefined,
    },
    sessionIndex: row.session_index ?? undefined,
    expiresAt: row.expires_at.getTime(),
  };
}

/** Returns the accounts of the sessions that still existed. */
export async function deleteSessions(
  tx: Queryable,
  sessions: readonly Session[],
): Promise<Set<string>> {
  const { rows } = await tx.query<{ account: string }>(
    `DELETE FROM session s USING unnest($1::text[], $2::uuid[]) AS d (account, decision_id)
     WHERE s.account = d.account AND s.decision_id = d.decision_id RETURNING s.account`,
    [sessions.map(({ account }) => account), sessions.map(({ decisionId }) => decisionId)],
  );
  return new Set(rows.map(({ account }) => account));
}

/** Deletes the sessions of an account, and returns how many there were. */
export async function deleteSessionsOf(tx: Queryable, account: string): Promise<number> {
  return (await tx.query('DELETE FROM session WHERE account = $1', [account])).count;
}
