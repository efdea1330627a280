import { appendEvents, type PreparedEvent } from '../../../libs/events/index.js';
import { type Database, groupCommit } from '../../../libs/pg/index.js';
import type { DecidedAttempt } from '../core/attempt.js';
import { loginEvent } from './login-event.js';

/**
 * Commits the events of decisions, as many together as come in while a commit is under way: the cost
 * of one commit is shared by all logins in flight.
 */
export function recordLogins(
  db: Database,
  { maxBatch, maxDelayMs }: { maxBatch?: number; maxDelayMs?: number } = {},
) {
  const commits = groupCommit<PreparedEvent, void>({
    ...(maxBatch === undefined ? {} : { maxBatch }),
    ...(maxDelayMs === undefined ? {} : { maxDelayMs }),
    write: async (batch) => {
      await appendEvents(db, batch);
      return [];
    },
  });
  return {
    record: (attempt: DecidedAttempt): Promise<void> => commits.submit(loginEvent(attempt)),
    close: commits.close,
  };
}
