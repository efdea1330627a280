import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';

/** Tables that libraries work on, and the services whose migrations must create them as the library says. */
const SHARED: readonly { file: string; services: readonly string[] }[] = [
  {
    file: 'libs/events/outbox.sql',
    services: ['audit', 'credential', 'otp', 'passkey', 'policy', 'portal', 'saml', 'trust-store'],
  },
  {
    file: 'libs/ticket/used-ticket.sql',
    services: ['credential', 'otp', 'passkey', 'trust-store'],
  },
  {
    file: 'libs/not-before/not-before-ask.sql',
    services: ['credential', 'otp', 'passkey', 'saml'],
  },
];

it.each(SHARED)(
  'the migrations of $services hold the statements of $file',
  ({ file, services }) => {
    const statements = withoutComments(readFileSync(join(packageRoot, file), 'utf8'));
    expect(statements).toMatch(/CREATE TABLE/);
    const without = services.filter((service) => !migrationsOf(service).includes(statements));
    expect(without).toEqual([]);
  },
);

function migrationsOf(service: string): string {
  const dir = join(packageRoot, 'services', service, 'storage', 'migrations');
  const files = readdirSync(dir).sort();
  return files.map((name) => withoutComments(readFileSync(join(dir, name), 'utf8'))).join('\n');
}

/** Comments may differ; what is executed may not. */
function withoutComments(sql: string): string {
  return sql
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trimStart().startsWith('--'))
    .join('\n');
}
