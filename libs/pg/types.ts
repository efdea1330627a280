/** Where a database is, and as whom. */
export interface DatabaseAddress {
  /** `postgres://role@host:port/database`, also with `sslmode=verify-full&sslrootcert=…`. No password. */
  readonly url: string;
  /** A file with the role's password; read at each connection, so that it can be changed. */
  readonly passwordFile?: string | undefined;
}

/** A statement that is planned once a connection, under a name that is unique to its text. */
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
 * Something that takes SQL: a pool, a transaction, a connection. Values come as node-postgres gives
 * them, but: `bigint` is a number (beyond 2^53 an error), `date` is its text `YYYY-MM-DD`.
 */
export interface Queryable {
  /** @throws GatepostError; see `toDatabaseError`. */
  query<Row extends object = Record<string, unknown>>(
    statement: string | Statement,
    values?: readonly unknown[],
  ): Promise<Rows<Row>>;
}
