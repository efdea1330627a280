import type { Service } from '../../../libs/names/services.js';

/** A session that stands now. */
export interface StandingSession {
  /** Canonical. */
  readonly account: string;
  /** What the sign-in was for. */
  readonly service: Service;
  /** The registered client it was given for; empty: none. */
  readonly client: string;
}

/** A session as it was given. */
export interface NewSession {
  readonly secret: string;
  /** When it ends at the latest, in ms since the epoch. */
  readonly until: number;
}

/** What a webmail opens mail with, in place of a password. */
export interface MailToken {
  readonly token: string;
  /** In ms since the epoch. */
  readonly expiresAt: number;
}
