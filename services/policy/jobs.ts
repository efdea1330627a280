import type { Clock } from '../../libs/clock/index.js';
import { every, type Job, type Sweep, sweepAll } from '../../libs/kit/jobs.js';
import type { Database } from '../../libs/pg/index.js';
import { sweepTickets } from '../../libs/ticket/index.js';
import { type SendRemindersPorts, sendReminders } from './commands/remind.js';
import type { RemovalPorts } from './commands/remove-account.js';
import { type TendTrialsPorts, tendTrials } from './commands/trial/tend-trials.js';
import { finishRemovals } from './jobs/finish-removals.js';
import type { TrialFollower } from './jobs/follow-trials.js';

/** How often another replica's changes are looked for. */
const FOLLOW_MS = 200;

/** How often trials are brought in step with what they depend on. */
const TEND_MS = 2_000;

/** The jobs of the service. */
export const jobs = (parts: {
  readonly db: Database;
  readonly clock: Clock;
  readonly policies: { refresh(): Promise<void> };
  readonly clients: { refresh(): Promise<void> };
  readonly trialFollower: Pick<TrialFollower, 'refresh' | 'report'>;
  readonly tending: TendTrialsPorts;
  readonly limits: { push(signal: AbortSignal): Promise<void> };
  readonly removal: RemovalPorts;
  readonly reminding: SendRemindersPorts;
}): readonly Job[] => [
  every('follow policies', FOLLOW_MS, () => parts.policies.refresh()),
  every('follow clients', FOLLOW_MS, () => parts.clients.refresh()),
  every('follow trials', FOLLOW_MS, () => parts.trialFollower.refresh()),
  every('tend trials', TEND_MS, async (signal) => {
    await parts.trialFollower.report();
    await tendTrials(parts.tending, signal);
  }),
  every('push limits', 2_000, (signal) => parts.limits.push(signal)),
  every('send reminders', 2_000, (signal) => sendReminders(parts.reminding, signal)),
  every('sweep', 60_000, sweepAll(sweepsOf(parts.db), parts.clock)),
  every('finish removals', 250, (signal) => finishRemovals(parts.removal, signal)),
];

const sweepsOf = (db: Database): Readonly<Record<string, Sweep>> => ({
  tickets: (now, limit) => sweepTickets(db, { now, limit }),
});
