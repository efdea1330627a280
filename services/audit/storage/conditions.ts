import type { Filter } from '../core/filter.js';

/** A WHERE clause in the making; `values` are its parameters. */
export interface Conditions {
  readonly where: readonly string[];
  readonly values: unknown[];
}

const EQUAL = ['account', 'domain', 'service', 'decision', 'reason', 'rule'] as const;

/**
 * What a filter asks of a leaf. Every index but those of numbers and ids leaves erased events out,
 * so that they are found by id only. `types`: the types that the filter's beginning stands for.
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
    if (filter[column] !== undefined) add((p) => `${column} = ${p}`, filter[column]);
  }
  if (filter.clientIp !== undefined) {
    // Equality lets the index give the order as well.
    const single = /^[^:]*\/32$|:.*\/128$/.test(filter.clientIp);
    add((p) => `client_ip ${single ? '=' : '<<='} ${p}::inet`, filter.clientIp);
  }
  if (types !== undefined) add((p) => `type = any(${p}::text[])`, types);
  if (filter.since !== undefined) add((p) => `time >= ${p}`, new Date(filter.since));
  if (filter.until !== undefined) add((p) => `time < ${p}`, new Date(filter.until));
  return { where, values };
}
