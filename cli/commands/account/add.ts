import { CredentialAdminServiceService as CredentialAdmin } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, actorFrom } from '../../input/common-options.js';
import { PASSWORD_FILE, type PasswordOptions, readPassword } from './password-option.js';

export const accountAdd = defineCommand<PasswordOptions>({
  usage: 'add <account>',
  about: 'Make an account with a main password.',
  details: `Asks for the password, or reads it from a file or stdin; never from the command line, where every other
process could see it.`,
  options: [
    PASSWORD_FILE,
    { flags: '--no-password', about: 'an account without a main password' },
    ...ACTOR_OPTIONS,
  ],
  examples: ['account add luca@a.tld', 'account add luca@a.tld --password-file luca.txt'],
  async run({ call, out }, [account = ''], options) {
    const password =
      options.password === false ? undefined : await readPassword(account, options.passwordFile);
    const request = { account, password, actor: actorFrom(options) };
    const { backendInTheWay: other } = await call(CredentialAdmin.createAccount, request);
    out.result(
      { account, created: true, backend: other || 'embedded' },
      () => `${account} is made`,
    );
    if (other !== '' && password !== undefined) {
      out.note(`The password cannot be used: this domain's passwords are verified by ${other}.`);
    }
    return undefined;
  },
});
