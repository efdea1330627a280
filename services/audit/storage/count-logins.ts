import type { Queryable } from '../../../libs/pg/index.js';
import type { Filter } from '../core/filter.js';
import type { Group, Tally } from '../core/tally.js';
import { conditionsOf } from './conditions.js';
import { typesUnder } from './types-under.js';

/** Only logins have a decision. */
const LOGIN = 'decision is not null';

const KEYS: Readonly<Record<Group, string>> = {
  account: 'account',
  client_ip: 'host(client_ip)',
  service: 'service',
  decision: 'decision',
  reason: 'reason',
  rule: "coalesce(rule, '')",
  hour: `to_char(time at time zone 'UTC', 'YYYY-MM-DD"T"HH24":00Z"')`,
  day: `to_char(time at time zone 'UTC', 'YYYY-MM-DD')`,
};

/** Logins that match, by group, fullest first; those with an empty key are a group of their own. */
export async function countLogins(
  database: Queryable,
  query: { filter: Filter; groupBy: Group; atMost: number },
): Promise<Tally> {
  const { filter, groupBy, atMost } = query;
  const types = filter.type === undefined ? undefined : await typesUnder(database, filter.type);
  const { where, values } = conditionsOf(filter, types);
  values.push(atMost);
  const { rows } = await database.query<{
    key: string | null;
    count: number;
    denied: number;
    total: number;
  }>(
    `select ${KEYS[groupBy]} as key, count(*) as count,
       count(*) filter (where decision = 'DENY') as denied, (sum(count(*)) over ())::bigint as total
     from leaf where ${[...where, LOGIN].join(' and ')}
     group by 1 order by 2 desc, 1 limit $${values.length}`,
    values,
  );
  const groups = rows.map(({ key, count, denied }) => ({ key: key ?? '', count, denied }));
  return { groups, total: rows[0]?.total ?? 0 };
}
