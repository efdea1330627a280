import type { Filter } from '../core/filter.js';

/** A WHERE clause and its parameters. */
export interface Conditions {
  readonly where: readonly string[];
  readonly values: unknown[];
}

/** How many characters of a value are in `leaf_domain_search`, where that is not all. */
const CUT: ReadonlyMap<string, number> = new Map([
  ['service', 32],
  ['reason', 64],
]);
const EQUAL = ['account', 'domain', 'service', 'decision', 'reason', 'rule'] as const;

/**
 * The conditions of a filter on leaves. All indexes except those of numbers and ids leave out erased events, so erased
 * events are found only by id.
 * @param types the types that start with the filter's prefix
 */
export function conditionsOf(filter: Filter, types?: readonly string[]): Conditions {
  const where: string[] = [];
  const values: unknown[] = [];
  const add = (condition: (parameter: string) => string, value: unknown) => {
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  if (filter.eventId === undefined) where.push('event is not null');
  else add((p) => `event_id = ${p}`, filter.eventId);
  for (const column of EQUAL) {
    if (filter[column] === undefined) continue;
    add((p) => {
      const length = filter.domain === undefined ? undefined : CUT.get(column);
      if (length === undefined) return `${column} = ${p}`;
      // The first is decided in the index, before the row is read. The planner must not count the second as well.
      return `left(${column}, ${length}) = left(${p}::text, ${length}) and coalesce(${column} = ${p}, false)`;
    }, filter[column]);
  }
  if (filter.clientIp !== undefined) {
    // With equality the index also gives the order.
    const single = /^[^:]*\/32$|:.*\/128$/.test(filter.clientIp);
    add((p) => `client_ip ${single ? '=' : '<<='} ${p}::inet`, filter.clientIp);
  }
  if (types !== undefined) add((p) => `type = any(${p}::text[])`, types);
  if (filter.since !== undefined) add((p) => `time >= ${p}`, new Date(filter.since));
  if (filter.until !== undefined) add((p) => `time < ${p}`, new Date(filter.until));
  return { where, values };
}
