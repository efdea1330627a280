import { CredentialAdminServiceService as CredentialAdmin } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, actorFrom } from '../../input/common-options.js';
import { PASSWORD_FILE, type PasswordOptions, readPassword } from './password-option.js';

export const accountSetPassword = defineCommand<PasswordOptions>({
  usage: 'set-password <account>',
  about: 'Set the main password of an account.',
  options: [PASSWORD_FILE, ...ACTOR_OPTIONS],
  examples: ['account set-password luca@a.tld'],
  async run({ call, out }, [account = ''], options) {
    const password = await readPassword(account, options.passwordFile);
    await call(CredentialAdmin.setPassword, { account, password, actor: actorFrom(options) });
    out.result({ account, set: true }, () => `the password of ${account} is set`);
    return undefined;
  },
});
