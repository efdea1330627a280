import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestDatabase } from '../../../libs/embedded-postgres/testing.js';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import type { Parts } from '../assemble.js';
import { readPasswordHash } from '../core/password-hash.js';
import {
  ADMIN,
  type CredentialWorld,
  call,
  migratedTemplate,
  openWorld,
  subjectAt,
} from '../testing.js';
import { importAccounts } from './import-accounts.js';
import { verifyPassword } from './verify-password.js';

let postgres: TestPostgres;
let template: TestDatabase;
let world: CredentialWorld;
let parts: Parts;

beforeAll(async () => {
  postgres = await startTestPostgres();
  template = await migratedTemplate(postgres);
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  world = await openWorld(template);
  parts = await world.replica();
});
afterEach(() => world.close());

/** The hash of `Correct-Horse-7`. */
const HASH =
  '{SSHA512}+l78/zKl6p9jtTinunLQAc1cF8Ri/fHz0whIlfNVyFnFW9yGAoUZnJkqL5AYW1chiyIPI1WdWYyvcldkajDYqJWzAL8=';

function hash(text = HASH) {
  const read = readPasswordHash(text);
  if ('refused' in read) throw new Error(read.refused);
  return read;
}
const take = (accounts: Parameters<typeof importAccounts>[1]['accounts'], replace = false) =>
  importAccounts(parts, { accounts, replace, actor: ADMIN }, call());
const verdict = async (account: string, typed = 'Correct-Horse-7') => {
  const request = { subject: subjectAt(account, '192.0.2.1'), password: Buffer.from(typed) };
  return (await verifyPassword(parts, request, call())).verdict;
};

it('imports accounts, skips those that have a password, and may be repeated', async () => {
  const accounts = [
    { account: 'luca@a.tld', password: hash() },
    { account: 'anna@a.tld', password: undefined },
    { account: 'luca@a.tld', password: hash() },
    { account: 'ida@a.tld', password: { scheme: 'plain', password: Buffer.from('in the clear') } },
  ] as const;
  expect(await take(accounts)).toEqual(['created', 'created', 'named-twice', 'created']);
  expect(await verdict('luca@a.tld')).toBe('verified');
  expect(await verdict('ida@a.tld', 'in the clear')).toBe('verified');
  // The login replaced the hash; importing the old hash again does not undo that.
  const before = await parts.store.findMainPassword('luca@a.tld');
  expect(before.hash).toMatch(/^\$argon2id\$/);
  expect(await take(accounts)).toEqual(['left', 'left', 'named-twice', 'left']);
  expect(await parts.store.findMainPassword('luca@a.tld')).toEqual(before);
  expect(await take([{ account: 'anna@a.tld', password: hash() }])).toEqual(['password-set']);
  expect(await verdict('anna@a.tld')).toBe('verified');
  expect(await take(accounts.slice(0, 1), true)).toEqual(['password-set']);
  expect((await parts.store.findMainPassword('luca@a.tld')).hash).toBe(HASH);
});

it('two simultaneous imports create each account once, and do not deadlock', async () => {
  const accounts = Array.from({ length: 100 }, (_, i) => ({
    account: `u${i}@a.tld`,
    password: hash(),
  }));
  const [one, other] = await Promise.all([take(accounts), take(accounts.toReversed())]);
  const all = [...(one ?? []), ...(other ?? [])];
  expect(all.filter((outcome) => outcome === 'created')).toHaveLength(100);
  expect(all.filter((outcome) => outcome === 'left')).toHaveLength(100);
});
