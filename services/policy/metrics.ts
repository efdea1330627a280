import { Counter, Gauge, type Metrics } from '../../libs/telemetry/index.js';
import type { DecidedAttempt } from './core/attempt.js';
import type { TrialState } from './core/trial/trial.js';

/** Exports the number of trials in each state. */
export function countTrials(
  { registry }: Metrics,
  count: () => Readonly<Record<TrialState, number>>,
): void {
  new Gauge({
    name: 'gatepost_policy_trials',
    help: 'Candidate documents that are evaluated beside those in force: running, forgotten, failed.',
    labelNames: ['state'] as const,
    registers: [registry],
    collect() {
      for (const [state, trials] of Object.entries(count())) this.set({ state }, trials);
    },
  });
}

/** Counts each decision once its event is committed, so that every counted decision is in the outbox. */
export function countDecisions(
  { registry }: Metrics,
  record: (attempt: DecidedAttempt) => Promise<void>,
): (attempt: DecidedAttempt) => Promise<void> {
  const decisions = new Counter({
    name: 'gatepost_decisions_total',
    help: 'Decided logins by service, decision and reason.',
    labelNames: ['service', 'decision', 'reason'] as const,
    registers: [registry],
  });
  return async (attempt) => {
    await record(attempt);
    const { decision, reason } = attempt.outcome;
    decisions.inc({ service: attempt.login.service, decision, reason });
  };
}
