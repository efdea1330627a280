import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import { ACTOR_OPTIONS, type ActorOptions, actorFrom } from '../../input/common-options.js';

export const enrolmentEnd = defineCommand<ActorOptions>({
  usage: 'end <domain>',
  about: 'Withdraw the reminders that were not sent yet.',
  options: ACTOR_OPTIONS,
  examples: ['enrolment end a.tld --comment "the day was put off"'],
  async run({ call, out }, [domain = ''], options) {
    const { ended } = await call(PolicyAdmin.endReminders, { domain, actor: actorFrom(options) });
    out.result({ ended }, () => `${ended} reminders withdrawn`);
    return undefined;
  },
});
