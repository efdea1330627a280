import type { Service } from '../../../libs/names/services.js';

/** What is trusted until a time, as its person sees it. Times are in milliseconds since the epoch. */
export interface OwnTrust {
  readonly id: string;
  readonly kind: 'ip' | 'device' | 'session';
  /** The address or network; the device's label; the session's client, empty for the page itself. */
  readonly name: string;
  /** What a session was signed in for. */
  readonly service: Service | undefined;
  readonly grantedAt: number;
  readonly until: number;
  readonly lastUsedAt: number | undefined;
  /** Of the last use or, before it, of the grant. */
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
  /** It verifies nothing, as its person disowned a sign-in. */
  readonly isSuspended: boolean;
}

export interface OwnPasskey extends OwnAuthenticator {
  /** The host it is bound to. */
  readonly host: string;
  /** When that host is given up. */
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
  /** A password alone made it: it ends with the first second factor. */
  readonly isOneFactor: boolean;
}

/** What is known of the main password. */
export interface OwnPasswordRules {
  /** It is kept here: else a directory of the organisation's keeps it, and only there it changes. */
  readonly isHere: boolean;
  /** Characters that a new one has at least. */
  readonly minLength: number;
}
