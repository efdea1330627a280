import type { Queryable } from '../../../libs/pg/index.js';
import type { CheckAnswer, CheckQuestion } from '../ports.js';
import type { Row } from './rows.js';
import { KNOWN_COLUMNS, KNOWN_JOIN, knownOf, TRUST_COLUMNS, trustOf } from './rows.js';

// One statement sees one snapshot: it does not see anything that was revoked before it began. Prepared once per
// connection, because planning takes longer than the rest.
const CHECK = {
  name: 'check-trust',
  text: `
  SELECT ${TRUST_COLUMNS}, ${KNOWN_COLUMNS}, k.seq < t.token_seq AS superseded
  FROM trust t
  CROSS JOIN LATERAL ending(t) e
  LEFT JOIN device_token k ON k.trust_id = t.id AND k.hash = $4
  ${KNOWN_JOIN}
  WHERE t.domain = $1 AND t.account = $2
    AND (t.prefix >>= $3::inet OR k.hash IS NOT NULL)
    AND NOT e.is_cut AND e.ends_at > $5`,
};

const NOTHING_KNOWN = { ownRevision: undefined, hasOwn: false, starRevision: undefined };

/** The trust that holds for a connection under all known limits. */
export async function checkTrust(db: Queryable, question: CheckQuestion): Promise<CheckAnswer> {
  const { account, address = null, tokenHash = null, now } = question;
  const values = [account.domain, account.name, address, tokenHash, new Date(now)];
  const { rows } = await db.query<Row>(CHECK, values);
  return {
    // If nothing holds, the limits do not matter.
    known: rows[0] === undefined ? NOTHING_KNOWN : knownOf(rows[0]),
    held: rows.map((row) => ({ ...trustOf(row), superseded: row.superseded === true })),
  };
}
