import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../../libs/config/index.js';
import { writeWhole } from '../installation/files.js';

/** The users in deploy/nats/accounts.conf: the services, and readers of the stream. */
export const NATS_USERS = { services: 'publisher', readers: 'auditor' } as const;

/** The variables through which that file gets the passwords. */
const VARIABLES = {
  services: 'GATEPOST_NATS_PUBLISHER',
  readers: 'GATEPOST_NATS_AUDITOR',
} as const;

/**
 * Writes the configuration of our own nats-server: loopback only, everything on disk, and the users
 * of deploy/nats with their permissions.
 *
 * @param file the server's configuration; the files it includes lie beside it
 * @param passwordFiles one for each user
 */
export function writeNatsConfig(options: {
  file: string;
  port: number;
  dir: string;
  passwordFiles: Readonly<Record<keyof typeof NATS_USERS, string>>;
  version: readonly [number, number];
}): void {
  const { file, port, dir, passwordFiles, version } = options;
  const beside = (name: string) => join(dirname(file), name);
  const accounts = join(packageRoot, 'deploy', 'nats', 'accounts.conf');
  writeWhole(beside('accounts.conf'), readFileSync(accounts, 'utf8'), 0o600);
  const passwords = (['services', 'readers'] as const).map((who) => {
    const password = readFileSync(passwordFiles[who], 'utf8').trimEnd();
    return `${VARIABLES[who]}: ${JSON.stringify(password)}\n`;
  });
  writeWhole(beside('passwords.conf'), passwords.join(''), 0o600);
  writeWhole(file, serverConfig({ port, dir, version }), 0o600);
}

function serverConfig(options: {
  port: number;
  dir: string;
  version: readonly [number, number];
}): string {
  const { port, dir, version } = options;
  const [major, minor] = version;
  // Acknowledged messages must be on disk. Servers before 2.10 refuse the setting as unknown.
  const sync = major > 2 || (major === 2 && minor >= 10) ? '  sync_interval: always\n' : '';
  return `listen: "127.0.0.1:${port}"
server_name: gatepost
pid_file: ${JSON.stringify(`${dir}.pid`)}
include accounts.conf
jetstream {
  store_dir: ${JSON.stringify(dir)}
${sync}}
`;
}
