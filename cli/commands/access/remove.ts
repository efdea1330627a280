import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { defineCommand } from '../../define-command.js';
import { CliError } from '../../output/exit.js';
import { findInstallation, madeByUp } from './installation.js';

export const accessRemove = defineCommand({
  usage: 'remove <name>',
  about: 'Remove an administrator of some domains from every allow-list.',
  details: `Running services refuse the certificate within two seconds, because a caller without an entry may call
nothing. Deletes the installation's copies of certificate and key.`,
  examples: ['access remove anna'],
  async run({ globals, out }, [name = '']) {
    const { readDelegates, writeDelegates } = await import('../../up/installation/delegates.js');
    const { writeAllowLists } = await import('../../up/installation/write-access.js');
    const layout = findInstallation(globals);
    const before = readDelegates(layout.home);
    const left = before.filter((each) => each.name !== name);
    if (left.length === before.length) {
      const known = before.map((each) => each.name).join(', ') || 'nobody was added';
      throw new CliError(`there is no administrator "${name}" (${known})`);
    }
    writeDelegates(layout.home, left);
    writeAllowLists(layout, [...madeByUp(layout), ...left]);
    rmSync(join(layout.access, name), { recursive: true, force: true });
    for (const suffix of ['crt', 'key']) {
      rmSync(join(layout.certificates, `admin-${name}.${suffix}`), { force: true });
    }
    out.result({ name, removed: true }, () => `${name} may no longer call anything`);
    return undefined;
  },
});
