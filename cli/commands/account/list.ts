import { CredentialAdminServiceService as CredentialAdmin } from '../../../libs/gen/gatepost/credential/v1/credential.js';
import { defineCommand } from '../../define-command.js';
import { LIMIT_OPTION, type LimitOptions, readPages } from '../../input/common-options.js';
import { tableOr } from '../../output/output.js';
import { formatTime } from '../../output/times.js';

export const accountList = defineCommand<LimitOptions>({
  usage: 'list <domain>',
  about: 'List the accounts of a domain.',
  options: [LIMIT_OPTION],
  examples: ['account list a.tld'],
  async run({ call, out }, [domain = ''], { limit }) {
    const accounts = await readPages({
      limit,
      fetch: (page) => call(CredentialAdmin.listAccounts, { domain, page, account: '' }),
      items: (page) => page.accounts,
    });
    const rows = accounts.map(({ account, hasPassword, passwordSetAt, appPasswords }) => [
      account,
      hasPassword ? formatTime(passwordSetAt) : 'none',
      `${appPasswords}`,
    ]);
    const columns = ['account', 'password set', 'app passwords'];
    out.result(accounts, tableOr(`${domain} has no accounts here`, columns, rows));
    return undefined;
  },
});
