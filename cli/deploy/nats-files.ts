import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import bcrypt from 'bcryptjs';
import type { TlsFilePaths } from '../../libs/certificates/index.js';
import { packageRoot } from '../../libs/config/index.js';
import { keepFile, writeWhole } from '../up/installation/files.js';

const ROUNDS = 11;

/**
 * Writes what nats-server reads: the files of deploy/nats, certificates, and the users' hashed
 * passwords.
 */
export function ensureNatsFiles(options: {
  dir: string;
  tls: TlsFilePaths;
  /** Paths of the passwords, by user. */
  passwords: Readonly<Record<string, string>>;
}): void {
  const { dir, tls, passwords } = options;
  const source = join(packageRoot, 'deploy', 'nats');
  for (const name of readdirSync(source).filter((file) => file.endsWith('.conf'))) {
    writeWhole(join(dir, name), readFileSync(join(source, name), 'utf8'), 0o644);
  }
  const copies = { 'ca.pem': tls.ca, 'server.pem': tls.cert, 'server.key': tls.key };
  for (const [name, from] of Object.entries(copies)) {
    writeWhole(join(dir, name), readFileSync(from, 'utf8'), 0o600);
  }
  keepFile(join(dir, 'passwords.conf'), 0o600, () =>
    Object.entries(passwords)
      .map(([user, path]) => `GATEPOST_NATS_${user}: "${hashOf(path)}"\n`)
      .join(''),
  );
}

function hashOf(path: string): string {
  return bcrypt.hashSync(readFileSync(path, 'utf8').trimEnd(), ROUNDS);
}
