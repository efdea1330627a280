import { systemClock } from '../../libs/clock/index.js';
import type { Database } from '../../libs/pg/index.js';
import { systemRandom } from '../../libs/random/index.js';
import { createLedger } from '../../services/audit/storage/ledger.js';
import { FIRST_NUMBER, POLICY, type Recording, someLogin } from './some-login.js';

const BATCH = 2_500;
/** Enough that Postgres has the next batch when it is done with one. */
const AT_ONCE = 4;

/**
 * Records logins through audit's own ledger, beside the running service: hashed, in the tree, in every index, as if
 * policy had sent them. What is left out is the way there: outbox, relay and the call. Continues after those that are
 * recorded already.
 */
export async function fillRecord(
  audit: Database,
  of: Recording,
  tell: (text: string) => void,
): Promise<void> {
  const ledger = createLedger({
    ...{ database: audit, clock: systemClock(), random: systemRandom },
    onGrown: () => undefined,
  });
  const { rows } = await audit.query<{ last: number | null }>(
    'select max(sequence) as last from leaf where sequence >= $1',
    [FIRST_NUMBER],
  );
  let next = (rows[0]?.last ?? FIRST_NUMBER - 1) + 1 - FIRST_NUMBER;
  let told = next;
  const work = async () => {
    while (next < of.logins) {
      const from = next;
      next = Math.min(of.logins, from + BATCH);
      const events = Array.from({ length: next - from }, (_, n) => someLogin(from + n, of));
      const conflict = await ledger.append({ source: POLICY, events });
      if (conflict !== undefined) throw new Error(`refused: ${JSON.stringify(conflict)}`);
      if (next - told < of.logins / 10) continue;
      told = next;
      tell(`${next} logins recorded`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await ledger.close();
  // As autovacuum does in time.
  await audit.query('vacuum analyze leaf');
}
