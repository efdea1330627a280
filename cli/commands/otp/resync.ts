import { OtpAdminServiceService as OtpAdmin } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { readSecret } from '../../input/read-secret.js';
import { usageError } from '../../output/exit.js';

export const otpResync = defineCommand<ActorOptions & { codesFile?: string }>({
  usage: 'resync <account> <authenticator>',
  about: 'Resynchronise an authenticator whose clock has drifted, by two codes in a row.',
  details: `The person reads out the code that is shown now and the next one. Uses up both codes, and lifts a lock.
The clock may be off by up to an hour (for codes of 30 s).`,
  options: [
    { flags: '--codes-file <path>', about: 'read the two codes from this file; - is stdin' },
    ...ACTOR_OPTIONS,
  ],
  examples: ['otp resync luca@a.tld 0197c2a0-…'],
  async run({ call, out }, [account = '', authenticatorId = ''], options) {
    const prompt = `Two codes of ${account}, one after the other, separated by a space: `;
    const typed = (await readSecret({ file: options.codesFile, prompt })).toString('utf8');
    const [firstCode, secondCode, ...more] = typed.trim().split(/[\s,]+/);
    if (firstCode === undefined || secondCode === undefined || more.length > 0) {
      throw usageError('two codes are needed, separated by a space or a line break');
    }
    const request = { account, authenticatorId, firstCode, secondCode, actor: actorFrom(options) };
    const { driftSeconds } = await call(OtpAdmin.resynchroniseAuthenticator, request);
    const off = `${Math.abs(driftSeconds)} s ${driftSeconds < 0 ? 'behind' : 'ahead'}`;
    out.result({ account, authenticatorId, driftSeconds }, () =>
      driftSeconds === 0 ? 'its clock is right' : `resynchronised: its clock is ${off}`,
    );
    return undefined;
  },
});
