import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import {
  ACTOR_OPTIONS,
  type ActorOptions,
  actorFrom,
  EXPECT_REVISION_OPTION,
  type ExpectRevisionOptions,
  parseRevision,
} from '../../input/common-options.js';
import { outcomeOf, reportOutcome } from './outcome.js';

export const policyRollback = defineCommand<ActorOptions & ExpectRevisionOptions & { to: bigint }>({
  usage: 'rollback [document]',
  about: 'Put an earlier version into force again, as a new revision.',
  details: `Restores one document or, without an argument, the whole set. The checks of "policy apply" run again, so a
version that breaks a newer rule is refused.`,
  options: [
    {
      flags: '--to <n>',
      about: 'the revision to return to',
      read: parseRevision,
      required: true,
    },
    EXPECT_REVISION_OPTION,
    ...ACTOR_OPTIONS,
  ],
  examples: ['policy rollback a.tld --to 3 --comment "phones stopped"', 'policy rollback --to 12'],
  async run({ call, out }, [document = ''], options) {
    const { to: toRevision, expectRevision } = options;
    const actor = actorFrom(options);
    const request = { document, toRevision, expectRevision, actor };
    const { outcome } = await call(PolicyAdmin.rollback, request);
    return reportOutcome(out, outcomeOf(outcome), 'in force');
  },
});
