import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../config/index.js';
import { readSql } from './migrations.js';

/** Indexes that were built in a transaction before others could be. Files that ran are not edited. */
const BUILT_IN_A_TRANSACTION = new Set([
  ...['mail_counted', 'passkey_by_host', 'openid_predecessor', 'openid_begun_by'],
  ...['openid_begun', 'trust_carried', 'leaf_account_changes'],
]);

const services = join(packageRoot, 'services');
const files = readdirSync(services)
  .flatMap((service) => {
    const dir = join(services, service, 'storage', 'migrations');
    try {
      return readdirSync(dir).map((file) => join(dir, file));
    } catch {
      return [];
    }
  })
  .map((file) => ({ file, sql: readSql(file) }));

it('an index on a table that has rows is built while others write', () => {
  const stopsWriters = files.flatMap(({ file, sql }) => {
    const made = [...sql.matchAll(/CREATE (?:UNLOGGED )?TABLE (\w+)/gi)].map(([, table]) => table);
    return [...sql.matchAll(/CREATE (?:UNIQUE )?INDEX (?:(\w+) )?ON (\w+)/gi)]
      .filter(([, , table]) => !made.includes(table))
      .filter(([, name = '']) => !BUILT_IN_A_TRANSACTION.has(name))
      .map(([statement]) => `${basename(file)}: ${statement}`);
  });
  expect(files.length).toBeGreaterThan(40);
  expect(stopsWriters).toEqual([]);
});
