/** Trust that ended. */
export interface EndedTrust {
  /** Canonical. */
  readonly account: string;
  /** The prefix of an address, such as `192.0.2.80/32`. Undefined for other kinds of trust, such as a device. */
  readonly prefix: string | undefined;
  /** When it ended, in ms since the epoch. */
  readonly at: number;
}
