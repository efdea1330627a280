import type { Database } from '../../../libs/pg/index.js';
import type { Alarms } from '../ports.js';
import type { AppendEvent } from './erasing.js';
import { gapsIn, parseRuns } from './numbers.js';

/** Each alarm is a row, written together with its event. A second replica that sees the same adds nothing. */
export function createAlarms(parts: { database: Database; appendEvent: AppendEvent }): Alarms {
  const { database, appendEvent } = parts;
  return {
    refused: (conflict) =>
      database.transaction(async (tx) => {
        const { source, sequence, eventId } = conflict;
        const { count } = await tx.query(
          `insert into refused_event (source, sequence, event_id) values ($1, $2, $3)
           on conflict do nothing`,
          [source, sequence, eventId],
        );
        if (count > 0) await appendEvent(tx, { kind: 'event-refused', ...conflict });
      }),

    treeChanged: (size) =>
      database.transaction(async (tx) => {
        const { count } = await tx.query(
          'insert into changed_tree (size) values ($1) on conflict do nothing',
          [size],
        );
        if (count > 0) await appendEvent(tx, { kind: 'tree-changed', size });
      }),

    missing: ({ now, noticedBefore }) =>
      database.transaction(async (tx) => {
        const { rows } = await tx.query<{ name: string; numbers: string }>(
          'select name, numbers::text as numbers from source',
        );
        const gaps = rows.flatMap(({ name, numbers }) =>
          gapsIn(parseRuns(numbers)).map((gap) => ({ source: name, ...gap })),
        );
        const columns = [
          gaps.map(({ source }) => source),
          gaps.map(({ first }) => first),
          gaps.map(({ last }) => last),
        ];
        const today = 'select * from unnest($1::text[], $2::bigint[], $3::bigint[])';
        await tx.query(
          `delete from missing_numbers where (source, first, last) not in (${today})`,
          columns,
        );
        await tx.query(
          `insert into missing_numbers (source, first, last, noticed_at)
           select *, $4::timestamptz from unnest($1::text[], $2::bigint[], $3::bigint[])
           on conflict do nothing`,
          [...columns, new Date(now)],
        );
        const due = await tx.query<{ source: string; first: number; last: number }>(
          `update missing_numbers set told = true where not told and noticed_at <= $1
           returning source, first, last`,
          [new Date(noticedBefore)],
        );
        for (const gap of due.rows) await appendEvent(tx, { kind: 'numbers-missing', ...gap });
      }),

    async stillMissing() {
      const { count } = await database.query('select from missing_numbers where told limit 1');
      return count > 0;
    },
  };
}
