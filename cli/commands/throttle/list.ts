import type { Throttle } from '../../../libs/gen/gatepost/common/v1/common.js';
import { CredentialAdminServiceService as CredentialAdmin } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { OtpAdminServiceService as OtpAdmin } from '../../../libs/gen/gatepost/otp/v1/otp.js';
import { PasskeyAdminServiceService as PasskeyAdmin } from '../../../libs/gen/gatepost/passkey/v1/passkey.js';
import { defineCommand } from '../../define-command.js';
import { LIMIT_OPTION, type LimitOptions, readPages } from '../../input/common-options.js';
import { splitOwner } from '../../input/owner.js';
import { tableOr } from '../../output/output.js';
import { formatTime } from '../../output/times.js';

export const throttleList = defineCommand<LimitOptions>({
  usage: 'list [account|domain]',
  about: 'List the current counts of failures.',
  details: `Passwords, app passwords, codes and passkeys have separate counts. Without an account or a domain, lists
everything, including addresses.`,
  options: [LIMIT_OPTION],
  examples: ['throttle list', 'throttle list a.tld', 'throttle list luca@a.tld'],
  async run({ call, out }, [owner = ''], { limit }) {
    const whose = splitOwner(owner);
    const sources = {
      password: CredentialAdmin.listThrottles,
      code: OtpAdmin.listThrottles,
      passkey: PasskeyAdmin.listThrottles,
    };
    const found: Throttle[] = [];
    for (const method of Object.values(sources)) {
      const throttles = await readPages({
        limit,
        fetch: (page) => call(method, { ...whose, page }),
        items: (page) => page.throttles,
      });
      found.push(...throttles);
    }
    const rows = found.map((each) => [
      each.named === '' ? each.secret : `${each.secret} ${each.named}`,
      each.scope,
      each.account,
      each.address,
      `${each.failures} of ${each.limit}`,
      formatTime(each.nextFreeAt),
    ]);
    const columns = ['of', 'scope', 'account', 'address', 'failures', 'next free'];
    out.result(found, tableOr('nothing counts failures', columns, rows));
    return undefined;
  },
});
