import type { Queryable } from '../../../../libs/pg/index.js';
import { numberKey, type StoredEvent } from '../../core/deduplicate.js';

/** The recorded events under these numbers of sources, by numberKey. */
export async function findByNumber(
  tx: Queryable,
  numbers: readonly { source: string; sourceId: number; sequence: number }[],
): Promise<Map<string, StoredEvent>> {
  const stored = new Map<string, StoredEvent>();
  if (numbers.length === 0) return stored;
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
    if (asked !== undefined) stored.set(numberKey(asked), storedOf(row));
  }
  return stored;
}

/** The recorded events with these ids. */
export async function findById(
  tx: Queryable,
  ids: readonly string[],
): Promise<Map<string, StoredEvent>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query(
    'select index, event_id, event from leaf where event_id = any($1)',
    [ids],
  );
  return new Map(rows.map((row) => [row.event_id as string, storedOf(row)]));
}

function storedOf(row: Record<string, unknown>): StoredEvent {
  const bytes = (row.event ?? undefined) as Buffer | undefined;
  return { index: Number(row.index), id: row.event_id as string, bytes };
}
