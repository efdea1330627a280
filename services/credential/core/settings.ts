/** What an operator may set beside the back ends and limits. */
export interface CredentialSettings {
  /** App passwords that an account may have. */
  readonly perAccount: number;
  /** For how long one that has lapsed is still listed. */
  readonly lapsedKeptMs: number;
  readonly alarm: NetworkAlarm;
  /** Characters that a new main password has at least. */
  readonly leastPassword: number;
}

/** An app password is of one device, which is in a few networks a day: more look like a theft. */
export interface NetworkAlarm {
  readonly networks: number;
  readonly withinMs: number;
}
