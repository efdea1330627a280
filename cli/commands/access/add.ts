import { join, resolve } from 'node:path';
import { parseDomain } from '../../../libs/names/domain.js';
import { defineCommand } from '../../define-command.js';
import { CliError, usageError } from '../../output/exit.js';
import { findInstallation, madeByUp } from './installation.js';

interface Options {
  readonly domain: string[];
  readonly to?: string;
}

export const accessAdd = defineCommand<Options>({
  usage: 'add <name>',
  about: 'Let somebody administer some domains, with their own certificate.',
  details: `Gives spiffe://gatepost/admin/<name> an entry for these domains in the allow-list of every service.
Running services read the list within two seconds. Writes ca.crt, <name>.crt, <name>.key and client.yaml for the
person. "gatepost up" keeps the entry. Repeating the command changes the domains, and renews a certificate with less
than 30 days left. Only the operator may change templates and "*", or make calls that span all domains.`,
  options: [
    {
      flags: '--domain <domain>',
      about: 'which domain; may be repeated',
      many: true,
      required: true,
    },
    {
      flags: '--to <dir>',
      about: 'where the files for the person go (default: access/<name> of the installation)',
    },
  ],
  examples: [
    'access add anna --domain a.tld',
    'access add anna --domain a.tld --domain b.tld --to anna',
  ],
  async run({ globals, out }, [name = ''], options) {
    const { nameProblem, readDelegates, writeDelegates } = await import(
      '../../up/installation/delegates.js'
    );
    const problem = nameProblem(name);
    if (problem !== undefined) throw usageError(`"${name}" ${problem}`);
    const domains = [...new Set(options.domain.map(readDomain))];
    const layout = findInstallation(globals);
    const { ensureCertificate, makeIdentity } = await import('../../../libs/certificates/index.js');
    const { writeAllowLists } = await import('../../up/installation/write-access.js');
    const { writeBundle } = await import('../../up/installation/write-bundle.js');

    const others = readDelegates(layout.home).filter((each) => each.name !== name);
    const identity = makeIdentity('admin', name);
    const dir = layout.certificates;
    const files = await ensureCertificate({ dir, identity, now: Date.now() }).catch((error) => {
      throw new CliError((error as Error).message);
    });
    const all = [...others, { name, domains }];
    writeDelegates(layout.home, all);
    writeAllowLists(layout, [...madeByUp(layout), ...all]);
    const to = options.to === undefined ? join(layout.access, name) : resolve(options.to);
    writeBundle(to, { name, files, clientConfig: layout.clientConfig });
    out.result({ name, identity: identity.uri, domains, to }, () =>
      [
        `${name} administers ${domains.join(', ')}: ${join(to, 'client.yaml')} and the files beside it are for ${name}.`,
        `Try: gatepost --config ${join(to, 'client.yaml')} account list ${domains[0]}`,
      ].join('\n'),
    );
    return undefined;
  },
});

function readDomain(text: string): string {
  const parsed = parseDomain(text);
  if (parsed.ok) return parsed.value;
  throw usageError(`${JSON.stringify(text)} is not a domain: ${parsed.reason}`);
}
