/** Where a database is, and the role to connect as. */
export interface DatabaseAddress {
  /**
   * `postgres://role@host:port/database`, optionally with `sslmode=verify-full&sslrootcert=…`. No
   * password. It may name several hosts: see `hostsOf`.
   */
  readonly url: string;
  /** A file with the role's password. It is read at each connection, so that it can be changed. */
  readonly passwordFile?: string | undefined;
}

/** A statement that is planned once for each connection. Its name must be unique to its text. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export interface Rows<Row> {
  readonly rows: Row[];
  /** Rows returned or changed. */
  readonly count: number;
}

/**
 * Something that runs SQL: a pool, a transaction, a connection. Values are as node-postgres gives
 * them, except that `bigint` is a number (an error beyond 2^53) and `date` is its text
 * `YYYY-MM-DD`.
 */
export interface Queryable {
  /** @throws GatepostError; see `toDatabaseError`. */
  query<Row extends object = Record<string, unknown>>(
    statement: string | Statement,
    values?: readonly unknown[],
  ): Promise<Rows<Row>>;
}
