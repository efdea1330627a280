import { setTimeout as sleep } from 'node:timers/promises';
import { unavailable } from '../../../libs/errors/index.js';
import type { Log } from '../../../libs/log/index.js';
import type { Client, Clients } from '../core/session/client.js';
import type { ClientStore } from '../ports.js';

/** How soon another replica's change is served here. */
const POLL_MS = 250;

export interface ClientFollower extends Clients {
  /** Serves the newest registrations from when this resolves on. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Keeps the registered clients in memory and follows every change: no login asks for them. Resolves
 * when they are loaded.
 */
export async function followClients(parts: {
  readonly store: Pick<ClientStore, 'revision' | 'all'>;
  readonly log: Log;
  /** A client that was removed is not served for longer than this. */
  readonly staleAfterMs: number;
}): Promise<ClientFollower> {
  const { store, log, staleAfterMs } = parts;
  let served = 0;
  let clients: ReadonlyMap<string, Client> = new Map();
  let confirmedAt = Number.NEGATIVE_INFINITY;
  const stop = new AbortController();

  async function refresh(): Promise<void> {
    const asked = performance.now();
    if ((await store.revision()) !== served) {
      const { revision, registrations } = await store.all();
      clients = new Map(registrations.map(({ client }) => [client.id, client]));
      served = revision;
    }
    confirmedAt = asked;
  }

  await refresh();
  const following = (async () => {
    while (!stop.signal.aborted) {
      await sleep(POLL_MS, undefined, { signal: stop.signal }).catch(() => {});
      if (stop.signal.aborted) return;
      await refresh().catch((error) => log.debug('clients could not be confirmed', { error }));
    }
  })();

  return {
    find(id) {
      if (performance.now() - confirmedAt > staleAfterMs) {
        throw unavailable('the registered clients could not be confirmed');
      }
      return clients.get(id);
    },
    refresh,
    close: async () => {
      stop.abort();
      await following;
    },
  };
}
