import { resolve } from 'node:path';
import { defineCommand } from '../../define-command.js';

interface Options {
  readonly containers?: boolean;
  readonly recordOrigin?: string;
}

export const deployInit = defineCommand<Options>({
  usage: 'init <dir>',
  about: 'Make certificates, keys and passwords of an installation, a directory for each reader.',
  details: `Existing files stay. Certificates with less than 30 days left are renewed, so repeat the command from time
to time. The directory "authority" holds the key that signs certificates and a copy of every secret: keep it to
yourself.`,
  options: [
    {
      flags: '--containers',
      about: 'give each directory to the user that reads it in the images (as root)',
    },
    {
      flags: '--record-origin <name>',
      about: 'the record.origin of the audit service (default: gatepost.local/record)',
    },
  ],
  examples: ['deploy init files', 'deploy init /files --containers'],
  async run(session, [dir = ''], options) {
    const { makeFiles } = await import('../../deploy/make-files.js');
    const { issued } = await makeFiles({
      dir: resolve(dir),
      now: Date.now(),
      containers: options.containers === true,
      recordOrigin: options.recordOrigin,
    });
    session.out.result({ dir, issued }, () =>
      issued.length === 0
        ? `${dir}: all of it is there`
        : `${dir}: certificates of ${issued.join(', ')}`,
    );
    return undefined;
  },
});
