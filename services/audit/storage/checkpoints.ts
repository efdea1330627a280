import type { Queryable } from '../../../libs/pg/index.js';
import type { Checkpoints, PublishedCheckpoint } from '../ports.js';

const COLUMNS = 'size, root, note, published_at';
/** Lines of witnesses come after those of the log. Whoever does not know their keys ignores them. */
const WITH_COSIGNATURES = `size, root, published_at, note || coalesce(
  (select string_agg(line, '' order by witness) from cosignature
   where cosignature.size = checkpoint.size), '') as note`;

/** Stores signed checkpoints in Postgres. */
export function createCheckpoints({ database }: { database: Queryable }): Checkpoints {
  const read = async (text: string, values: unknown[]) => {
    const { rows } = await database.query(text, values);
    return rows.map(checkpointOf);
  };
  return {
    async newest() {
      const [newest] = await read(
        `select ${WITH_COSIGNATURES} from checkpoint order by size desc limit 1`,
        [],
      );
      return newest;
    },
    from: (size, limit) =>
      read(`select ${WITH_COSIGNATURES} from checkpoint where size >= $1 order by size limit $2`, [
        size,
        limit,
      ]),
    async upTo(size) {
      const [found] = await read(
        `select ${WITH_COSIGNATURES} from checkpoint where size <= $1 order by size desc limit 1`,
        [size],
      );
      return found;
    },
    async publish({ size, root, note, publishedAt }) {
      const [kept] = await read(
        `insert into checkpoint (${COLUMNS}) values ($1, $2, $3, $4)
         on conflict (size) do update set size = excluded.size returning ${WITH_COSIGNATURES}`,
        [size, root, note, new Date(publishedAt)],
      );
      return kept as PublishedCheckpoint;
    },
  };
}

function checkpointOf(row: Record<string, unknown>): PublishedCheckpoint {
  return {
    size: row.size as number,
    root: row.root as Buffer,
    note: row.note as string,
    publishedAt: (row.published_at as Date).getTime(),
  };
}
