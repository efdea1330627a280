import { OtpAdminServiceService as OtpAdmin } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';

export const otpRecoveryCodes = defineCommand<ActorOptions>({
  usage: 'recovery-codes <account>',
  about: 'Replace the recovery codes; the new ones are shown only once.',
  options: ACTOR_OPTIONS,
  examples: ['otp recovery-codes luca@a.tld'],
  async run({ call, out }, [account = ''], options) {
    const request = { account, actor: actorFrom(options) };
    const { recoveryCodes } = await call(OtpAdmin.issueRecoveryCodes, request);
    out.result({ account, recoveryCodes }, () => recoveryCodes.join('\n'));
    out.note('They cannot be shown again. Each works once.');
    return undefined;
  },
});
