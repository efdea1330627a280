import { notFound } from '../../../libs/errors/index.js';
import {
  ClientAdminServiceService,
  ClientServiceService,
} from '../../../libs/gen/gatepost/policy/v1/client_admin.js';
import { ALL_DOMAINS, defineService, NO_DOMAIN, type Service } from '../../../libs/grpc/index.js';
import { RequestReader } from '../../../libs/grpc/requests/request-reader.js';
import { type ClientPorts, putClient } from '../commands/put-client.js';
import { authorOf } from './policy-from-wire.js';
import { clientToWire, readClient } from './read-client.js';

/** ClientAdminService, for the operator. */
export function clientAdminService(ports: ClientPorts): Service {
  const { store, refresh } = ports;
  return defineService(ClientAdminServiceService, {
    handlers: {
      async putClient(wire, context) {
        const by = authorOf(wire.actor, context, 'actor');
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
        const removed = await store.remove(id, authorOf(actor, context, 'actor'));
        if (!removed) throw notFound('there is no client of this id');
        await refresh();
        return {};
      },
    },
    domainOf: {
      putClient: () => ALL_DOMAINS,
      listClients: () => ALL_DOMAINS,
      removeClient: () => ALL_DOMAINS,
    },
  });
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
