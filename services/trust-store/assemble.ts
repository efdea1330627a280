import type { Clock } from '../../libs/clock/index.js';
import type { Database, Logger } from '../../libs/pg/index.js';
import type { Random } from '../../libs/random/index.js';
import { takeTurns } from './commands/take-turns.js';
import { keepUp, type Running } from './jobs/keep-up.js';
import type { EndedLog, TrustParts } from './ports.js';
import { openEndedLog } from './storage/open-ended-log.js';
import { openTrustStore, type TrustStoreParts } from './storage/trust-store.js';

/** What the service stands on. */
export interface Dependencies extends Pick<TrustStoreParts, 'watchRetentionMs'> {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

export interface Parts extends TrustParts {
  readonly ended: EndedLog;
  /** Starts what a replica does by itself. */
  keepUp(): Running;
}

/** One replica of the service, without its server. Its jobs run once `keepUp` is called. */
export function assemble(dependencies: Dependencies): Parts {
  const { db, clock, random } = dependencies;
  const ended = openEndedLog(db);
  let running: Running | undefined;
  return {
    store: openTrustStore({ ...dependencies, onEnded: () => running?.wake() }),
    ended,
    clock,
    random,
    inTurn: takeTurns(),
    keepUp() {
      running = keepUp({ ...dependencies, ended });
      return running;
    },
  };
}
