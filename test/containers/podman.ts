import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../libs/config/index.js';

const HERE = join(packageRoot, 'test', 'containers');
export const SOCKET = '/run/gatepost-containers/docker.sock';
export const IMAGE = 'localhost/gatepost:test';

/** The environment of podman, with directories of its own, and of programs that talk to it as to Docker. */
export const ENVIRONMENT = {
  ...process.env,
  CONTAINERS_CONF: join(HERE, 'containers.conf'),
  CONTAINERS_STORAGE_CONF: join(HERE, 'storage.conf'),
  DOCKER_HOST: `unix://${SOCKET}`,
};

const run = promisify(execFile);
const LARGEST_OUTPUT = 64 << 20;

/** Returns what a program wrote to stdout. @throws Error with what it wrote to stderr */
export async function execute(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { stdout } = await run(program, [...args], {
    cwd: packageRoot,
    env: { ...ENVIRONMENT, ...env },
    maxBuffer: LARGEST_OUTPUT,
  });
  return stdout;
}

/** Runs podman. Returns its stdout. @throws Error with its stderr */
export function podman(...args: readonly string[]): Promise<string> {
  return execute('podman', args);
}
