/** Trust that stopped holding. */
export interface EndedTrust {
  /** Canonical. */
  readonly account: string;
  /** An address's prefix, `192.0.2.80/32`; undefined: a device, or whatever it was. */
  readonly prefix: string | undefined;
  /** When it stopped, in ms since the epoch. */
  readonly at: number;
}
