import type { Queryable } from '../../../libs/pg/index.js';
import type { PasskeyCounts } from '../ports.js';

/** Active passkeys, with the domain of their account. */
const ACTIVE = `SELECT account, split_part(account, '@', 2) AS domain, rp_id, aaguid FROM passkey p
  WHERE NOT EXISTS (SELECT FROM waiting w WHERE w.passkey_id = p.id)`;

/** Counts in Postgres. Splitting works because an account has exactly one `@` (libs/names). */
export function passkeyCounts(db: Queryable): PasskeyCounts {
  return {
    async byHost({ domain, most }) {
      const { rows } = await db.query<{
        domain: string;
        rp_id: string;
        passkeys: number;
        people: number;
        people_only_here: number;
        accounts_only_here: readonly string[];
      }>(
        `WITH person AS (
           SELECT account, domain, rp_id, count(*)::int AS passkeys,
             count(*) OVER (PARTITION BY account) = 1 AS only_here
           FROM (${ACTIVE}) active WHERE $1 = '*' OR domain = $1 GROUP BY account, domain, rp_id
         )
         SELECT domain, rp_id, sum(passkeys)::int AS passkeys, count(*)::int AS people,
           (count(*) FILTER (WHERE only_here))::int AS people_only_here,
           coalesce((array_agg(account ORDER BY account) FILTER (WHERE only_here))[1:$2], '{}') AS accounts_only_here
         FROM person GROUP BY domain, rp_id ORDER BY domain, rp_id`,
        [domain, most],
      );
      return rows.map((row) => ({
        ...{ domain: row.domain, rpId: row.rp_id, passkeys: row.passkeys, people: row.people },
        peopleOnlyHere: row.people_only_here,
        accountsOnlyHere: row.accounts_only_here,
      }));
    },

    async byModel(domain) {
      const { rows } = await db.query<{ aaguid: string; passkeys: number }>(
        `SELECT aaguid, count(*)::int AS passkeys FROM (${ACTIVE}) active
         WHERE domain = $1 GROUP BY aaguid ORDER BY passkeys DESC, aaguid`,
        [domain],
      );
      return rows;
    },
  };
}
