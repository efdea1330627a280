import { OtpAdminServiceService as OtpAdmin } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';

export const otpUnlock = defineCommand<ActorOptions>({
  usage: 'unlock <account> <authenticator>',
  about: 'Unlock an authenticator that too many wrong codes locked.',
  options: ACTOR_OPTIONS,
  examples: ['otp unlock luca@a.tld 0197c2a0-…'],
  async run({ call, out }, [account = '', authenticatorId = ''], options) {
    const request = { account, authenticatorId, actor: actorFrom(options) };
    await call(OtpAdmin.unlockAuthenticator, request);
    out.result(
      { account, authenticatorId, unlocked: true },
      () => `${authenticatorId} is unlocked`,
    );
    return undefined;
  },
});
