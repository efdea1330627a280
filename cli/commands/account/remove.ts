import { setTimeout as sleep } from 'node:timers/promises';
import {
  AccountAdminServiceService as AccountAdmin,
  type Removal,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';
import { CliError, EXIT, type ExitCode } from '../../output/exit.js';
import { formatFields, type Output } from '../../output/output.js';
import { formatTime } from '../../output/times.js';

const PATIENCE_MS = 30_000;

export const accountRemove = defineCommand<ActorOptions & { wait?: boolean }>({
  usage: 'remove <account>',
  about: 'Remove an account and all it leaves behind, everywhere.',
  details: `Its passwords, app passwords, authenticators, recovery codes and trust go; a mailbox made later
under the same name inherits nothing. The removal goes on by itself where a service is down; exit 3
if one has still to confirm.`,
  options: [
    { flags: '--no-wait', about: 'do not wait until every service has confirmed' },
    ...ACTOR_OPTIONS,
  ],
  examples: ['account remove luca@a.tld --comment "left the company"'],
  async run({ call, out, signal }, [account = ''], options) {
    const actor = actorFrom(options);
    let { removal } = await call(AccountAdmin.removeAccount, { account, actor });
    const until = performance.now() + PATIENCE_MS;
    while (options.wait !== false && !isDone(removal) && performance.now() < until) {
      out.progress(`waiting for ${removal?.waiting.join(', ')}`);
      await sleep(250, undefined, { signal });
      removal = (await call(AccountAdmin.getRemoval, { account })).removal;
    }
    return report(out, removal);
  },
});

export const accountRemoval = defineCommand({
  usage: 'removal <account>',
  about: 'Say how the removal of an account stands.',
  examples: ['account removal luca@a.tld'],
  async run({ call, out }, [account = '']) {
    return report(out, (await call(AccountAdmin.getRemoval, { account })).removal);
  },
});

function isDone(removal: Removal | undefined): boolean {
  return removal?.completedAt !== undefined;
}

function report(out: Output, removal: Removal | undefined): ExitCode {
  if (removal === undefined) throw new CliError('the server sent no removal');
  const { account, requestedAt, completedAt, waiting } = removal;
  out.result(removal, () =>
    formatFields([
      ['account', account],
      ['asked for', formatTime(requestedAt)],
      ['completed', completedAt === undefined ? 'not yet' : formatTime(completedAt)],
      ['waiting for', waiting.join(', ')],
    ]),
  );
  return isDone(removal) ? EXIT.ok : EXIT.finding;
}
