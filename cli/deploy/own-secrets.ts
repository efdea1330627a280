import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { keepFile } from '../up/installation/files.js';

/** Secrets of what the services stand on, where that is a container of ours too. */
export function ensureOwnSecrets(dir: string): {
  /** Of Postgres's superuser. */
  readonly postgresPassword: string;
  /** Of the user that may read the stream. */
  readonly natsAuditorPassword: string;
} {
  const random = (name: string) => {
    const path = join(dir, name);
    keepFile(path, 0o600, () => `${randomBytes(24).toString('base64url')}\n`);
    return path;
  };
  return {
    postgresPassword: random('postgres.password'),
    natsAuditorPassword: random('nats-auditor.password'),
  };
}
