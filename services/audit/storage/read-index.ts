import type { Queryable } from '../../../libs/pg/index.js';
import type { IndexedEvent } from '../core/compare-index.js';

/** Leaves by index, with their search columns. */
export async function readIndex(
  database: Queryable,
  { from, to }: { from: number; to: number },
): Promise<IndexedEvent[]> {
  const { rows } = await database.query(
    {
      name: 'read-index',
      text: `
        select index, coalesce(source.name, '') as source, event_id, event,
          round(date_part('epoch', time) * 1000) as time, type, domain, account,
          host(client_ip) as "clientIp", service, decision, reason, rule
        from leaf left join source on source.id = leaf.source
        where index >= $1 and index < $2 order by index`,
    },
    [from, to],
  );
  return rows.map(({ index, source, event_id, event, ...stored }) => ({
    index: Number(index),
    source: source as string,
    id: event_id as string,
    event: (event as Buffer | null) ?? undefined,
    stored: stored as IndexedEvent['stored'],
  }));
}

/** The numbers of the recorded events of a row of `source`. */
const COUNTED_NUMBERS = `
  coalesce((
    select range_agg(int8range(sequence, sequence, '[]')) from (
      select sequence from leaf where leaf.source = source.id
      union all
      select sequence from renumbered where renumbered.source = source.id
    ) recorded), '{}')`;

/**
 * Names of sources whose `numbers` differ from those of their recorded events. Takes about a second per million events.
 */
export async function findMiscounted(database: Queryable): Promise<string[]> {
  const { rows } = await database.query(`
    select name from source
    where numbers <> ${COUNTED_NUMBERS}
    order by name`);
  return rows.map(({ name }) => name as string);
}
