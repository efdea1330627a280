import {
  ClientServiceService,
  type Registration,
  type Client as WireClient,
} from '../../../libs/gen/gatepost/policy/v1/client_admin.js';
import type { Peer } from '../../../libs/grpc/index.js';
import { serviceFromWire } from '../../../libs/grpc/wire/service.js';
import type { Client, OpenidClient } from '../ports/clients.js';

const TIMEOUT_MS = 5_000;

/** The registered clients by id. Undefined if nothing changed since `known`. */
export async function readRegistrations(
  policy: Peer,
  known: bigint,
): Promise<{ revision: bigint; clients: ReadonlyMap<string, Client> } | undefined> {
  const { revision, changed, registrations } = await policy.unary(
    ClientServiceService.listRegistrations,
    { knownRevision: known },
    { deadlineMs: TIMEOUT_MS, repeatable: true },
  );
  if (!changed) return undefined;
  const clients = registrations.flatMap(fromWire).map((client) => [client.id, client] as const);
  return { revision, clients: new Map(clients) };
}

function fromWire({ client, secretHash }: Registration): Client[] {
  const service = serviceFromWire(client?.service ?? 0);
  if (client === undefined || service === undefined) return [];
  const { id, name, domains, kind } = client;
  const common = { id, name: name || id, service, domains };
  switch (kind?.$case) {
    case 'host':
      return [{ ...common, origin: kind.value.origin }];
    case 'oidc':
      return [{ ...common, openid: openidFromWire(kind.value, secretHash) }];
    default:
      return [];
  }
}

function openidFromWire(
  wire: Extract<NonNullable<WireClient['kind']>, { $case: 'oidc' }>['value'],
  secretHash: Buffer,
): OpenidClient {
  const { redirectUris, postLogoutRedirectUris, backchannelLogoutUri } = wire;
  return {
    ...{ redirectUris, postLogoutRedirectUris, secretHash },
    backchannelLogoutUri: backchannelLogoutUri || undefined,
    isPublic: wire.public,
    withoutPkce: wire.withoutPkce,
  };
}
