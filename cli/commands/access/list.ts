import { defineCommand } from '../../define-command.js';
import { formatTable } from '../../output/table.js';
import { findInstallation } from './installation.js';

export const accessList = defineCommand({
  usage: 'list',
  about: 'List who administers which domains.',
  examples: ['access list'],
  async run({ globals, out }) {
    const { readDelegates } = await import('../../up/installation/delegates.js');
    const delegates = readDelegates(findInstallation(globals).home);
    const rows = delegates.map(({ name, domains }) => ({
      name,
      identity: `spiffe://gatepost/admin/${name}`,
      domains,
    }));
    out.result(rows, () =>
      rows.length === 0
        ? 'nobody was added: gatepost access add <name> --domain <domain>'
        : formatTable(
            ['name', 'identity', 'domains'],
            rows.map(({ name, identity, domains }) => [name, identity, domains.join(', ')]),
          ),
    );
    return undefined;
  },
});
