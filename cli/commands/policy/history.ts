import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { defineCommand } from '../../define-command.js';
import { LIMIT_OPTION, type LimitOptions, readPages } from '../../input/common-options.js';
import { formatDocuments, viewDocument } from './view-document.js';

export const policyHistory = defineCommand<LimitOptions>({
  usage: 'history <document>',
  about: 'List the versions of a document, newest first.',
  options: [LIMIT_OPTION],
  examples: ['policy history a.tld'],
  async run({ call, out }, [document = ''], { limit }) {
    const versions = await readPages({
      limit,
      fetch: (page) => call(PolicyAdmin.history, { document, page }),
      items: (page) => page.versions,
    });
    out.result(versions.map(viewDocument), () =>
      versions.length === 0 ? `${document} was never applied` : formatDocuments(versions),
    );
    return undefined;
  },
});
