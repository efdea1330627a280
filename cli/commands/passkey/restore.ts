import { PasskeyAdminServiceService as PasskeyAdmin } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';

export const passkeyRestore = defineCommand<ActorOptions>({
  usage: 'restore <account> <id>',
  about: 'Restore a passkey that was suspended because its owner disowned a sign-in.',
  options: ACTOR_OPTIONS,
  examples: ['passkey restore luca@a.tld 0195f3c2-7a1b-7c3d-8e4f-5a6b7c8d9e0f'],
  async run({ call, out }, [account = '', passkeyId = ''], options) {
    await call(PasskeyAdmin.restorePasskey, { account, passkeyId, actor: actorFrom(options) });
    out.result({ account, passkeyId, restored: true }, () => `${passkeyId} can open the account`);
    return undefined;
  },
});
