import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureCertificates } from '../../libs/certificates/index.js';
import { keepFile } from '../up/installation/files.js';
import { ensureSecrets, RECORD_ORIGIN } from '../up/installation/secrets.js';
import { copy } from './copy.js';
import { ensureNatsFiles } from './nats-files.js';
import { giveTo, type Reader } from './readers.js';
import { PEOPLE, SERVICES, secretsOf, statelessSecrets, tlsIdentities } from './who-gets-what.js';
import { writeClientConfig } from './write-client-config.js';

export interface FilesOptions {
  readonly dir: string;
  /** In ms since the epoch. */
  readonly now: number;
  /** Whether to give each directory to the user that reads it in the images; this needs root. */
  readonly containers: boolean;
  readonly recordOrigin?: string | undefined;
}

/**
 * Creates what is missing under `dir`: `authority` with everything in it, and beside it a directory
 * for each reader with only what that reader needs. If it is killed and run again, the result is
 * the same.
 *
 * @returns the URIs of the certificates issued now.
 */
export async function makeFiles(options: FilesOptions): Promise<{ issued: readonly string[] }> {
  const { dir, now, recordOrigin = RECORD_ORIGIN } = options;
  const authority = join(dir, 'authority');
  const certificates = await ensureCertificates({
    dir: join(authority, 'certificates'),
    identities: tlsIdentities(),
    now,
    // Front-ends have a copy of its certificate.
    keepAuthority: true,
  });
  const secrets = ensureSecrets(join(authority, 'secrets'), { recordOrigin });
  const copyTls = (name: string) => {
    const files = certificates.filesOf('service', name);
    const to = (file: string) => join(dir, name, 'tls', file);
    copy(files.ca, to('ca.crt'), 0o644);
    copy(files.cert, to('tls.crt'), 0o644);
    copy(files.key, to('tls.key'), 0o600);
  };
  const copySecrets = (service: string, files: Readonly<Record<string, string>>) => {
    for (const [file, from] of Object.entries(files)) {
      copy(from, join(dir, service, 'secrets', file), 0o600);
    }
  };
  for (const service of SERVICES) {
    copyTls(service);
    copySecrets(service, secretsOf(service, secrets));
  }
  for (const [service, files] of Object.entries(statelessSecrets(secrets))) {
    copyTls(service);
    copySecrets(service, files);
  }
  copyTls('postgres');
  copyPostgresPassword(authority, join(dir, 'postgres', 'secrets', 'admin.password'));
  ensureNatsFiles({
    dir: join(dir, 'nats'),
    tls: certificates.filesOf('service', 'nats'),
    passwords: {
      PUBLISHER: secrets.natsPasswords.services,
      AUDITOR: secrets.natsPasswords.readers,
    },
  });
  const operator = join(dir, 'operator');
  copy(certificates.ca, join(operator, 'ca.crt'), 0o644);
  copy(secrets.natsPasswords.readers, join(operator, 'nats-auditor.password'), 0o600);
  for (const { role, name } of PEOPLE) {
    const files = certificates.filesOf(role, name);
    copy(files.cert, join(operator, `${name}.crt`), 0o644);
    copy(files.key, join(operator, `${name}.key`), 0o600);
  }
  writeClientConfig(join(operator, 'client.yaml'), secrets.recordVerifierKey);
  if (options.containers) {
    const others = ['edge', 'console', 'postgres', 'nats', 'operator'] as const;
    const readers: readonly Reader[] = [...SERVICES, ...others];
    for (const reader of readers) giveTo(reader, join(dir, reader));
    for (const [volume, owner] of VOLUMES) {
      if (existsSync(join(dir, volume))) giveTo(owner, join(dir, volume));
    }
  }
  return { issued: certificates.issued };
}

/** Empty volumes, which belong to root at first, and the user that writes to each. */
const VOLUMES: readonly (readonly [string, Reader])[] = [
  ['stream', 'nats'],
  ['edge-state', 'edge'],
  ['audit-state', 'audit'],
  ['audit-2-state', 'audit'],
];

/** The superuser's password for a Postgres that runs as one of our containers. */
function copyPostgresPassword(authority: string, to: string): void {
  const path = join(authority, 'secrets', 'postgres.password');
  keepFile(path, 0o600, () => `${randomBytes(24).toString('base64url')}\n`);
  copy(path, to, 0o600);
}
