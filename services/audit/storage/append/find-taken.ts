import type { Queryable } from '../../../../libs/pg/index.js';
import { numberKey, type Taken } from '../../core/sort-out.js';

/** The recorded events under these numbers of sources, by numberKey. */
export async function findByNumber(
  tx: Queryable,
  numbers: readonly { source: string; sourceId: number; sequence: number }[],
): Promise<Map<string, Taken>> {
  const taken = new Map<string, Taken>();
  if (numbers.length === 0) return taken;
  const { rows } = await tx.query(
    `select n, leaf.index, leaf.event_id, leaf.event
     from unnest($1::smallint[], $2::bigint[]) with ordinality as asked (source, sequence, n)
     join leaf on leaf.index = coalesce(
       (select l.index from leaf l where l.source = asked.source and l.sequence = asked.sequence),
       (select r.index from renumbered r where r.source = asked.source and r.sequence = asked.sequence))`,
    [numbers.map(({ sourceId }) => sourceId), numbers.map(({ sequence }) => sequence)],
  );
  for (const row of rows) {
    const asked = numbers[Number(row.n) - 1];
    if (asked !== undefined) taken.set(numberKey(asked), takenOf(row));
  }
  return taken;
}

/** The recorded events with these ids. */
export async function findById(tx: Queryable, ids: readonly string[]): Promise<Map<string, Taken>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query(
    'select index, event_id, event from leaf where event_id = any($1)',
    [ids],
  );
  return new Map(rows.map((row) => [row.event_id as string, takenOf(row)]));
}

function takenOf(row: Record<string, unknown>): Taken {
  const bytes = (row.event ?? undefined) as Buffer | undefined;
  return { index: Number(row.index), id: row.event_id as string, bytes };
}
