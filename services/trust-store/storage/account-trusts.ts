import type { Account } from '../../../libs/names/account.js';
import type { Queryable } from '../../../libs/pg/index.js';
import type { RanOut } from '../core/trust.js';
import type { CheckedTrust, PresentedToken } from '../ports.js';
import type { Row } from './rows.js';
import { KNOWN_COLUMNS, KNOWN_JOIN, knownOf, TRUST_COLUMNS, timeOf, trustOf } from './rows.js';

/** An account's trust, locked in the order used everywhere for several locks. */
export async function trustsOf(
  tx: Queryable,
  account: Account,
  now: number,
): Promise<CheckedTrust[]> {
  const { rows } = await tx.query<Row>(
    `SELECT ${TRUST_COLUMNS}, e.is_cut FROM trust t CROSS JOIN LATERAL ending(t) e
     WHERE t.domain = $1 AND t.account = $2 ORDER BY t.domain, t.account, t.id FOR UPDATE OF t`,
    [account.domain, account.name],
  );
  return rows.map((row) => checkedTrustOf(row, now));
}

function checkedTrustOf(row: Row, now: number): CheckedTrust {
  const trust = trustOf(row);
  let ranOut: RanOut | undefined;
  if (row.is_cut === true) ranOut = 'limits-changed';
  else if (trust.until <= now) ranOut = 'expired';
  return { ...trust, ranOut };
}

/** The device that a token of this account belongs to, locked, and the tokens from that token on. */
export async function presentedToken(
  tx: Queryable,
  account: Account,
  hash: Buffer,
  now: number,
): Promise<PresentedToken | undefined> {
  const { rows } = await tx.query<Row>(
    `SELECT ${TRUST_COLUMNS}, e.is_cut, t.token_seq, k.seq, ${KNOWN_COLUMNS}
     FROM device_token k JOIN trust t ON t.id = k.trust_id CROSS JOIN LATERAL ending(t) e
     ${KNOWN_JOIN}
     WHERE k.hash = $1 AND t.account = $2 FOR UPDATE OF t`,
    [hash, account.name],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  const links = await tx.query<Row>(
    'SELECT seq, salt, presented_at FROM device_token WHERE trust_id = $1 AND seq >= $2 ORDER BY seq',
    [row.id, row.seq],
  );
  return {
    trust: checkedTrustOf(row, now),
    known: knownOf(row),
    presentedSeq: row.token_seq as number,
    links: links.rows.map((link) => ({
      seq: link.seq as number,
      salt: link.salt as Buffer,
      presentedAt: link.presented_at === null ? undefined : timeOf(link.presented_at),
    })),
  };
}
