import {
  OtpAdminServiceService as OtpAdmin,
  type RotateKeysResponse,
} from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { CliError } from '../../output/exit.js';

export const otpRotateKeys = defineCommand<ActorOptions>({
  usage: 'rotate-keys',
  about: 'Seal every secret again under the newest key.',
  details: `First add the key to the key file of every replica of the otp service, and restart them. People sign
in meanwhile. Broken off, it goes on where it was when it is called again.`,
  options: ACTOR_OPTIONS,
  examples: ['otp rotate-keys --comment "key of 2027"'],
  async run({ follow, out }, _args, options) {
    let last: RotateKeysResponse | undefined;
    for await (const step of follow(OtpAdmin.rotateKeys, { actor: actorFrom(options) })) {
      last = step;
      out.progress(`${step.done} of ${step.total} secrets`);
    }
    if (last === undefined) throw new CliError('the server did not say how far it came');
    const { done, total } = last;
    out.result({ done, total }, () => `${done} of ${total} secrets sealed again`);
    return undefined;
  },
});
