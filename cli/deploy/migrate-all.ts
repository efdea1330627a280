import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from '../../libs/pg/index.js';
import { CliError } from '../output/exit.js';
import { entryOf } from '../up/installation/run-services.js';
import { STORING_SERVICES, schemaOf } from '../up/installation/services.js';

export interface MigrateOptions {
  /** Absent if roles and schemas already exist. */
  readonly adminUrl?: string;
  readonly adminPasswordFile?: string;
  readonly database: string;
  /** The directory that holds `<service>/secrets/database.password`. */
  readonly files: string;
  /**
   * The directory that holds `<service>.yaml`; absent: roles and schemas are created and left
   * empty.
   */
  readonly configs?: string;
  readonly tell: (text: string) => void;
}

/**
 * Creates roles and schemas, then has each service migrate its own schema.
 * @throws CliError
 */
export async function migrateAll(options: MigrateOptions): Promise<void> {
  const { adminUrl, adminPasswordFile, database, files, configs, tell } = options;
  if (adminUrl !== undefined) {
    if (adminPasswordFile === undefined) {
      throw new CliError('--admin-url needs --admin-password-file');
    }
    await bootstrap({
      admin: { url: adminUrl, passwordFile: adminPasswordFile },
      database,
      services: STORING_SERVICES.map((service) => ({
        schema: schemaOf(service),
        role: `gatepost_${schemaOf(service)}`,
        password: readPassword(join(files, service, 'secrets', 'database.password')),
      })),
    });
    tell('roles and schemas are there');
  }
  for (const service of configs === undefined ? [] : STORING_SERVICES) {
    const config = join(configs ?? '', `${service}.yaml`);
    const args = [entryOf(service), '--config', config, '--migrate-only'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 2, 2] });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new CliError(`the schema of ${service} is not up to date`);
    tell(`${service}: up to date`);
  }
}

function readPassword(path: string): string {
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch (error) {
    throw new CliError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
