import { setTimeout as sleep } from 'node:timers/promises';
import { AccountAdminServiceService as AccountAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { isDone, reportRemoval } from './report-removal.js';

const TIMEOUT_MS = 30_000;

export const accountRemove = defineCommand<ActorOptions & { wait?: boolean }>({
  usage: 'remove <account>',
  about: 'Remove an account and everything stored about it, in every service.',
  details: `Deletes its passwords, app passwords, authenticators, recovery codes, passkeys and trust. A mailbox that
gets the same name later inherits nothing. If a service is down, the removal completes once the service is back. Exit
3 if a service has not confirmed yet, or if nothing was known of the account.`,
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
