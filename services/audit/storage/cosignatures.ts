import type { Queryable } from '../../../libs/pg/index.js';
import type { Cosignatures } from '../ports.js';

/** Stores cosignatures of witnesses in Postgres, beside their checkpoints. */
export function createCosignatures({ database }: { database: Queryable }): Cosignatures {
  return {
    async largestOf(witness) {
      const { rows } = await database.query<{ size: number | null }>(
        'select max(size) as size from cosignature where witness = $1',
        [witness],
      );
      return rows[0]?.size ?? 0;
    },
    async store(size, { witness, time, line }) {
      await database.query(
        `insert into cosignature (size, witness, line, cosigned_at) values ($1, $2, $3, $4)
         on conflict (witness, size) do nothing`,
        [size, witness.name, line, new Date(time)],
      );
    },
  };
}
