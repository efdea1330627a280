import { OtpAdminServiceService as OtpAdmin } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';

export const otpReset = defineCommand<ActorOptions & { comment: string }>({
  usage: 'reset <account>',
  about: 'Remove all authenticators and recovery codes, for a lost phone.',
  details: `Also ends the account's sessions, trusted addresses and devices.`,
  options: ACTOR_OPTIONS.map((option) =>
    option.flags.startsWith('--comment') ? { ...option, required: true } : option,
  ),
  examples: ['otp reset luca@a.tld --comment "phone lost, called back"'],
  async run({ call, out }, [account = ''], options) {
    const request = { account, actor: actorFrom(options) };
    const { removed, trustRevocationPending } = await call(OtpAdmin.resetAccount, request);
    out.result({ account, removed, trustRevocationPending }, () => {
      const trust = trustRevocationPending
        ? 'the trust-store cannot be asked: trust ends as soon as it can be'
        : 'trusted addresses and devices ended';
      return `${account}: ${removed} authenticators removed; ${trust}`;
    });
    return undefined;
  },
});
