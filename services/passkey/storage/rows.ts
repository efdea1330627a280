import type { Transport } from '../core/passkey.js';
import type { StoredPasskey } from '../ports.js';

/** The columns that `toPasskey` reads, from `passkey p JOIN holder h LEFT JOIN waiting w`. */
export const PASSKEYS = `SELECT p.id, p.account, p.label, p.credential_id, p.rp_id, p.public_key,
    p.transports, p.backup_eligible, p.backed_up, p.aaguid, p.created_at, p.last_used_at, h.user_handle,
    p.activated_at, p.suspended_at, w.passkey_id IS NULL AS is_active
  FROM passkey p JOIN holder h ON h.account = p.account LEFT JOIN waiting w ON w.passkey_id = p.id`;

export interface PasskeyRow {
  readonly id: string;
  readonly account: string;
  readonly label: string;
  readonly credential_id: Buffer;
  readonly rp_id: string;
  readonly public_key: Buffer;
  readonly transports: readonly Transport[];
  readonly backup_eligible: boolean;
  readonly backed_up: boolean;
  readonly aaguid: string;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
  readonly user_handle: Buffer;
  readonly is_active: boolean;
  readonly activated_at: Date | null;
  readonly suspended_at: Date | null;
}

/** The passkey of a row of `PASSKEYS`, with times in ms since the epoch. */
export function toPasskey(row: PasskeyRow): StoredPasskey {
  return {
    id: row.id,
    account: row.account,
    label: row.label,
    credentialId: row.credential_id,
    rpId: row.rp_id,
    publicKey: row.public_key,
    transports: row.transports,
    backupEligible: row.backup_eligible,
    backedUp: row.backed_up,
    aaguid: row.aaguid,
    createdAt: row.created_at.getTime(),
    lastUsedAt: row.last_used_at?.getTime(),
    userHandle: row.user_handle,
    isActive: row.is_active,
    activatedAt: row.activated_at?.getTime(),
    suspendedAt: row.suspended_at?.getTime(),
  };
}
