import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Clients, OpenidStore } from '../ports.js';
import { carried } from './carried.js';
import { metadataOf } from './metadata.js';

/** Those that open a session: with each, its secret is sealed under what is presented. */
const OPENS_SESSION = new Set(['AuthorizationCode', 'RefreshToken']);

/** oidc-provider's storage, over ours. */
export function adapterOf(parts: {
  store: OpenidStore;
  clients: Clients;
}): (kind: string) => Adapter {
  const { store, clients } = parts;
  return (kind) => (kind === 'Client' ? clientAdapter(clients) : recordAdapter(store, kind));
}

function recordAdapter(store: OpenidStore, kind: string): Adapter {
  return {
    async upsert(id, { jti: _presented, ...payload }, seconds = 60) {
      const { clientId } = payload;
      const sessionSecret = OPENS_SESSION.has(kind) ? await secretFor(clientId) : undefined;
      const predecessor = kind === 'RefreshToken' ? carried().predecessor : undefined;
      await store.put(kind, id, { payload, seconds, sessionSecret, predecessor });
    },
    async find(id) {
      const record = await store.find(kind, id);
      if (record === undefined) return undefined;
      if (record.sessionSecret !== undefined) carried().sessionSecret = record.sessionSecret;
      const consumed = record.isConsumed ? { consumed: true as never } : {};
      return { ...(record.payload as AdapterPayload), jti: id, ...consumed };
    },
    async findByUid(uid) {
      const record = await store.findByUid(kind, uid);
      return record && (record.payload as AdapterPayload);
    },
    async findByUserCode() {
      return undefined;
    },
    async consume(id) {
      // A refresh token that rotates stays good until the one after it is first presented.
      if (kind === 'RefreshToken') {
        carried().predecessor = id;
        return;
      }
      if (await store.consume(kind, id)) return;
      const record = await store.find(kind, id);
      const grantId = record?.payload.grantId;
      if (typeof grantId === 'string') await store.removeGrant(grantId);
      throw new AlreadyConsumed(carried().sessionSecret);
    },
    destroy: (id) => store.remove(kind, id),
    revokeByGrantId: (grantId) => store.removeGrant(grantId),
  };
}

/** Two requests with one code at the same time: the second ends what the first was given. */
export class AlreadyConsumed extends Error {
  readonly sessionSecret: string | undefined;

  constructor(sessionSecret: string | undefined) {
    super('presented twice');
    this.sessionSecret = sessionSecret;
  }
}

async function secretFor(client: unknown): Promise<string | undefined> {
  const { sessionSecret, sessionOf } = carried();
  if (sessionSecret !== undefined) return sessionSecret;
  return (await sessionOf(String(client)))?.sessionSecret;
}

function clientAdapter(clients: Clients): Adapter {
  const never = async () => undefined;
  return {
    find: async (id) => metadataOf(clients(id), carried().request.headers.authorization),
    ...{ upsert: never, findByUid: never, findByUserCode: never, consume: never },
    ...{ destroy: never, revokeByGrantId: never },
  };
}
