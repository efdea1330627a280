import { type ManualClock, manualClock } from '../../../libs/clock/index.js';
import type { TestDatabase } from '../../../libs/embedded-postgres/testing.js';
import { migrateService } from '../../../libs/kit/migrations.js';
import { silentLog } from '../../../libs/log/index.js';
import { createRecordVerifier, type RecordReport } from '../../../libs/merkle/index.js';
import { type Database, openDatabase } from '../../../libs/pg/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import { createCheckpoints } from '../storage/checkpoints.js';
import { createEvents } from '../storage/events.js';
import { createLedger } from '../storage/ledger.js';
import { createSources } from '../storage/sources.js';
import { createTree } from '../storage/tree.js';
import { T0 } from './events.js';

export const silent = silentLog;

/**
 * Creates audit's tables in a test's database.
 * @throws GatepostError if a migration fails
 */
export async function migrateRecord(database: TestDatabase): Promise<void> {
  await migrateService({ service: 'audit', address: database.address('audit'), log: silent });
}

/** One replica's view of the record: all of its storage on one pool. */
export interface OpenRecord {
  readonly database: Database;
  readonly clock: ManualClock;
  readonly ledger: ReturnType<typeof createLedger>;
  readonly events: ReturnType<typeof createEvents>;
  readonly tree: ReturnType<typeof createTree>;
  readonly sources: ReturnType<typeof createSources>;
  readonly checkpoints: ReturnType<typeof createCheckpoints>;
  close(): Promise<void>;
}

/**
 * Opens one replica's view of the record, with a clock that stands at `T0`. The caller closes it.
 */
export function openRecord(target: TestDatabase): OpenRecord {
  const database = openDatabase({ ...target.address('audit'), log: silent });
  const clock = manualClock(T0);
  const ledger = createLedger({
    database,
    clock,
    random: systemRandom,
    onGrown: () => undefined,
  });
  return {
    database,
    clock,
    ledger,
    events: createEvents({ database, reports: database }),
    tree: createTree({ database }),
    sources: createSources({ database }),
    checkpoints: createCheckpoints({ database }),
    async close() {
      await ledger.close();
      await database.close();
    },
  };
}

/** Reads and checks every leaf, as an auditor does. */
export async function verifyAll(
  { events, tree }: Pick<OpenRecord, 'events' | 'tree'>,
  checkpoints: readonly { size: number; root: Buffer }[] = [],
): Promise<RecordReport> {
  const verifier = createRecordVerifier(checkpoints);
  const size = await tree.size();
  for (let from = 0; from < size; from += 1000) {
    const { events: part, hashes } = await events.leaves({ from, to: Math.min(size, from + 1000) });
    verifier.add(part.map((event, i) => ({ ...event, leafHash: hashes[i] as Buffer })));
  }
  return verifier.report();
}

/** One of this service's events in its outbox. */
export interface Said {
  readonly type: string;
  readonly subject: string;
  readonly data: Record<string, unknown>;
  readonly bytes: Buffer;
}

/** Reads the events in audit's outbox, oldest first, delivered or not. */
export async function readOutbox(target: Pick<TestDatabase, 'address'>): Promise<Said[]> {
  const database = openDatabase({ ...target.address('audit'), log: silent });
  const { rows } = await database.query<{ event: Buffer }>('select event from outbox order by id');
  await database.close();
  return rows.map(({ event }) => ({ ...JSON.parse(event.toString()), bytes: event }));
}
