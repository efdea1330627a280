import {
  OtpAdminServiceService as OtpAdmin,
  type RotateKeysResponse,
} from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { CliError } from '../../output/exit.js';

export const otpRotateKeys = defineCommand<ActorOptions>({
  usage: 'rotate-keys',
  about: 'Reseal every secret under the newest key.',
  details: `First add the key to the key file of every replica of the otp service, and restart them. People can sign
in meanwhile. If the command was interrupted, the next call continues where it stopped.`,
  options: ACTOR_OPTIONS,
  examples: ['otp rotate-keys --comment "key of 2027"'],
  async run({ follow, out }, _args, options) {
    let last: RotateKeysResponse | undefined;
    for await (const step of follow(OtpAdmin.rotateKeys, { actor: actorFrom(options) })) {
      last = step;
      out.progress(`${step.done} of ${step.total} secrets`);
    }
    if (last === undefined) throw new CliError('the server reported no progress');
    const { done, total } = last;
    out.result({ done, total }, () => `${done} of ${total} secrets sealed again`);
    return undefined;
  },
});
