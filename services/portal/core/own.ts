import type { Service } from '../../../libs/names/services.js';

/** Trust of one kind, as its person sees it. Times are in milliseconds since the epoch. */
export interface OwnTrust {
  readonly id: string;
  readonly kind: 'ip' | 'device' | 'session';
  /**
   * The address or network of a trusted connection, the label of a device, or the client of a session (empty for the
   * sign-in page).
   */
  readonly name: string;
  /** The service that a session was signed in for. */
  readonly service: Service | undefined;
  readonly grantedAt: number;
  readonly until: number;
  readonly lastUsedAt: number | undefined;
  /** The address of the last use, or of the grant if it was not used yet. */
  readonly lastAddress: string;
}

/** An authenticator or a passkey. */
export interface OwnFactor {
  readonly id: string;
  readonly label: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | undefined;
}

export interface OwnAuthenticator extends OwnFactor {
  /** It is not accepted, as its person disowned a sign-in. */
  readonly isSuspended: boolean;
}

export interface OwnPasskey extends OwnAuthenticator {
  /** The host that a passkey is bound to. */
  readonly host: string;
  /** When that host stops being a sign-in host. */
  readonly usableUntil: number | undefined;
}

export interface OwnWays {
  readonly authenticators: readonly OwnAuthenticator[];
  readonly recoveryCodesLeft: number;
  readonly passkeys: readonly OwnPasskey[];
}

export interface OwnAppPassword {
  readonly id: string;
  readonly label: string;
  readonly services: readonly Service[];
  readonly createdAt: number;
  readonly lastUsedAt: number | undefined;
  readonly lastAddress: string;
  readonly expiresAt: number | undefined;
  readonly isEnabled: boolean;
  /** It was made with a password alone, and ends with the first second factor. */
  readonly isOneFactor: boolean;
}

/** What is known of the main password. */
export interface OwnPasswordRules {
  /** The password is kept here. If not, a directory of the organisation keeps it, and it can only be changed there. */
  readonly isHere: boolean;
  /** The fewest characters of a new password. */
  readonly minLength: number;
}
