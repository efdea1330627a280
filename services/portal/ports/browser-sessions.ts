import type { Service } from '../../../libs/names/services.js';

/** A browser that is signed in. Times are in milliseconds since the epoch. */
export interface BrowserSession {
  readonly account: string;
  readonly client: string;
  readonly service: Service;
  readonly decisionId: string;
  readonly signedInAt: number;
  readonly expiresAt: number;
  readonly sessionSecret?: string | undefined;
  /** The id of the session in trust-store's lists. */
  readonly sessionId?: string | undefined;
  /** The browser's User-Agent. */
  readonly userAgent?: string | undefined;
  /** For a browser without a session: lets the person see their own account. */
  readonly viewTicket?: string | undefined;
}

export interface BrowserSessions {
  /** Adds the session under a fresh cookie, to which the browser's other sessions move. @returns the cookie */
  add(session: BrowserSession, oldCookie: string | undefined): Promise<string>;
  find(cookie: string, client: string): Promise<BrowserSession | undefined>;
  list(cookie: string): Promise<readonly BrowserSession[]>;
  /** The User-Agents of an account's sessions, by session. */
  userAgents(account: string): Promise<ReadonlyMap<string, string>>;
  /** Ends all sessions of a browser. @returns the sessions that ended */
  end(cookie: string): Promise<readonly BrowserSession[]>;
  /** Ends all sessions of an account, in every browser. */
  endAccount(account: string): Promise<void>;
}
