import type { DecidedAttempt } from '../../core/attempt.js';
import type { Said } from '../../core/trial/said.js';
import type { Riding } from '../../core/trial/trial-table.js';
import { weigh } from '../../core/trial/weigh.js';
import type { AuthorizePorts } from './authorize-ports.js';

const FAILED: Said = { kind: 'unknown', why: 'failed' };

/**
 * Notes what the candidate of a trial would have said of a login that is decided. It asks nobody, and
 * whatever becomes of it, the decision stays.
 */
export function rideTrial(attempt: DecidedAttempt, { trials }: AuthorizePorts): void {
  let riding: Riding | undefined;
  try {
    riding = trials.find(attempt.login.account.domain, attempt.active?.name);
    if (riding === undefined) return;
    const { id, document, candidate } = riding;
    const said = candidate === undefined ? FAILED : weigh(attempt, candidate);
    attempt.trial = { id, document, said };
  } catch (error) {
    const { id, document } = riding ?? {};
    if (id === undefined || document === undefined) return;
    attempt.trial = { id, document, said: FAILED };
    trials.fail({ id, document }, error);
  }
}
