import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CliError } from '../output/exit.js';

export const HOME_VARIABLE = 'GATEPOST_HOME';

/**
 * The installation's directory: the option, else the environment variable, else `.gatepost` here.
 */
export function findHome(said: string | undefined, env = process.env): string {
  return resolve(said ?? env[HOME_VARIABLE] ?? '.gatepost');
}

/** The client's configuration: the named file, else the one that `up` wrote. */
export function findClientConfig(options: { config?: string; home?: string }): string {
  if (options.config !== undefined) return resolve(options.config);
  const home = findHome(options.home);
  const path = join(home, 'client.yaml');
  if (existsSync(path)) return path;
  throw new CliError(
    `there is no installation in ${home}: start one with "gatepost up", or give its directory or client.yaml with ` +
      `--home, ${HOME_VARIABLE} or --config`,
  );
}
