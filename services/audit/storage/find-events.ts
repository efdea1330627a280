import type { Queryable } from '../../../libs/pg/index.js';
import type { Filter } from '../core/filter.js';
import type { Position } from '../core/page-token.js';
import type { FoundEvent, RecordedEvent } from '../ports.js';
import { type Conditions, conditionsOf } from './conditions.js';
import { EVENT_COLUMNS, eventOf, foundEventOf, JOIN_SOURCE } from './event-rows.js';
import { typesUnder } from './types-under.js';

const NEWEST_FIRST = 'order by time desc, index desc';

/** Matching events after `after`, newest first: O(log n) if one column of the filter is rare. */
export async function findEvents(
  database: Queryable,
  query: { filter: Filter; after?: Position; limit: number },
): Promise<FoundEvent[]> {
  const { filter, after, limit } = query;
  const types = await typesOf(database, filter);
  const { where, values } = conditionsOf(filter);
  const param = (value: unknown) => `$${values.push(value)}`;
  if (after !== undefined) {
    const time = param(new Date(after.time));
    (where as string[]).push(
      `(time, index) < (${time}::timestamptz, ${param(after.index)}::bigint)`,
    );
  }
  const some = `limit ${param(limit)}`;
  const rows = (conditions: readonly string[]) =>
    `select * from leaf where ${conditions.join(' and ')} ${NEWEST_FIRST} ${some}`;
  // The index gives the newest of each type in order; for several types, they are merged.
  const newest =
    types === undefined
      ? rows(where)
      : `select newest.* from unnest(${param(types)}::text[]) as t (wanted)
         cross join lateral (${rows([...where, 'type = wanted'])}) newest ${NEWEST_FIRST} ${some}`;
  const { rows: found } = await database.query(
    `select ${EVENT_COLUMNS}, leaf.time from (${newest}) leaf ${JOIN_SOURCE} ${NEWEST_FIRST}`,
    values,
  );
  return found.map(foundEventOf);
}

/** Matching events by index, within a part of the record. */
export async function followEvents(
  database: Queryable,
  query: { filter: Filter; from: number; to: number; limit: number },
): Promise<RecordedEvent[]> {
  const { filter, from, to, limit } = query;
  const { where, values }: Conditions = conditionsOf(filter, await typesOf(database, filter));
  const first = values.push(from, to, limit) - 2;
  const { rows } = await database.query(
    `select ${EVENT_COLUMNS} from leaf ${JOIN_SOURCE}
     where ${where.join(' and ')} and index >= $${first} and index < $${first + 1}
     order by index limit $${first + 2}`,
    values,
  );
  return rows.map(eventOf);
}

async function typesOf(database: Queryable, filter: Filter): Promise<string[] | undefined> {
  return filter.type === undefined ? undefined : typesUnder(database, filter.type);
}
