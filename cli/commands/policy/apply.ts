import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import {
  ACTOR_OPTIONS,
  type ActorOptions,
  actorFrom,
  EXPECT_REVISION_OPTION,
  type ExpectRevisionOptions,
} from '../../input/common-options.js';
import { readPolicyFiles } from '../../input/policy-files.js';
import { applyRequests } from './apply-requests.js';
import { compareFiles } from './compare-files.js';
import { readOutcome, reportOutcome } from './outcome.js';
import { formatMeaning, viewMeaning } from './view-meaning.js';

type Options = ActorOptions &
  ExpectRevisionOptions & { readonly dryRun?: boolean; readonly meaning?: boolean };

export const policyApply = defineCommand<Options>({
  usage: 'apply <files...>',
  about: 'Put policy documents into force, all or none.',
  details: `Sends the documents as one set. If anything is wrong with them, nothing changes, and every error is listed
with file, line and column. An assert or guardrail that fails is shown with a connection that violates it. Documents
that are not in the set stay as they are. A directory means the .yaml files in it. Changes are stored one after the
other; the command says if it waits. Exit 3 if the set is refused, or another revision is active than the expected
one.`,
  options: [
    { flags: '--dry-run', about: 'check everything, change nothing' },
    { flags: '--meaning', about: 'say which connections are decided differently' },
    EXPECT_REVISION_OPTION,
    ...ACTOR_OPTIONS,
  ],
  examples: [
    'policy apply a.tld.yaml',
    'policy apply policies/ --comment "office moved"',
    'policy apply policies/ --dry-run --meaning',
  ],
  async run(session, args, options) {
    const files = readPolicyFiles(args);
    const compared = options.meaning ? await compareFiles(session, files) : undefined;
    if (compared?.$case === 'refused') return reportOutcome(session.out, compared, '');
    const requests = applyRequests(files, {
      expectRevision: options.expectRevision,
      dryRun: options.dryRun === true,
      actor: actorFrom(options),
    });
    const outcome = await readOutcome(session.exchange(PolicyAdmin.apply, requests), session.out);
    const verb = options.dryRun ? 'stays in force: nothing was changed' : 'in force';
    const meaning = compared && { value: viewMeaning(compared), text: formatMeaning(compared) };
    return reportOutcome(session.out, outcome, verb, meaning);
  },
});
