import type { Peer } from '../../../libs/grpc/index.js';
import type { Client, Clients } from '../ports/clients.js';
import { readRegistrations } from './registrations.js';

/**
 * Keeps the registered clients in memory, as `read` last found them. If policy cannot be asked, the last known
 * clients stay: without policy nobody can sign in anyway.
 */
export function followClients(policy: Peer): {
  readonly clients: Clients;
  /** @throws GatepostError if policy cannot be asked */
  read(): Promise<void>;
  /** Resolves once the clients were read for the first time. */
  readonly known: Promise<void>;
} {
  let clients: ReadonlyMap<string, Client> = new Map();
  let revision = 0n;
  let isKnown: () => void = () => undefined;
  const known = new Promise<void>((resolve) => {
    isKnown = resolve;
  });
  return {
    known,
    clients: (id) => clients.get(id),
    async read() {
      const changed = await readRegistrations(policy, revision);
      if (changed !== undefined) ({ revision, clients } = changed);
      isKnown();
    },
  };
}
