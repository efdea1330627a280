import { ClientAdminServiceService as ClientAdmin } from '../../../libs/gen/gatepost/policy/v1/client_admin.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';

export const clientRemove = defineCommand<ActorOptions>({
  usage: 'remove <id>',
  about: 'Remove a client; its sessions stop working.',
  options: ACTOR_OPTIONS,
  examples: ['portal client remove roundcube'],
  async run({ call, out }, [id = ''], options) {
    await call(ClientAdmin.removeClient, { id, actor: actorFrom(options) });
    out.result({ id }, () => `${id} is removed`);
    return undefined;
  },
});
