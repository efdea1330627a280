import type { DecidedAttempt } from '../../core/attempt.js';
import { evaluateCandidate } from '../../core/trial/evaluate-candidate.js';
import type { TrialResult } from '../../core/trial/trial-result.js';
import type { ActiveTrial } from '../../core/trial/trial-table.js';
import type { AuthorizePorts } from './authorize-ports.js';

const FAILED: TrialResult = { kind: 'unknown', why: 'failed' };

/**
 * Notes what a trial's candidate would have decided for a login that is already decided. It asks no service, and no
 * failure here changes the decision.
 */
export function evaluateTrial(attempt: DecidedAttempt, { trials }: AuthorizePorts): void {
  let active: ActiveTrial | undefined;
  try {
    active = trials.find(attempt.login.account.domain, attempt.active?.name);
    if (active === undefined) return;
    const { id, document, candidate } = active;
    const result = candidate === undefined ? FAILED : evaluateCandidate(attempt, candidate);
    attempt.trial = { id, document, result };
  } catch (error) {
    const { id, document } = active ?? {};
    if (id === undefined || document === undefined) return;
    attempt.trial = { id, document, result: FAILED };
    trials.fail({ id, document }, error);
  }
}
