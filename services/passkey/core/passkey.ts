/** How a browser reaches an authenticator (WebAuthn Level 3 section 5.8.4). */
export const TRANSPORTS = ['internal', 'hybrid', 'usb', 'nfc', 'ble', 'smart-card'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** The reason sent to other services when nothing ends: the account has its first passkey, next to an authenticator. */
export const PASSKEY_ADDED = 'passkey-added';

/** The longest label, in octets. */
export const LABEL_OCTETS = 64;

/** A passkey, without its key. Times are in ms since the epoch. */
export interface Passkey {
  readonly id: string;
  readonly label: string;
  /** The sign-in host it is bound to. */
  readonly rpId: string;
  readonly transports: readonly Transport[];
  /** Whether it may be copied to other devices. Never changes (WebAuthn Level 3 section 6.1.3). */
  readonly backupEligible: boolean;
  /** Whether it was copied, as of its last use. */
  readonly backedUp: boolean;
  /** A UUID; all zeros if the authenticator does not say. */
  readonly aaguid: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | undefined;
}

/** The fields of a passkey that events carry, picked one by one. */
export function passkeyData(passkey: Passkey) {
  const { id, label, rpId, transports, backupEligible, backedUp, aaguid } = passkey;
  return {
    ...{ id, label, rp_id: rpId, transports: [...transports] },
    ...{ backup_eligible: backupEligible, backed_up: backedUp, aaguid },
  };
}

/** A new credential from a browser, after verification. */
export interface NewCredential {
  readonly credentialId: Buffer;
  /** COSE_Key. */
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly Transport[];
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly aaguid: string;
}
