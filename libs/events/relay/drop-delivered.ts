import type { Leadership } from '../../pg/index.js';

const BATCH = 5000;

/** Deletes events that every sink has. A sink that is configured no more holds nothing up. */
export async function dropDelivered(
  leadership: Leadership,
  positions: readonly number[],
): Promise<number> {
  const delivered = Math.min(...positions);
  return await leadership.transaction(async (tx) => {
    const { count } = await tx.query(
      `DELETE FROM outbox WHERE id IN (
         SELECT id FROM outbox WHERE sequence <= $1 ORDER BY sequence LIMIT ${BATCH})`,
      [delivered],
    );
    return count;
  });
}
