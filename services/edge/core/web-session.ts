import type { Service } from '../../../libs/names/services.js';

/** A session that is valid now. */
export interface ValidSession {
  /** Canonical. */
  readonly account: string;
  /** The service of the sign-in. */
  readonly service: Service;
  /** The registered client it was granted for; empty if none. */
  readonly client: string;
}

/** A newly granted session. */
export interface NewSession {
  readonly secret: string;
  /** The latest time at which it ends, in ms since the epoch. */
  readonly until: number;
}

/** The token with which a webmail opens mail instead of a password. */
export interface MailToken {
  readonly token: string;
  /** In ms since the epoch. */
  readonly expiresAt: number;
}
