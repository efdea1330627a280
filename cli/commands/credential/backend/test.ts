import { CredentialAdminServiceService as CredentialAdmin } from '../../../../libs/gen/gatepost/credential/v1/credential.js';
import { defineCommand } from '../../../define-command.js';
import { EXIT } from '../../../output/exit.js';
import { printable } from '../../../output/table.js';

export const backendTest = defineCommand<{ account?: string }>({
  usage: 'test <domain>',
  about: 'Try the back end of a domain, step by step.',
  details: 'Does what a login would, without a password. Exit 3 if the back end cannot be used.',
  options: [{ flags: '--account <account>', about: 'also look for this account' }],
  examples: ['credential backend test a.tld --account luca@a.tld'],
  async run({ call, out }, [domain = ''], { account = '' }) {
    const tried = await call(CredentialAdmin.testBackend, { domain, account });
    const { usable, steps } = tried;
    out.result({ domain, usable, steps }, () => {
      const end = usable ? 'it can be used' : 'it cannot be used';
      return [...steps.map(printable), end].join('\n');
    });
    return usable ? undefined : EXIT.finding;
  },
});
