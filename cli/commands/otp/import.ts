import { OtpAdminServiceService as OtpAdmin } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { readSecret } from '../../input/read-secret.js';

export const otpImport = defineCommand<ActorOptions & { uriFile?: string; entry?: string }>({
  usage: 'import <account>',
  about: 'Import an authenticator from its otpauth URI or a migration export.',
  details: `The URI holds the secret, so it is asked for, or read from a file or stdin. The authenticator is active at
once. If an export of Google Authenticator (otpauth-migration://…) has several entries, the entry whose name is the
account is imported, or the one that --entry names.`,
  options: [
    { flags: '--uri-file <path>', about: 'read the URI from this file; - is stdin' },
    { flags: '--entry <label>', about: 'which entry of a migration export' },
    ...ACTOR_OPTIONS,
  ],
  examples: ['otp import luca@a.tld --uri-file luca.uri'],
  async run({ call, out }, [account = ''], options) {
    const prompt = `otpauth URI of ${account}: `;
    const otpauthUri = await readSecret({ file: options.uriFile, prompt });
    const request = { account, otpauthUri, entry: options.entry ?? '', actor: actorFrom(options) };
    const { authenticatorId } = await call(OtpAdmin.importAuthenticator, request);
    out.result({ account, authenticatorId }, () => `${authenticatorId} of ${account} is active`);
    return undefined;
  },
});
