import type { Leadership } from '../../pg/index.js';

const BATCH = 2000;

const NUMBER = {
  name: 'number-events',
  text: `WITH batch AS (
           SELECT id, row_number() OVER (ORDER BY id) AS place FROM (
             SELECT id FROM outbox WHERE sequence IS NULL ORDER BY id LIMIT ${BATCH}) unnumbered
         ), given AS (
           UPDATE outbox_numbered SET sequence = sequence + (SELECT count(*) FROM batch)
           WHERE EXISTS (SELECT FROM batch)
           RETURNING sequence
         )
         UPDATE outbox SET sequence = (SELECT sequence FROM given)
           - (SELECT count(*) FROM batch) + batch.place
         FROM batch WHERE outbox.id = batch.id`,
};

/**
 * Numbers events that are committed and have no number yet. One that is committed later gets a later
 * number, whatever its place in the table: there is no gap that could still be filled.
 *
 * @returns how many were numbered; as many again may be waiting if it is `BATCH`
 */
export async function numberEvents(leadership: Leadership): Promise<number> {
  return await leadership.transaction(async (tx) => (await tx.query(NUMBER)).count);
}

export const NUMBERED_AT_ONCE = BATCH;
