import type { Clock } from '../../libs/clock/index.js';
import type { Job } from '../../libs/kit/jobs.js';
import type { Database } from '../../libs/pg/index.js';
import type { Random } from '../../libs/random/index.js';
import { serializeByKey } from './commands/serialize-by-key.js';
import { jobs } from './jobs.js';
import type { EndedLog, TrustParts } from './ports.js';
import { openEndedLog } from './storage/open-ended-log.js';
import { openTrustStore, type TrustStoreParts } from './storage/trust-store.js';

/** What the service depends on. */
export interface Dependencies extends Pick<TrustStoreParts, 'watchRetentionMs'> {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
}

export interface Parts extends TrustParts {
  readonly ended: EndedLog;
  readonly jobs: readonly Job[];
}

/** One replica of the service, without its server. */
export function assemble(dependencies: Dependencies): Parts {
  const { db, clock, random } = dependencies;
  const ended = openEndedLog(db);
  const { all, publish } = jobs({ ...dependencies, ended });
  return {
    store: openTrustStore({ ...dependencies, onEnded: publish.wake }),
    ended,
    clock,
    random,
    inTurn: serializeByKey(),
    jobs: all,
  };
}
