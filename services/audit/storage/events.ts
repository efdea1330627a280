import type { Queryable } from '../../../libs/pg/index.js';
import type { Events } from '../ports.js';
import { countLogins } from './count-logins.js';
import { EVENT_COLUMNS, eventOf, JOIN_SOURCE } from './event-rows.js';
import { findEvents, followEvents } from './find-events.js';
import { findOwnEvents } from './find-own-events.js';
import { findMiscounted, readIndex } from './read-index.js';
import { readLeaves, sourceNames } from './read-leaves.js';

/** The events in Postgres. */
export function createEvents({
  database,
  reports,
}: {
  database: Queryable;
  reports: Queryable;
}): Events {
  const names = sourceNames(database);
  return {
    find: (query) => findEvents(database, query),
    findOwn: (query) => findOwnEvents(database, query),
    following: (query) => followEvents(database, query),
    leaves: (range) => readLeaves(database, range, names),
    indexed: (range) => readIndex(database, range),
    miscounted: () => findMiscounted(reports),
    count: (query) => countLogins(reports, query),
    async byId(eventId) {
      const { rows } = await database.query(
        `select ${EVENT_COLUMNS}, leaf.domain from leaf ${JOIN_SOURCE} where event_id = $1`,
        [eventId],
      );
      const [row] = rows;
      return row && { ...eventOf(row), domain: (row.domain as string | null) ?? undefined };
    },
  };
}
