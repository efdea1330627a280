import { Counter, type Metrics } from '../../libs/telemetry/index.js';
import type { DecidedAttempt } from './core/attempt.js';

/** Counts each decision once its event is committed: what is counted is in the outbox. */
export function countDecisions(
  { registry }: Metrics,
  record: (attempt: DecidedAttempt) => Promise<void>,
): (attempt: DecidedAttempt) => Promise<void> {
  const decisions = new Counter({
    name: 'gatepost_decisions_total',
    help: 'Logins decided, by what they were for, the decision and its reason.',
    labelNames: ['service', 'decision', 'reason'] as const,
    registers: [registry],
  });
  return async (attempt) => {
    await record(attempt);
    const { decision, reason } = attempt.outcome;
    decisions.inc({ service: attempt.login.service, decision, reason });
  };
}
