import { unavailable } from '../../../libs/errors/index.js';
import type { Client, Clients } from '../core/session/client.js';
import type { ClientStore } from '../ports/clients.js';

export interface ClientFollower extends Clients {
  list(): readonly Client[];
  /** Once this resolves, the newest registrations are served. */
  refresh(): Promise<void>;
}

/**
 * Keeps the registered clients in memory and follows changes, so that no login has to ask for them. Resolves when they
 * are loaded.
 */
export async function followClients(parts: {
  readonly store: Pick<ClientStore, 'revision' | 'all'>;
  /** How long a client that was removed may still be served, in ms. */
  readonly staleAfterMs: number;
}): Promise<ClientFollower> {
  const { store, staleAfterMs } = parts;
  let served = 0;
  let clients: ReadonlyMap<string, Client> = new Map();
  let confirmedAt = Number.NEGATIVE_INFINITY;

  async function refresh(): Promise<void> {
    const asked = performance.now();
    if ((await store.revision()) !== served) {
      const { revision, registrations } = await store.all();
      clients = new Map(registrations.map(({ client }) => [client.id, client]));
      served = revision;
    }
    confirmedAt = asked;
  }

  function confirmed(): ReadonlyMap<string, Client> {
    if (performance.now() - confirmedAt > staleAfterMs) {
      throw unavailable('the registered clients could not be confirmed');
    }
    return clients;
  }

  await refresh();
  return {
    find: (id) => confirmed().get(id),
    list: () => [...confirmed().values()],
    refresh,
  };
}
