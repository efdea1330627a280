import { CredentialAdminServiceService as CredentialAdmin } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { OtpAdminServiceService as OtpAdmin } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { PasskeyAdminServiceService as PasskeyAdmin } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';

export const throttleClear = defineCommand<ActorOptions>({
  usage: 'clear <account|address>',
  about: 'Reset the counted failures of an account, or of an address.',
  options: ACTOR_OPTIONS,
  examples: ['throttle clear luca@a.tld', 'throttle clear 192.0.2.80'],
  async run({ call, out }, [whose = ''], options) {
    const account = whose.includes('@') ? whose : '';
    const request = { account, clientIp: account === '' ? whose : '', actor: actorFrom(options) };
    const passwords = await call(CredentialAdmin.clearThrottle, request);
    const codes = await call(OtpAdmin.clearThrottle, request);
    const passkeys = await call(PasskeyAdmin.clearThrottle, request);
    const cleared = {
      password: passwords.cleared,
      code: codes.cleared,
      passkey: passkeys.cleared,
    };
    out.result({ cleared }, () => {
      const { password, code, passkey } = cleared;
      return `${password} wrong passwords, ${code} wrong codes and ${passkey} wrong passkeys forgotten`;
    });
    return undefined;
  },
});
