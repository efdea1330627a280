import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import { parseRevision } from '../../input/common-options.js';
import { CliError } from '../../output/exit.js';
import { viewDocument } from './view-document.js';

export const policyGet = defineCommand<{ revision?: bigint; domain?: string }>({
  usage: 'get <document>',
  about: 'Print a document as it was applied.',
  details: `Documents are called by their domain, "*" or template:<name>. Nothing but the document goes to
stdout, so that it can be kept in a file.`,
  options: [
    { flags: '--revision <n>', about: 'as it was at this revision', read: parseRevision },
    {
      flags: '--domain <domain>',
      about: "as what binds this domain, for the domain's administrators",
    },
  ],
  examples: [
    'policy get template:standard-isp --domain a.tld',
    'policy get a.tld',
    `policy get '*'`,
    'policy get a.tld --revision 3 > a.tld.yaml',
  ],
  async run({ call, out }, [name = ''], { revision = 0n, domain = '' }) {
    const { document, activeRevision } = await call(PolicyAdmin.get, {
      document: name,
      revision,
      withTemplates: false,
      forDomain: domain,
    });
    if (document === undefined) throw new CliError('the server sent no document');
    const content = document.content.toString('utf8');
    const value = { ...viewDocument(document), content, activeRevision };
    out.result(value, () => content);
    return undefined;
  },
});
