import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import { parseRevision } from '../../input/common-options.js';
import { CliError } from '../../output/exit.js';
import { viewDocument } from './view-document.js';

export const policyGet = defineCommand<{ revision?: bigint; domain?: string }>({
  usage: 'get <document>',
  about: 'Print a document as it was applied.',
  details: `A document is named by its domain, "*" or template:<name>. Only the document goes to stdout, so that you
can redirect it to a file.`,
  options: [
    { flags: '--revision <n>', about: 'as it was at this revision', read: parseRevision },
    {
      flags: '--domain <domain>',
      about: 'a document that binds this domain, for its administrators',
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
