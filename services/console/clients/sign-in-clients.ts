import {
  ClientAdminServiceService as Clients,
  type Client as WireClient,
} from '../../../libs/gen/gatepost/policy/v1/client_admin.js';
import { TrustAdminServiceService as Trusts } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { serviceFromWire, serviceToWire } from '../../../libs/grpc/wire/service.js';
import type { Log } from '../../../libs/log/index.js';
import type { RegisteredClient, SignInClient, SignsInBy } from '../core/sign-in-client.js';
import type { SignInClients } from '../ports.js';
import { type Deadline, isPassing, reads } from './ask.js';

/** The clients of the sign-in page, kept by policy. Their sessions are kept by trust-store. */
export function signInClients(
  parts: { readonly policy: Peer; readonly trustStore: Peer; readonly log: Log } & Deadline,
): SignInClients {
  const { policy, trustStore, log } = parts;
  return {
    async sessions(who, client) {
      try {
        return await trustStore.unary(Trusts.countSessions, { client }, reads(who, parts));
      } catch (error) {
        if (!isPassing(error)) throw error;
        log.warn('the sessions of a client could not be counted', { error });
        return undefined;
      }
    },

    async list(who) {
      const { clients } = await policy.unary(Clients.listClients, {}, reads(who, parts));
      return clients.flatMap(readClient);
    },
  };
}

/** None if this version knows neither its service nor how it signs people in. */
function readClient(wire: WireClient): RegisteredClient[] {
  const { id, name, domains, networks, kind, createdAt } = wire;
  const service = serviceFromWire(wire.service);
  const how = readHow(kind);
  if (service === undefined || how === undefined) return [];
  return [{ id, name, service, domains, networks, how, createdAt: createdAt?.getTime() ?? 0 }];
}

function readHow(kind: WireClient['kind']): SignsInBy | undefined {
  if (kind?.$case === 'host') return { kind: 'host', origin: kind.value.origin };
  if (kind?.$case !== 'oidc') return undefined;
  const { public: isPublic, ...rest } = kind.value;
  return { kind: 'oidc', isPublic, ...rest };
}

/** A client in the form of the RPC's request. */
export function clientToWire({
  how,
  service,
  domains,
  networks,
  id,
  name,
}: SignInClient): WireClient {
  return {
    ...{ id, name, domains: [...domains], networks: [...networks] },
    service: serviceToWire(service),
    kind: how.kind === 'host' ? { $case: 'host', value: { origin: how.origin } } : oidcToWire(how),
    createdAt: undefined,
  };
}

function oidcToWire(how: Extract<SignsInBy, { kind: 'oidc' }>): WireClient['kind'] {
  const { redirectUris, postLogoutRedirectUris, backchannelLogoutUri } = how;
  return {
    $case: 'oidc',
    value: {
      redirectUris: [...redirectUris],
      postLogoutRedirectUris: [...postLogoutRedirectUris],
      ...{ backchannelLogoutUri, public: how.isPublic, withoutPkce: how.withoutPkce },
    },
  };
}
