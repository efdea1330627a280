import { resourceExhausted, unavailable } from '../../../../libs/errors/index.js';
import { askThread } from '../ask-thread.js';
import type { Strength } from './judge-strength.js';

export interface StrengthQuestion {
  readonly password: string;
  readonly words: readonly string[];
}

/** Each takes a fraction of a second, so behind this many a person would wait too long. */
const MOST_WAITING = 32;

/**
 * Judges passwords in a separate thread, one at a time, so that logins do not wait.
 * @returns rejects with RESOURCE_EXHAUSTED if too many wait, UNAVAILABLE if the thread ended
 */
export function strengthThread(): (question: StrengthQuestion) => Promise<Strength> {
  const thread = askThread<StrengthQuestion, Strength>(
    'services/credential/clients/strength/strength-worker.ts',
  );
  return async (question) => {
    if (thread.waiting() >= MOST_WAITING)
      throw resourceExhausted('too many passwords are being judged: try again in a moment');
    try {
      return await thread.ask(question);
    } catch (cause) {
      throw unavailable('passwords cannot be judged now', { cause });
    }
  };
}
