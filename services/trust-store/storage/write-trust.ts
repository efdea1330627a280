import type { Account } from '../../../libs/names/account.js';
import type { Queryable } from '../../../libs/pg/index.js';
import type { Trust } from '../core/trust.js';
import type { GrantTerms, NewToken, NewTrust } from '../ports.js';
import { grantedEvent, type TrustEvent } from './trust-event.js';

/** Adds trust and, for a device, its first token. Returns its event. */
export async function insertTrust(
  tx: Queryable,
  trust: NewTrust,
  terms: GrantTerms,
  token: NewToken | undefined,
): Promise<TrustEvent> {
  const { id, account, kind, prefix, label, session } = trust;
  await tx.query(
    `INSERT INTO trust (id, domain, account, kind, prefix, label, granted_at, expires_at, document,
       revision, decision_id, last_ip, token_seq, sealed, carried_by, service)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      id,
      account.domain,
      account.name,
      kind,
      kind === 'ip' ? prefix : null,
      label,
      ...termValues(terms),
      kind === 'device' ? 0 : null,
      session?.sealed ?? null,
      session?.carriedBy ?? null,
      session?.service ?? null,
    ],
  );
  if (token !== undefined) await insertToken(tx, id, 0, token);
  const { name, domain } = account;
  const service: Trust['service'] = session?.service ?? '';
  const named = { id, account: name, domain, kind, prefix, label, service, lastUsedAt: undefined };
  return granted(named, terms, false);
}

/** Renews trust that still holds, as if it had been granted now. */
export async function renewTrust(
  tx: Queryable,
  trust: Trust,
  change: { readonly prefix?: string; readonly label?: string },
  terms: GrantTerms,
): Promise<TrustEvent> {
  const { prefix, label } = { ...trust, ...change };
  await tx.query(
    `UPDATE trust SET granted_at = $2, expires_at = $3, document = $4, revision = $5,
       decision_id = $6, last_ip = $7, prefix = $8, label = $9, cut = false
     WHERE id = $1`,
    [trust.id, ...termValues(terms), trust.kind === 'ip' ? prefix : null, label],
  );
  return granted({ ...trust, prefix, label }, terms, true);
}

function granted(
  named: Omit<Trust, 'grantedAt' | 'until' | 'lastIp'>,
  terms: GrantTerms,
  renewed: boolean,
): TrustEvent {
  const { document, grantedAt, until, decisionId, fromIp } = terms;
  const trust: Trust = { ...named, grantedAt, until, lastIp: fromIp };
  return grantedEvent({ trust, at: grantedAt, document, grantedBy: decisionId }, renewed);
}

function termValues(terms: GrantTerms): unknown[] {
  const { grantedAt, until, document, revision, decisionId, fromIp } = terms;
  return [new Date(grantedAt), new Date(until), document, revision, decisionId, fromIp];
}

/** Adds a token to the succession of a device. */
export async function insertToken(
  tx: Queryable,
  trustId: string,
  seq: number,
  token: NewToken,
): Promise<void> {
  await tx.query('INSERT INTO device_token (trust_id, seq, hash, salt) VALUES ($1, $2, $3, $4)', [
    trustId,
    seq,
    token.hash,
    token.salt,
  ]);
}

/** How many superseded tokens are kept to detect theft. An older one counts as no token. */
const SUPERSEDED_KEPT = 1000;

/** Marks a token as presented, so that every earlier token of the device is superseded. */
export async function markPresented(
  tx: Queryable,
  trustId: string,
  seq: number,
  at: number,
): Promise<void> {
  await tx.query('UPDATE trust SET token_seq = $2 WHERE id = $1', [trustId, seq]);
  await tx.query('UPDATE device_token SET presented_at = $3 WHERE trust_id = $1 AND seq = $2', [
    trustId,
    seq,
    new Date(at),
  ]);
  await tx.query('DELETE FROM device_token WHERE trust_id = $1 AND seq < $2', [
    trustId,
    seq - SUPERSEDED_KEPT,
  ]);
}

/** Records the last use of a device: when (ms since the epoch) and from where. */
export async function markUsed(
  tx: Queryable,
  trustId: string,
  use: { readonly at: number; readonly ip: string },
): Promise<void> {
  await tx.query('UPDATE trust SET last_used_at = $2, last_ip = $3 WHERE id = $1', [
    trustId,
    new Date(use.at),
    use.ip,
  ]);
}

/** Records the last use of an address or a session, unless one was recorded since `before` (ms since the epoch). */
export async function noteUse(
  tx: Queryable,
  { account, trustId }: { readonly account: Account; readonly trustId: string },
  use: { readonly at: number; readonly ip: string; readonly before: number },
): Promise<void> {
  await tx.query(
    `UPDATE trust SET last_used_at = $3, last_ip = $4
     WHERE id = $1 AND account = $2 AND kind <> 'device' AND (last_used_at IS NULL OR last_used_at <= $5)`,
    [trustId, account.name, new Date(use.at), use.ip, new Date(use.before)],
  );
}
