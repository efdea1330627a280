import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import {
  actorFrom,
  EXPECT_REVISION_OPTION,
  type ExpectRevisionOptions,
} from '../../input/common-options.js';
import { readPolicyFiles } from '../../input/policy-files.js';
import { applyRequests } from './apply-requests.js';
import { readOutcome, reportOutcome } from './outcome.js';

export const policyValidate = defineCommand<ExpectRevisionOptions>({
  usage: 'validate <files...>',
  about: 'Check policy documents against those in force, changing nothing.',
  details: `All that "policy apply" would check. Exit 3 if they would be refused.`,
  options: [EXPECT_REVISION_OPTION],
  examples: ['policy validate a.tld.yaml', 'policy validate policies/ --json'],
  async run(session, args, options) {
    const requests = applyRequests(readPolicyFiles(args), {
      expectRevision: options.expectRevision,
      dryRun: true,
      actor: actorFrom({}),
    });
    const outcome = await readOutcome(session.exchange(PolicyAdmin.apply, requests), session.out);
    return reportOutcome(session.out, outcome, 'stays in force: nothing was changed');
  },
});
