import type { Queryable } from '../../../libs/pg/index.js';
import type { Filter } from '../core/filter.js';
import type { Group, Tally } from '../core/tally.js';
import { conditionsOf } from './conditions.js';
import { typesUnder } from './types-under.js';

/** Only logins have a decision. */
const LOGIN = 'decision is not null';

/**
 * The expression to group by, and the text of its key. Formatting happens after grouping, because formatting every row
 * would cost more than counting.
 */
const GROUPS: Readonly<Record<Group, readonly [value: string, text: string]>> = {
  account: ['account', 'value'],
  client_ip: ['client_ip', 'host(value)'],
  service: ['service', 'value'],
  decision: ['decision', 'value'],
  reason: ['reason', 'value'],
  rule: ['rule', 'value'],
  hour: ["date_trunc('hour', time)", `to_char(value, 'YYYY-MM-DD"T"HH24":00Z"')`],
  day: ["date_trunc('day', time)", `to_char(value, 'YYYY-MM-DD')`],
};

/** Matching logins by group, the largest first. Those with an empty key form a group of their own. */
export async function countLogins(
  database: Queryable,
  query: { filter: Filter; groupBy: Group; atMost: number },
): Promise<Tally> {
  const { filter, groupBy, atMost } = query;
  const [value, text] = GROUPS[groupBy];
  const types = filter.type === undefined ? undefined : await typesUnder(database, filter.type);
  const { where, values } = conditionsOf(filter, types);
  values.push(atMost);
  const { rows } = await database.query<{
    key: string | null;
    count: number;
    denied: number;
    total: number;
  }>(
    `with groups as materialized (
       select ${value} as value, count(*) as count,
         count(*) filter (where decision = 'DENY') as denied
       from leaf where ${[...where, LOGIN].join(' and ')} group by 1)
     select ${text} as key, count, denied, (select sum(count)::bigint from groups) as total
     from groups order by count desc, value limit $${values.length}`,
    values,
  );
  const groups = rows.map(({ key, count, denied }) => ({ key: key ?? '', count, denied }));
  return { groups, total: rows[0]?.total ?? 0 };
}
