import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { Allowance } from '../../../libs/allowance/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import type { Site } from '../core/site.js';
import type { ClientLogin } from '../ports/client-logouts.js';
import type { Clients } from '../ports/clients.js';
import type { OpenidStore } from '../ports/openid.js';
import type { Sessions } from '../ports/policy.js';
import { carried } from './carried.js';
import { metadataOf } from './metadata.js';
import type { Times } from './times.js';

/** Kinds that open a session. The session's secret is stored with each, sealed under the value that is presented. */
const OPENS_SESSION = new Set(['AuthorizationCode', 'RefreshToken']);

/** The most characters of a record that anybody can begin. */
const MOST_BEGUN = 6 * 1024;

export interface AdapterParts {
  readonly site: Site;
  readonly store: OpenidStore;
  readonly begun: Allowance;
  readonly times: Times;
  readonly clients: Clients;
  readonly sessions: Sessions;
}

/** oidc-provider's storage interface over our store. */
export function adapterOf(parts: AdapterParts): (kind: string) => Adapter {
  const { clients } = parts;
  return (kind) => (kind === 'Client' ? clientAdapter(clients) : recordAdapter(parts, kind));
}

function recordAdapter(
  { site, store, sessions, begun, times }: AdapterParts,
  kind: string,
): Adapter {
  return {
    async upsert(id, presented, seconds = 60) {
      const payload = times.toKeep(withoutSecrets(presented));
      const { clientId } = payload;
      const begunBy = isAnybodys(kind, payload) ? carried().begunBy : undefined;
      if (begunBy !== undefined) admit(begun, begunBy, payload);
      const sessionSecret = OPENS_SESSION.has(kind) ? await secretFor(clientId) : undefined;
      const predecessor = kind === 'RefreshToken' ? carried().predecessor : undefined;
      const login = kind === 'AuthorizationCode' ? loginOf(payload, site) : undefined;
      await store.put(kind, id, { payload, seconds, sessionSecret, predecessor, login, begunBy });
    },
    async find(id) {
      const record = await store.find(kind, id);
      if (record === undefined) return undefined;
      if (record.sessionSecret !== undefined) carried().sessionSecret = record.sessionSecret;
      const consumed = record.isConsumed ? { consumed: true as never } : {};
      return { ...times.asKept(record.payload as AdapterPayload), jti: id, ...consumed };
    },
    async findByUid(uid) {
      const record = await store.findByUid(kind, uid);
      return record && times.asKept(record.payload as AdapterPayload);
    },
    async findByUserCode() {
      return undefined;
    },
    async consume(id) {
      // If a code is presented twice at the same time, the second request ends what the first was given.
      // A refresh token that rotates stays valid until its successor is first presented.
      if (kind === 'RefreshToken') {
        carried().predecessor = id;
        return;
      }
      if (await store.consume(kind, id)) return;
      const record = await store.find(kind, id);
      const grantId = record?.payload.grantId;
      if (typeof grantId === 'string') {
        // The first request may store its tokens later. Without the grant they are refused.
        await store.remove('Grant', grantId);
        await store.removeGrant(grantId);
      }
      const { sessionSecret } = carried();
      if (sessionSecret !== undefined) await sessions.end(sessionSecret);
      throw new errors.InvalidGrant('presented twice');
    },
    destroy: (id) => store.remove(kind, id),
    revokeByGrantId: (grantId) => store.removeGrant(grantId),
  };
}

/** For a client that takes logout tokens. Only then does the code name a `sid`. */
function loginOf(payload: AdapterPayload, { origin }: Site): ClientLogin | undefined {
  const { clientId, accountId, sid } = payload;
  const { validSession } = carried();
  if (sid === undefined || clientId === undefined || accountId === undefined) return undefined;
  if (validSession === undefined) return undefined;
  const { sessionId, account, until } = validSession;
  const domain = domainOfAccount(account);
  return { sessionId, client: clientId, sid, subject: accountId, issuer: origin, domain, until };
}

/** The stored record holds neither the id, of which only a hash is kept, nor the browser's cookie. */
function withoutSecrets({ jti: _id, session, ...payload }: AdapterPayload): AdapterPayload {
  if (session === undefined) return payload;
  const { cookie: _cookie, ...kept } = session as { cookie?: string };
  return { ...payload, session: kept as never };
}

/** Whether the record belongs to a sign-in that nobody has completed yet. */
function isAnybodys(kind: string, { result, accountId }: AdapterPayload): boolean {
  if (kind === 'Interaction') return result === undefined;
  return kind === 'Session' && accountId === undefined;
}

/** Limits what a network stores, before it is stored. @throws OIDCProviderError */
function admit(begun: Allowance, network: string, payload: object): void {
  if (JSON.stringify(payload).length > MOST_BEGUN) throw new errors.InvalidRequest('too long');
  if (!begun.take(network, 1)) throw new errors.TemporarilyUnavailable('too many were begun');
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
