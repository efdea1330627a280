import { every, type Job } from '../../libs/kit/jobs.js';
import type { RemovalPorts } from './commands/remove-account.js';
import { finishRemovals } from './jobs/finish-removals.js';

/** How soon another replica's change is served here. */
const FOLLOW_MS = 200;

/** What the service does by itself. */
export const jobs = (parts: {
  readonly policies: { refresh(): Promise<void> };
  readonly clients: { refresh(): Promise<void> };
  readonly limits: { push(signal: AbortSignal): Promise<void> };
  readonly removal: RemovalPorts;
}): readonly Job[] => [
  every('follow policies', FOLLOW_MS, () => parts.policies.refresh()),
  every('follow clients', FOLLOW_MS, () => parts.clients.refresh()),
  every('push limits', 2_000, (signal) => parts.limits.push(signal)),
  every('finish removals', 250, (signal) => finishRemovals(parts.removal, signal)),
];
