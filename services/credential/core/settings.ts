/** Settings of the operator besides the back ends and limits. */
export interface CredentialSettings {
  /** How many app passwords an account may have. */
  readonly perAccount: number;
  /** How long a lapsed one is still listed, in ms. */
  readonly lapsedKeptMs: number;
  readonly alarm: NetworkAlarm;
  /** The fewest characters of a new main password. */
  readonly leastPassword: number;
}

/** An app password belongs to one device, which uses few networks a day. More networks suggest theft. */
export interface NetworkAlarm {
  readonly networks: number;
  readonly withinMs: number;
}
