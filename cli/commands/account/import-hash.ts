import { CredentialAdminServiceService as CredentialAdmin } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { readSecret } from '../../input/read-secret.js';

export const accountImportHash = defineCommand<ActorOptions & { hashFile?: string }>({
  usage: 'import-hash <account>',
  about: 'Import a password hash from another system.',
  details: `The hash has the form that password files and directories use: argon2, bcrypt, crypt(3) ($1$, $5$, $6$,
$7$, $y$), {SSHA512} and similar, PBKDF2, SCRAM. At the next right password, an argon2id hash replaces it.`,
  options: [
    { flags: '--hash-file <path>', about: 'read the hash from this file; - is stdin' },
    ...ACTOR_OPTIONS,
  ],
  examples: ['account import-hash luca@a.tld --hash-file luca.hash'],
  async run({ call, out }, [account = ''], options) {
    const prompt = `Password hash of ${account}: `;
    const hash = await readSecret({ file: options.hashFile, prompt });
    await call(CredentialAdmin.importPasswordHash, { account, hash, actor: actorFrom(options) });
    out.result({ account, imported: true }, () => `the password hash of ${account} is imported`);
    return undefined;
  },
});
