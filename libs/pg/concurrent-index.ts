import type pg from 'pg';

/** An index that a migration builds while others write to its table. */
export interface ConcurrentIndex {
  readonly name: string;
  /** The whole statement, without a semicolon. */
  readonly statement: string;
}

const STATEMENT = /^CREATE (?:UNIQUE )?INDEX CONCURRENTLY ([a-z_][a-z0-9_]*) ON [^;]+$/;

/**
 * The index that a migration builds concurrently. Undefined if the migration runs in a transaction, as all others do.
 * @throws Error if the file holds anything else beside such a statement, or does not name the index: it could not be
 *   repeated after it was cut off
 */
export function concurrentIndexIn(sql: string): ConcurrentIndex | undefined {
  const statement = sql.replace(/--.*$/gm, '').trim().replace(/;$/, '');
  if (!/\bCONCURRENTLY\b/i.test(statement)) return undefined;
  const name = STATEMENT.exec(statement)?.[1];
  if (name !== undefined) return { name, statement };
  throw new Error(
    'a migration with CONCURRENTLY must be one statement: CREATE INDEX CONCURRENTLY <name> ON …',
  );
}

/**
 * The statements that are left to do until the index is there, each outside a transaction. A build that was cut off leaves
 * an invalid index: it is dropped and built anew.
 */
export async function stepsToBuild(
  client: Pick<pg.Client, 'query'>,
  { name, statement }: ConcurrentIndex,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ valid: boolean }>(
    'SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass($1)',
    [name],
  );
  const [found] = rows;
  if (found?.valid) return [];
  return found === undefined ? [statement] : [`DROP INDEX CONCURRENTLY ${name}`, statement];
}
