import type { Algorithm, Digits, Period } from '../core/authenticator.js';
import type { StoredAuthenticator } from '../ports.js';

/** The columns that `toAuthenticator` reads, from `authenticator a LEFT JOIN enrolment e`. */
export const AUTHENTICATOR_COLUMNS = `a.id, a.label, a.algorithm, a.digits, a.period, a.key_id,
  a.sealed, a.created_at, a.confirmed_at, a.last_used_at, a.failures, a.locked_until, a.drift_steps, a.suspended_at,
  e.token_hash, e.front_end, e.decision_id, e.only_first, e.expires_at`;

export interface AuthenticatorRow {
  readonly id: string;
  readonly label: string;
  readonly algorithm: Algorithm;
  readonly digits: Digits;
  readonly period: Period;
  readonly key_id: string;
  readonly sealed: Buffer;
  readonly created_at: Date;
  readonly confirmed_at: Date | null;
  readonly last_used_at: Date | null;
  readonly failures: number;
  readonly locked_until: Date | null;
  readonly drift_steps: number;
  readonly suspended_at: Date | null;
  readonly token_hash: Buffer | null;
  readonly front_end: string | null;
  readonly decision_id: string | null;
  readonly only_first: boolean | null;
  readonly expires_at: Date | null;
}

/** The authenticator of a row. Its secret stays sealed. */
export function toAuthenticator(row: AuthenticatorRow): StoredAuthenticator {
  return {
    id: row.id,
    label: row.label,
    algorithm: row.algorithm,
    digits: row.digits,
    period: row.period,
    sealed: { keyId: row.key_id, bytes: row.sealed },
    createdAt: row.created_at.getTime(),
    confirmedAt: row.confirmed_at?.getTime(),
    lastUsedAt: row.last_used_at?.getTime(),
    failures: row.failures,
    lockedUntil: row.locked_until?.getTime(),
    driftSteps: row.drift_steps,
    suspendedAt: row.suspended_at?.getTime(),
    enrolment: toEnrolment(row),
  };
}

function toEnrolment(row: AuthenticatorRow): StoredAuthenticator['enrolment'] {
  const { token_hash, front_end, decision_id, only_first, expires_at } = row;
  if (token_hash === null || front_end === null || decision_id === null) return undefined;
  if (only_first === null || expires_at === null) return undefined;
  return {
    tokenHash: token_hash,
    frontEnd: front_end,
    decisionId: decision_id,
    onlyFirst: only_first,
    expiresAt: expires_at.getTime(),
  };
}
