import { CredentialAdminServiceService as CredentialAdmin } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { defineCommand, type OptionSpec } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { readSecret } from '../../input/read-secret.js';

const PASSWORD_FILE: OptionSpec = {
  flags: '--password-file <path>',
  about: 'read the password from this file; - is stdin',
};

interface Options extends ActorOptions {
  readonly passwordFile?: string;
  readonly password?: boolean;
}

function readPassword(account: string, file: string | undefined): Promise<Buffer> {
  const prompt = `Password of ${account}: `;
  return readSecret({ file, prompt, option: '--password-file', confirm: true });
}

export const accountAdd = defineCommand<Options>({
  usage: 'add <account>',
  about: 'Make an account with a main password.',
  details: `Asks for the password, or reads it from a file or stdin: never from the command line, where every
other process could see it.`,
  options: [
    PASSWORD_FILE,
    { flags: '--no-password', about: 'an account that no main password opens' },
    ...ACTOR_OPTIONS,
  ],
  examples: ['account add luca@a.tld', 'account add luca@a.tld --password-file luca.txt'],
  async run({ call, out }, [account = ''], options) {
    const password =
      options.password === false ? undefined : await readPassword(account, options.passwordFile);
    await call(CredentialAdmin.createAccount, { account, password, actor: actorFrom(options) });
    out.result({ account, created: true }, () => `${account} is made`);
    return undefined;
  },
});

export const accountSetPassword = defineCommand<Options>({
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
