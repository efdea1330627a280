import type { Queryable } from '../../../../libs/pg/index.js';
import { formatRuns, parseRuns, type Run } from '../numbers.js';

export interface SourceRow {
  readonly id: number;
  /** The recorded numbers. */
  readonly runs: readonly Run[];
}

/** The sources by name; new ones are created. The tree must be held. */
export async function findSources(
  tx: Queryable,
  names: readonly string[],
): Promise<Map<string, SourceRow>> {
  const found = new Map<string, SourceRow>();
  for (let round = 0; found.size < names.length && round < 2; round++) {
    const missing = names.filter((name) => !found.has(name));
    if (round > 0) await tx.query('insert into source (name) select unnest($1::text[])', [missing]);
    const { rows } = await tx.query(
      'select id, name, numbers::text as numbers from source where name = any($1)',
      [missing],
    );
    for (const { id, name, numbers } of rows) {
      found.set(name as string, { id: Number(id), runs: parseRuns(numbers as string) });
    }
  }
  return found;
}

/** Adds numbers, in any order, to the recorded ones of a source. */
export async function addNumbers(
  tx: Queryable,
  added: { source: SourceRow; numbers: readonly number[]; now: Date },
): Promise<void> {
  const numbers = formatRuns(added.numbers.toSorted((x, y) => x - y));
  await tx.query(
    `update source set numbers = numbers + $2::int8multirange, last_recorded_at = $3
     where id = $1`,
    [added.source.id, numbers, added.now],
  );
}
