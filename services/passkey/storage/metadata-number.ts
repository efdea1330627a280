import type { Queryable } from '../../../libs/pg/index.js';

/**
 * Notes the serial number of a FIDO metadata.
 * @returns the highest that was ever noted
 */
export async function noteMetadataNumber(db: Queryable, no: number): Promise<number> {
  const { rows } = await db.query<{ no: string }>(
    `INSERT INTO metadata (no) VALUES ($1)
     ON CONFLICT (singleton) DO UPDATE SET no = greatest(metadata.no, excluded.no) RETURNING no`,
    [no],
  );
  return Number(rows[0]?.no);
}
