import { appendEvents, type PreparedEvent } from '../../../libs/events/index.js';
import { type Database, groupCommit } from '../../../libs/pg/index.js';
import type { DecidedAttempt } from '../core/attempt.js';
import { loginEvent } from './login-event.js';

/**
 * Commits the events of decisions in groups. Events that arrive while a commit is under way go into the next one, so
 * that all logins in flight share its cost.
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
