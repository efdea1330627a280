import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { defineCommand } from '../../define-command.js';
import { CliError } from '../../output/exit.js';

interface Options {
  readonly secretFile?: string;
}

/** The part of the console's configuration that is used here. The files that the rest names need not exist here. */
const settings = z.object({
  url: z.url(),
  'sign-in': z.object({ 'secret-file': z.string() }),
});

export const deployConsole = defineCommand<Options>({
  usage: 'console <config>',
  about: 'Make the console a client of the sign-in page, and keep its secret in a file.',
  details: `Reads the console's configuration. Browsers return to its "url". A new secret goes into
"sign-in.secret-file" if that file does not exist. Repeat the command after "url" changes. To replace the secret,
remove the file first.`,
  options: [
    {
      flags: '--secret-file <path>',
      about: 'where the secret goes (default: as the configuration says)',
    },
  ],
  examples: [
    'deploy console /etc/gatepost/console.yaml',
    'deploy console config/console.yaml --secret-file files/console/secrets/client.secret',
  ],
  async run(session, [path = ''], options) {
    const config = readSettings(path);
    const named = resolve(dirname(path), config['sign-in']['secret-file']);
    const secretFile = options.secretFile ?? named;
    const { putConsole } = await import('../../up/installation/register-console.js');
    const comment = 'gatepost deploy console';
    const made = await putConsole(session, { url: config.url, secretFile, comment });
    session.out.result({ url: config.url, secretFile, made }, () =>
      made
        ? `${config.url} is a client of the sign-in page; its secret is in ${secretFile}`
        : `${config.url} is a client of the sign-in page, with the secret it had`,
    );
    return undefined;
  },
});

/** @throws CliError if the file cannot be read, or lacks what is needed */
function readSettings(path: string): z.output<typeof settings> {
  try {
    return settings.parse(parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof z.ZodError) throw new CliError(`${path}: ${z.prettifyError(error)}`);
    throw new CliError(`${path} cannot be read: ${(error as Error).message}`);
  }
}
