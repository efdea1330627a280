import { TrustAdminServiceService as TrustAdmin } from '../../../libs/gen/gatepost/truststore/v1/trust_store.js';
import { defineCommand } from '../../define-command.js';
import { LIMIT_OPTION, type LimitOptions, readPages } from '../../input/common-options.js';
import { splitOwner } from '../../input/owner.js';
import { tableOr } from '../../output/output.js';
import { TRUST_COLUMNS, trustRow, viewTrust } from './view-trust.js';

export const trustList = defineCommand<LimitOptions>({
  usage: 'list <account|domain>',
  about: 'List the trusted addresses, devices and sessions of an account or a domain.',
  options: [LIMIT_OPTION],
  examples: ['trust list luca@a.tld', 'trust list a.tld'],
  async run({ call, out }, [owner = ''], { limit }) {
    const trusts = await readPages({
      limit,
      fetch: (page) => call(TrustAdmin.listTrust, { ...splitOwner(owner), page }),
      items: (page) => page.trusts,
    });
    const table = tableOr('nothing is trusted', TRUST_COLUMNS, trusts.map(trustRow));
    out.result(trusts.map(viewTrust), table);
    return undefined;
  },
});
