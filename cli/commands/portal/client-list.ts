import { ClientAdminServiceService as ClientAdmin } from '../../../libs/gen/gatepost/policy/v1/client_admin.js';
import { defineCommand } from '../../define-command.js';
import { tableOr } from '../../output/output.js';
import { serviceName } from '../../wire/names.js';
import { howOf, viewClient } from './view-client.js';

export const clientList = defineCommand({
  usage: 'list',
  about: 'List the clients of the sign-in page.',
  examples: ['portal client list'],
  async run({ call, out }) {
    const { clients } = await call(ClientAdmin.listClients, {});
    const columns = ['id', 'name', 'service', 'domains', 'opens mail from', 'signs in by'];
    const rows = clients.map((client) => {
      const { id, name, service, domains, networks } = client;
      const where = networks.join(', ') || 'nowhere';
      return [id, name, serviceName(service), domains.join(', '), where, howOf(client)];
    });
    out.result(clients.map(viewClient), tableOr('no client is registered', columns, rows));
    return undefined;
  },
});
