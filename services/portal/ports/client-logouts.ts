/** A client that knows a session, and wants to be notified when it ends. Times are in milliseconds since the epoch. */
export interface ClientLogin {
  readonly sessionId: string;
  readonly client: string;
  /** The client's id of the session. */
  readonly sid: string;
  readonly subject: string;
  /** The origin of the host where the person signed in. */
  readonly issuer: string;
  readonly domain: string;
  /** When the session expires. Clients are not notified of that. */
  readonly until: number;
}

/** A claimed delivery: the client to notify that a session ended. The claim is this replica's for half a minute. */
export interface DueLogout extends Omit<ClientLogin, 'until'> {
  readonly endedAt: number;
  /** Tries so far, this one included. */
  readonly tries: number;
}

/** The clients to notify that a session ended (OpenID Connect Back-Channel Logout 1.0). */
export interface ClientLogouts {
  /** The client knows the session by this `sid` and has signed out, so it need not be notified. */
  signedOut(client: string, sid: string): Promise<void>;
  /** How far trust-store's endings were followed; empty before the first. */
  position(): Promise<string>;
  /** Clients with a delivery that is due, now or later. */
  clientsDue(): Promise<readonly string[]>;
  claim(client: string, most: number): Promise<readonly DueLogout[]>;
  delivered(due: DueLogout): Promise<void>;
  postpone(due: DueLogout, until: number): Promise<void>;
  /** Gives up a delivery, and writes an event about it. */
  giveUp(due: DueLogout, why: string): Promise<void>;
}

/** Sends a client a logout token. @throws Error whose message is safe to show */
export type PostLogoutToken = (uri: string, token: string, signal: AbortSignal) => Promise<void>;

/** Reports the sessions that end, in order from a position on. A message without a session is a sign of life. */
export type WatchSessions = (
  after: string,
  signal: AbortSignal,
) => AsyncIterable<{ readonly position: string; readonly sessionId: string | undefined }>;
