import type { Clock } from '../../../libs/clock/index.js';
import { portalPurged } from '../../../libs/events/definitions/portal.js';
import { emit } from '../../../libs/events/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import type { Database } from '../../../libs/pg/index.js';
import type { PurgeAccount } from '../ports/accounts.js';

/** Deletes everything that is stored about an account, and writes an event if there was anything. */
export function openPurge(parts: {
  db: Database;
  clock: Clock;
  newId: () => string;
}): PurgeAccount {
  const { db, clock, newId } = parts;
  return ({ account, certificate, actor }) =>
    db.transaction(async (tx) => {
      const { rows: found } = await tx.query<{ rows: number }>(PURGE, [
        account,
        new Date(clock.now()),
      ]);
      const rows = found[0]?.rows ?? 0;
      if (rows === 0) return 0;
      const domain = domainOfAccount(account);
      const context = { id: newId(), service: 'portal', time: clock.now(), domain };
      const data = { account, rows, certificate, actor };
      await emit(tx, portalPurged, context, data);
      return rows;
    });
}

/**
 * OpenID Connect's rows name the subject; those of older versions name the account. An interaction names it only inside
 * its payload. Other rows of a grant are deleted with it. Clients are still notified that their sessions ended: those
 * rows name no account.
 */
const PURGE = {
  name: 'purge-account',
  text: `WITH known AS (
      DELETE FROM subject WHERE account = $1 RETURNING id
    ), told AS (
      UPDATE client_login SET ended_at = $2, due_at = $2, expires_at = 'infinity'
      WHERE subject IN (SELECT id FROM known) AND due_at IS NULL
    ), names AS (
      SELECT $1 AS name UNION ALL SELECT id::text FROM known
    ), under_way AS (
      DELETE FROM sign_in WHERE account = $1 RETURNING 1
    ), browsers AS (
      DELETE FROM browser_session WHERE account = $1 RETURNING 1
    ), codes AS (
      DELETE FROM forward_code WHERE account = $1 RETURNING 1
    ), grants AS (
      DELETE FROM openid WHERE account IN (SELECT name FROM names)
        OR grant_id IN (SELECT grant_id FROM openid WHERE account IN (SELECT name FROM names))
        OR (kind = 'Interaction' AND (payload #>> '{session,accountId}' IN (SELECT name FROM names)
          OR payload #>> '{result,login,accountId}' IN (SELECT name FROM names)))
      RETURNING 1
    )
    SELECT ((SELECT count(*) FROM known) + (SELECT count(*) FROM under_way) + (SELECT count(*) FROM browsers)
      + (SELECT count(*) FROM codes) + (SELECT count(*) FROM grants))::int AS rows`,
};
