import type { DecidedAttempt } from '../../core/attempt.js';
import type { Said } from '../../core/trial/said.js';
import type { Riding } from '../../core/trial/trial-table.js';
import { weigh } from '../../core/trial/weigh.js';
import type { AuthorizePorts } from './authorize-ports.js';

const FAILED: Said = { kind: 'unknown', why: 'failed' };

/**
 * Notes what a trial's candidate would have decided for a login that is already decided. It asks no service, and no
 * failure here changes the decision.
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
