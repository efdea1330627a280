/** How a browser reaches an authenticator (WebAuthn Level 3 section 5.8.4). */
export const TRANSPORTS = ['internal', 'hybrid', 'usb', 'nfc', 'ble', 'smart-card'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** Why others are told, where nothing ends: the account has its first passkey, beside an authenticator. */
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
  /** It may be copied to other devices: never changes (WebAuthn Level 3 section 6.1.3). */
  readonly backupEligible: boolean;
  /** It is copied now, as of its last use. */
  readonly backedUp: boolean;
  /** A UUID; all zeros where the authenticator does not say. */
  readonly aaguid: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | undefined;
}

/** A passkey as events name it: nothing else of what may be in the object. */
export function passkeyData(passkey: Passkey) {
  const { id, label, rpId, transports, backupEligible, backedUp, aaguid } = passkey;
  return {
    ...{ id, label, rp_id: rpId, transports: [...transports] },
    ...{ backup_eligible: backupEligible, backed_up: backedUp, aaguid },
  };
}

/** What a browser made, once it was verified. */
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
