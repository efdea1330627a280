import { notFound, permissionDenied } from '../../../libs/errors/index.js';
import type { Actor } from '../../../libs/gen/gatepost/common/v1/common.js';
import {
  ClientAdminServiceService,
  ClientServiceService,
} from '../../../libs/gen/gatepost/policy/v1/client_admin.js';
import {
  ALL_DOMAINS,
  type CallContext,
  dangerous,
  defineService,
  NO_DOMAIN,
  OPERATES,
  type Service,
} from '../../../libs/grpc/index.js';
import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import { CONSOLE_CLIENT } from '../../../libs/names/console-client.js';
import { type ClientPorts, putClient } from '../commands/put-client.js';
import { type Author, authorOf } from './policy-from-wire.js';
import { clientToWire, readClient } from './read-client.js';

/** ClientAdminService, for operators: by certificate, or by a ticket with factors given for the one call. */
export function clientAdminService(ports: ClientPorts): Service {
  const { store, refresh } = ports;
  return defineService(ClientAdminServiceService, {
    handlers: {
      async putClient(wire, context) {
        const by = authorOfChange(wire.client?.id ?? '', wire.actor, context);
        const reader = new RequestReader();
        const request = { client: readClient(reader, wire.client), newSecret: wire.newSecret, by };
        reader.finish();
        const { client, secret } = await putClient(request, ports);
        return { client: clientToWire(client), secret };
      },

      async listClients() {
        const { registrations } = await store.all();
        return { clients: registrations.map(({ client }) => clientToWire(client)) };
      },

      async removeClient({ id, actor }, context) {
        const removed = await store.remove(id, authorOfChange(id, actor, context));
        if (!removed) throw notFound('there is no client with this id');
        await refresh();
        return {};
      },
    },
    domainOf: {
      putClient: () => ALL_DOMAINS,
      listClients: () => ALL_DOMAINS,
      removeClient: () => ALL_DOMAINS,
    },
    administer: {
      putClient: dangerous(OPERATES, ({ client }) => subjectOf(client?.id ?? '')),
      listClients: OPERATES,
      removeClient: dangerous(OPERATES, ({ id }) => subjectOf(id)),
    },
  });
}

/** The client as the subject of an act. */
function subjectOf(id: string): string {
  return `client:${id}`;
}

/**
 * The author of a change of a client.
 * @throws GatepostError PERMISSION_DENIED with a ticket for the console's own registration: whoever changes it gets
 *   every administrator's tickets
 */
function authorOfChange(id: string, actor: Actor | undefined, context: CallContext): Author {
  const author = authorOf(actor, context, 'actor');
  if (id === CONSOLE_CLIENT && !author.mayChangePrivileges) {
    throw permissionDenied('no ticket may change the registration of the console');
  }
  return author;
}

/** ClientService, for the sign-in page. */
export function clientService({ store }: Pick<ClientPorts, 'store'>): Service {
  return defineService(ClientServiceService, {
    handlers: {
      async listRegistrations({ knownRevision }) {
        const now = await store.revision();
        if (knownRevision === BigInt(now)) {
          return { revision: BigInt(now), changed: false, registrations: [] };
        }
        const { revision, registrations } = await store.all();
        return {
          revision: BigInt(revision),
          changed: true,
          registrations: registrations.map(({ client, secretHash }) => ({
            client: clientToWire(client),
            secretHash: secretHash ?? NO_BYTES,
          })),
        };
      },
    },
    domainOf: { listRegistrations: () => NO_DOMAIN },
  });
}

const NO_BYTES = Buffer.alloc(0);
