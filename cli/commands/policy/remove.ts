import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import {
  ACTOR_OPTIONS,
  type ActorOptions,
  actorFrom,
  EXPECT_REVISION_OPTION,
  type ExpectRevisionOptions,
} from '../../input/common-options.js';
import { outcomeOf, reportOutcome } from './outcome.js';

export const policyRemove = defineCommand<ActorOptions & ExpectRevisionOptions>({
  usage: 'remove <document>',
  about: 'Withdraw a document.',
  details: 'From then on "*" binds its domain. Refused while another document needs it.',
  options: [EXPECT_REVISION_OPTION, ...ACTOR_OPTIONS],
  examples: ['policy remove a.tld', 'policy remove template:standard-isp'],
  async run({ call, out }, [document = ''], options) {
    const request = { document, expectRevision: options.expectRevision, actor: actorFrom(options) };
    const { outcome } = await call(PolicyAdmin.remove, request);
    return reportOutcome(out, outcomeOf(outcome), 'in force');
  },
});
