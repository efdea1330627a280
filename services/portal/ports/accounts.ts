/** Deletes everything that is stored about an account. It is safe to repeat. @returns rows removed */
export type PurgeAccount = (request: {
  /** Canonical. */
  readonly account: string;
  /** SPIFFE URI of the service that asked. */
  readonly certificate: string;
  /** The administrator who had the account removed. */
  readonly actor: string;
}) => Promise<number>;
