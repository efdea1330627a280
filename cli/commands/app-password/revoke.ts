import { CredentialAdminServiceService as CredentialAdmin } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';

export const appPasswordRevoke = defineCommand<ActorOptions>({
  usage: 'revoke <account> <id>',
  about: 'End an app password; no later login is allowed on it.',
  options: ACTOR_OPTIONS,
  examples: ['app-password revoke luca@a.tld 0197c2a0-…'],
  async run({ call, out }, [account = '', id = ''], options) {
    await call(CredentialAdmin.revokeAppPassword, { account, id, actor: actorFrom(options) });
    out.result({ account, id, revoked: true }, () => `${id} of ${account} is ended`);
    return undefined;
  },
});
