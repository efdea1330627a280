import { setTimeout as sleep } from 'node:timers/promises';
import { callUntil } from '../commands/call-until.js';
import { purgeWaiting, type RemovalPorts } from '../commands/remove-account.js';

const LOOK_MS = 250;
const PURGE_TIMEOUT_MS = 4_000;

/** Goes on with removals that a store has still to confirm, on whichever replica is there. */
export function finishRemovals(ports: RemovalPorts): { close(): Promise<void> } {
  const stop = new AbortController();

  async function look(): Promise<void> {
    const call = callUntil(performance.now() + PURGE_TIMEOUT_MS, stop.signal);
    const due = await ports.removals.due(ports.clock.now());
    await Promise.all(due.map((removal) => purgeWaiting(removal, call, ports)));
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
