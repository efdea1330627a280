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
import { CliError } from '../../output/exit.js';
import { type Outcome, reportOutcome } from './outcome.js';

export const policyRollback = defineCommand<ActorOptions & ExpectRevisionOptions & { to: bigint }>({
  usage: 'rollback [document]',
  about: 'Put an earlier version into force again, as a new revision.',
  details: `One document, or without one the whole set. The checks of "policy apply" are made again: what has
come to be forbidden since is refused.`,
  options: [
    {
      flags: '--to <n>',
      about: 'the revision whose content is wanted again',
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
    return reportOutcome(out, present(outcome), 'in force');
  },
});

export const policyRemove = defineCommand<ActorOptions & ExpectRevisionOptions>({
  usage: 'remove <document>',
  about: 'Withdraw a document.',
  details: `Its domain falls under "*" from then on. Refused while another document needs it.`,
  options: [EXPECT_REVISION_OPTION, ...ACTOR_OPTIONS],
  examples: ['policy remove a.tld', 'policy remove template:standard-isp'],
  async run({ call, out }, [document = ''], options) {
    const request = { document, expectRevision: options.expectRevision, actor: actorFrom(options) };
    const { outcome } = await call(PolicyAdmin.remove, request);
    return reportOutcome(out, present(outcome), 'in force');
  },
});

function present(outcome: Outcome | undefined): Outcome {
  if (outcome === undefined) throw new CliError('the server sent no outcome');
  return outcome;
}
