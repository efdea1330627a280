import { setTimeout as sleep } from 'node:timers/promises';
import { AccountAdminServiceService as AccountAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { isDone, reportRemoval } from './report-removal.js';

const TIMEOUT_MS = 30_000;

export const accountRemove = defineCommand<ActorOptions & { wait?: boolean }>({
  usage: 'remove <account>',
  about: 'Remove an account and all it leaves behind, everywhere.',
  details: `Its passwords, app passwords, authenticators, recovery codes and trust go; a mailbox made later
under the same name inherits nothing. The removal goes on by itself where a service is down; exit 3
if one has still to confirm, or if nothing was known of the account.`,
  options: [
    { flags: '--no-wait', about: 'do not wait until every service has confirmed' },
    ...ACTOR_OPTIONS,
  ],
  examples: ['account remove luca@a.tld --comment "left the company"'],
  async run({ call, out, signal }, [account = ''], options) {
    const actor = actorFrom(options);
    let { removal } = await call(AccountAdmin.removeAccount, { account, actor });
    const until = performance.now() + TIMEOUT_MS;
    while (options.wait !== false && !isDone(removal) && performance.now() < until) {
      out.progress(`waiting for ${removal?.waiting.join(', ')}`);
      await sleep(250, undefined, { signal });
      removal = (await call(AccountAdmin.getRemoval, { account })).removal;
    }
    return reportRemoval(out, removal);
  },
});
