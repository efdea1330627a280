import type { Queryable } from '../../../libs/pg/index.js';
import { CHANGE_AREAS, NOT_FOR_PEOPLE, type OwnEventKind, SIGN_IN } from '../core/own-event.js';
import type { Events, FoundEvent } from '../ports.js';
import { EVENT_COLUMNS, foundEventOf, JOIN_SOURCE } from './event-rows.js';

const NEWEST_FIRST = 'order by time desc, index desc';
const IS_SIGN_IN = `type = '${SIGN_IN}'`;
/** The first half equals the condition of the index that leaves out sign-ins. */
const IS_CHANGE = `type <> '${SIGN_IN}' and split_part(type, '.', 2) in (${quoted(CHANGE_AREAS)})
  and split_part(type, '.', 3) not in (${quoted(NOT_FOR_PEOPLE)})`;

const WANTED: Readonly<Record<OwnEventKind, string>> = {
  all: `(${IS_SIGN_IN} or (${IS_CHANGE}))`,
  'sign-ins': IS_SIGN_IN,
  changes: IS_CHANGE,
};

/**
 * The events of one account that its person may see. The account's index gives them in order. A second index leaves out
 * sign-ins, so that a few changes among very many sign-ins are found just as fast.
 */
export async function findOwnEvents(
  database: Queryable,
  { account, kind, after, limit }: Parameters<Events['findOwn']>[0],
): Promise<FoundEvent[]> {
  const behind = after === undefined ? [] : [new Date(after.time), after.index];
  const { rows } = await database.query(
    `select ${EVENT_COLUMNS}, leaf.time from (
       select * from leaf
       where event is not null and account = $1 and domain = $2 and ${WANTED[kind]}
         ${behind.length > 0 ? 'and (time, index) < ($4::timestamptz, $5::bigint)' : ''}
       ${NEWEST_FIRST} limit $3) leaf ${JOIN_SOURCE} ${NEWEST_FIRST}`,
    [account.name, account.domain, limit, ...behind],
  );
  return rows.map(foundEventOf);
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}
