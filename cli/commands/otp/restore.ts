import { OtpAdminServiceService as OtpAdmin } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';

export const otpRestore = defineCommand<ActorOptions>({
  usage: 'restore <account> <authenticator>',
  about: 'Restore an authenticator that was suspended because its owner disowned a sign-in.',
  options: ACTOR_OPTIONS,
  examples: ['otp restore luca@a.tld 0197c2a0-…'],
  async run({ call, out }, [account = '', authenticatorId = ''], options) {
    const request = { account, authenticatorId, actor: actorFrom(options) };
    await call(OtpAdmin.restoreAuthenticator, request);
    out.result(
      { account, authenticatorId, restored: true },
      () => `${authenticatorId} verifies codes again`,
    );
    return undefined;
  },
});
