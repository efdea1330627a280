import type { Queryable } from '../../../libs/pg/index.js';
import type { Sources } from '../ports.js';
import { gapsIn, parseRuns } from './numbers.js';

const MOST_GAPS = 100;

/** Reads from Postgres what has arrived from each source. */
export function createSources({ database }: { database: Queryable }): Sources {
  return {
    async list() {
      const { rows } = await database.query(
        'select name, numbers::text as numbers, last_recorded_at from source order by name',
      );
      return rows.map(({ name, numbers, last_recorded_at: last }) => {
        const runs = parseRuns(numbers as string);
        const gaps = gapsIn(runs);
        const highest = runs.at(-1)?.last ?? 0;
        return {
          source: name as string,
          contiguous: (gaps[0]?.first ?? highest + 1) - 1,
          highest,
          lastRecordedAt: (last as Date | null)?.getTime() ?? 0,
          missing: gaps.slice(0, MOST_GAPS),
        };
      });
    },
  };
}
