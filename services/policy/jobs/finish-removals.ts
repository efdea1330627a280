import { setTimeout as sleep } from 'node:timers/promises';
import { patienceUntil } from '../commands/patience.js';
import { purgeWaiting, type RemovalPorts } from '../commands/remove-account.js';

const LOOK_MS = 5000;
const PURGE_TIMEOUT_MS = 10_000;

/** Goes on with removals that a store has still to confirm, on whichever replica is there. */
export function finishRemovals(ports: RemovalPorts): { close(): Promise<void> } {
  const stop = new AbortController();

  async function look(): Promise<void> {
    for (const removal of await ports.removals.due(ports.clock.now())) {
      const patience = patienceUntil(performance.now() + PURGE_TIMEOUT_MS, stop.signal);
      await purgeWaiting(removal, patience, ports);
    }
  }

  const looking = (async () => {
    while (!stop.signal.aborted) {
      await sleep(LOOK_MS, undefined, { signal: stop.signal }).catch(() => {});
      if (stop.signal.aborted) return;
      await look().catch((error) => ports.log.warn('removals cannot be looked for', { error }));
    }
  })();

  return {
    close: async () => {
      stop.abort();
      await looking;
    },
  };
}
