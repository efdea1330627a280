import { setTimeout as sleep } from 'node:timers/promises';
import type { Peer } from '../../../libs/grpc/index.js';
import type { Logger } from '../../../libs/pg/index.js';
import { readRegistrations } from '../clients/registrations.js';
import type { Client, Clients } from '../ports.js';

const EVERY_MS = 1_000;

/**
 * Keeps the registered clients in memory, a second behind policy at most while it answers. Where it
 * does not, those known last stay: without policy nobody signs in anyway.
 */
export function followClients(parts: { policy: Peer; log: Logger }): {
  readonly clients: Clients;
  start(): () => Promise<void>;
} {
  const { policy, log } = parts;
  let known: ReadonlyMap<string, Client> = new Map();
  let revision = 0n;
  let isTold = false;
  const look = async (): Promise<void> => {
    try {
      const read = await readRegistrations(policy, revision);
      isTold = false;
      if (read !== undefined) ({ revision, clients: known } = read);
    } catch (error) {
      if (!isTold) log.warn({ err: error }, 'the registered clients cannot be read');
      isTold = true;
    }
  };
  return {
    clients: (id) => known.get(id),
    start() {
      const stopped = new AbortController();
      const run = async () => {
        while (!stopped.signal.aborted) {
          await look();
          await sleep(EVERY_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
        }
      };
      const running = run();
      return async () => {
        stopped.abort();
        await running;
      };
    },
  };
}
