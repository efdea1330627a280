import type { Queryable } from '../../../libs/pg/index.js';

/** The recorded event types with this prefix. Takes one index lookup for each type, not for each event. */
export async function typesUnder(database: Queryable, beginning: string): Promise<string[]> {
  const { rows } = await database.query<{ type: string }>(
    `with recursive found (type) as (
       (select type from leaf where event is not null and type >= $1 order by type limit 1)
       union all
       select (select leaf.type from leaf
               where event is not null and leaf.type > found.type order by leaf.type limit 1)
       from found where starts_with(found.type, $1)
     )
     select type from found where starts_with(type, $1)`,
    [beginning],
  );
  return rows.map(({ type }) => type);
}
