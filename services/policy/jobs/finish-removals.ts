import { callUntil } from '../commands/call-until.js';
import { purgeWaiting, type RemovalPorts } from '../commands/remove-account.js';

const PURGE_TIMEOUT_MS = 4_000;

/** Continues removals that a store has not confirmed yet, on any replica. */
export async function finishRemovals(ports: RemovalPorts, signal: AbortSignal): Promise<void> {
  const call = callUntil(performance.now() + PURGE_TIMEOUT_MS, signal);
  const due = await ports.removals.due(ports.clock.now());
  await Promise.all(due.map((removal) => purgeWaiting(removal, call, ports)));
}
