import { createHash } from 'node:crypto';
import type { Clock } from '../../../libs/clock/index.js';
import type { Random } from '../../../libs/random/index.js';
import type { Client, Registration } from '../core/session/client.js';
import type { ClientChange, ClientStore } from '../ports/clients.js';

const SECRET_OCTETS = 32;

export interface ClientPorts {
  readonly store: ClientStore;
  /** Loads the newest registrations into this replica. */
  readonly refresh: () => Promise<void>;
  readonly clock: Clock;
  readonly random: Random;
}

export interface PutClientRequest {
  readonly client: Omit<Client, 'createdAt'>;
  readonly newSecret: boolean;
  readonly by: Pick<ClientChange, 'actor' | 'onBehalfOf' | 'comment'>;
}

/**
 * Registers or changes a client. A confidential OpenID Connect client has a secret. It gets one when it is registered,
 * and a new one on request. The secret is shown only once and stored as a hash.
 */
export async function putClient(
  { client, newSecret, by }: PutClientRequest,
  { store, refresh, clock, random }: ClientPorts,
): Promise<{ readonly client: Client; readonly secret: string }> {
  const registered = (await store.all()).registrations.find((one) => one.client.id === client.id);
  const isConfidential = client.how.kind === 'oidc' && !client.how.isPublic;
  const wanted = isConfidential && (newSecret || registered?.secretHash === undefined);
  const secret = wanted ? random.bytes(SECRET_OCTETS).toString('base64url') : '';
  const registration: Registration = {
    client: { ...client, createdAt: registered?.client.createdAt ?? clock.now() },
    secretHash: wanted ? createHash('sha256').update(secret).digest() : undefined,
  };
  const kept = await store.put(registration, by);
  await refresh();
  return { client: kept.client, secret };
}
