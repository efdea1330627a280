import { AccountAdminServiceService as AccountAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import { reportRemoval } from './report-removal.js';

export const accountRemoval = defineCommand({
  usage: 'removal <account>',
  about: 'Show the progress of removing an account.',
  examples: ['account removal luca@a.tld'],
  async run({ call, out }, [account = '']) {
    return reportRemoval(out, (await call(AccountAdmin.getRemoval, { account })).removal);
  },
});
