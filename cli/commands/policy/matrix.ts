import { writeFileSync } from 'node:fs';
import {
  PolicyAdminServiceService as PolicyAdmin,
  type SourceFile,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import type { CompiledPolicy } from '../../../libs/policy/compile/compiled.js';
import { matrixOf } from '../../../libs/policy/matrix/matrix-of.js';
import { defineCommand } from '../../define-command.js';
import { readPolicyFiles } from '../../input/policy-files.js';
import { CliError, EXIT } from '../../output/exit.js';
import type { Session } from '../../session/session.js';
import { checkLocally } from './local-set.js';
import { matrixPage } from './matrix-page.js';
import { formatMatrix } from './matrix-table.js';
import { formatProblem } from './outcome.js';

export const policyMatrix = defineCommand<{ html?: string }>({
  usage: 'matrix <domain> [files...]',
  about: 'Show what each service asks for, from each network, with each trust.',
  details: `Every cell is exact: a column holds only addresses that no rule tells apart. Accounts that rules name have
tables of their own. With files, shows the document in them (with the templates it extends) and needs no server;
without, shows the document in force.`,
  options: [{ flags: '--html <file>', about: 'write a page that can be opened and sent as it is' }],
  examples: [
    'policy matrix a.tld',
    'policy matrix a.tld --html a.tld.html',
    'policy matrix a.tld a.tld.yaml templates.yaml',
  ],
  async run(session, [domain = '', ...paths], { html }) {
    const files = paths.length > 0 ? readPolicyFiles(paths) : await filesInForce(session, domain);
    const matrix = matrixOf(compiledOf(files, domain));
    if (html !== undefined) writeFileSync(html, matrixPage(matrix));
    session.out.result(matrix, () =>
      html === undefined ? formatMatrix(matrix) : `written to ${html}`,
    );
    return undefined;
  },
});

function compiledOf(files: readonly SourceFile[], domain: string): CompiledPolicy {
  const { compiled, problems } = checkLocally(files, Date.now());
  const policy = compiled.find((one) => one.domain === domain);
  if (policy !== undefined) return policy;
  const why = problems.map((problem) => formatProblem(problem)).join('\n');
  throw new CliError(why || `there is no document for ${domain} in these files`, EXIT.finding);
}

/** The document that decides for a domain, and the templates that it extends. */
async function filesInForce({ call }: Session, domain: string): Promise<SourceFile[]> {
  const request = { document: domain, revision: 0n, withTemplates: true, forDomain: '' };
  const { document, templates } = await call(PolicyAdmin.get, request);
  if (document === undefined) throw new CliError('the server sent no document');
  return [document, ...templates].map(({ name, file, content }) => {
    return { name: file, content, documents: [name] };
  });
}
