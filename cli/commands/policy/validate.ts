import { defineCommand } from '../../define-command.js';
import { readPolicyFiles } from '../../input/policy-files.js';
import { EXIT } from '../../output/exit.js';
import { checkLocally } from './local-set.js';
import { formatProblem } from './outcome.js';

export const policyValidate = defineCommand({
  usage: 'validate <files...>',
  about: 'Check policy documents by themselves; needs no server.',
  details: `Makes all checks of "policy apply", including asserts, guardrails and limits, with these documents as the
whole set. So the files must include the templates, and "*" if there is one. To check against the documents in force:
"policy apply --dry-run". Exit 3 if there is an error; warnings alone do not count.`,
  examples: ['policy validate a.tld.yaml templates.yaml', 'policy validate policies/ --json'],
  async run({ out }, args) {
    const files = readPolicyFiles(args);
    const { problems, warnings, compiled } = checkLocally(files, Date.now());
    const documents = compiled.map(({ domain }) => domain);
    out.result({ problems, warnings, documents }, () =>
      [
        ...problems.map((problem) => formatProblem(problem)),
        ...warnings.map((warning) => `${formatProblem(warning)} (${warning.kind})`),
        problems.length > 0
          ? `${problems.length} wrong, ${warnings.length} worth a look`
          : `sound documents: ${documents.length}, warnings: ${warnings.length}`,
      ].join('\n'),
    );
    return problems.length > 0 ? EXIT.finding : EXIT.ok;
  },
});
