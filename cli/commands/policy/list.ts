import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import { LIMIT_OPTION, type LimitOptions, readPages } from '../../input/common-options.js';
import { formatDocuments, viewDocument } from './view-document.js';

interface Options extends LimitOptions {
  readonly prefix?: string;
  readonly domain?: string;
  readonly template?: string;
}

export const policyList = defineCommand<Options>({
  usage: 'list',
  about: 'List the documents in force.',
  details:
    'With --domain, only what binds that domain: its document, the templates it extends, and "*".',
  options: [
    { flags: '--prefix <text>', about: 'only names that begin with this' },
    {
      flags: '--domain <domain>',
      about: 'only what binds this domain, for its administrators',
    },
    { flags: '--template <name>', about: 'only documents that this template binds' },
    LIMIT_OPTION,
  ],
  examples: [
    'policy list',
    'policy list --prefix template:',
    'policy list --template standard-isp',
    'policy list --domain a.tld',
  ],
  async run({ call, out }, _args, { prefix = '', domain = '', template = '', limit }) {
    const binding = template === '' ? '' : `template:${template.replace(/^template:/, '')}`;
    const documents = await readPages({
      limit,
      fetch: (page) =>
        call(PolicyAdmin.list, { prefix, page, forDomain: domain, template: binding }),
      items: (page) => page.documents,
    });
    out.result(documents.map(viewDocument), () =>
      documents.length === 0 ? 'there is no document in force' : formatDocuments(documents),
    );
    return undefined;
  },
});
