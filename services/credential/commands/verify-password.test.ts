import { hash as argon2 } from '@node-rs/argon2';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../libs/embedded-postgres/testing.js';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { unavailable } from '../../../libs/errors/index.js';
import type { Parts } from '../assemble.js';
import { type PasswordHash, readPasswordHash } from '../core/password-hash.js';
import type { Directory, PasswordHashes } from '../ports.js';
import {
  ADMIN,
  type CredentialWorld,
  call,
  migratedTemplate,
  openWorld,
  PARAMETERS,
  subjectAt,
} from '../testing.js';
import { createAccount } from './create-account.js';
import { importPasswordHash } from './import-password-hash.js';
import { purgeAccount } from './purge-account.js';
import { setBackend } from './set-backend.js';
import { setPassword } from './set-password.js';
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

const LUCA = 'luca@a.tld';
const secret = Buffer.from('correct horse');
/** Made by crypt(3) of another library, as is the bcrypt hash below. */
const CRYPT =
  '$6$rounds=1000$saltsalt$4GMtaIz3E1AdDi2SmCokEW0ehi.HdxNDcL3fGE1XXuzvo6kbx7UOloZKONqEk5H3JrQA4NOfU8BmqFPrpGqwA1';

const told = (text: string, { account = LUCA, ip = '192.0.2.1', by = parts } = {}) =>
  verifyPassword(by, { subject: subjectAt(account, ip), password: Buffer.from(text) }, call());
const verify = async (...asked: Parameters<typeof told>) => (await told(...asked)).verdict;

const make = (account: string, password?: Buffer) =>
  createAccount(parts, { account, ...(password && { password }), actor: ADMIN }, call());

async function take(text: string, account = LUCA) {
  const hash = readPasswordHash(text);
  if ('refused' in hash) throw new Error(hash.refused);
  await importPasswordHash(parts, { account, hash: hash as PasswordHash, actor: ADMIN });
}

/** Records what was compared, and how often. */
function watched(hashes: PasswordHashes): PasswordHashes & { readonly compared: string[] } {
  const compared: string[] = [];
  return {
    ...hashes,
    compared,
    matches(question, call) {
      compared.push(question.hash);
      return hashes.matches(question, call);
    },
  };
}

describe('the embedded back end', () => {
  it('verifies only the right password, and events report changes', async () => {
    await make(LUCA, secret);
    expect(await verify('correct horse')).toBe('verified');
    expect(await verify('correct horse ')).toBe('wrong');
    const password = Buffer.from([0xff, 0x00, 0xfe, 1, 2, 3, 4, 5]);
    await setPassword(parts, { account: LUCA, password, actor: ADMIN }, call());
    expect(await verify('correct horse')).toBe('wrong');
    const request = { subject: subjectAt(LUCA, '192.0.2.1'), password };
    expect(await verifyPassword(parts, request, call())).toEqual({ verdict: 'verified' });
    const events = await world.events();
    const actor = { certificate: ADMIN.certificate, on_behalf_of: 'olga', comment: 'as asked' };
    expect(events).toEqual([
      {
        type: 'account-created',
        subject: 'gatepost.credential.account-created.tld.a',
        data: { account: LUCA, has_password: true, actor },
      },
      {
        type: 'password-set',
        subject: 'gatepost.credential.password-set.tld.a',
        data: { account: LUCA, actor },
      },
    ]);
    expect(JSON.stringify(events)).not.toContain('horse');
  });

  it('refuses a new password that is too short', async () => {
    await make(LUCA, secret);
    const short = { account: LUCA, password: Buffer.from('horse 7'), actor: ADMIN };
    const refused = { code: 'INVALID_ARGUMENT', violations: [{ field: 'password' }] };
    await expect(setPassword(parts, short, call())).rejects.toMatchObject(refused);
    const other = { ...short, account: 'anna@a.tld' };
    await expect(createAccount(parts, other, call())).rejects.toMatchObject(refused);
    expect(await verify('correct horse')).toBe('verified');
  });

  it('refuses to create an account twice, or to set the password of an unknown one', async () => {
    await make(LUCA);
    await expect(make(LUCA, secret)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    const set = setPassword(parts, { account: 'no@a.tld', password: secret, actor: ADMIN }, call());
    await expect(set).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await world.events()).toHaveLength(1);
  });

  it('does the same work for no such account, no password and a wrong one', async () => {
    const hashes = watched(parts.hashes);
    const by = await world.replica({ hashes });
    expect(await verify('guess', { account: 'nobody@empty.tld', by })).toBe('wrong');
    expect(hashes.compared).toEqual([hashes.dummy]);
    await make(LUCA, secret);
    await make('plain@a.tld');
    for (const account of [LUCA, 'plain@a.tld', 'nobody@a.tld', 'aaa@a.tld', 'zzz@a.tld']) {
      hashes.compared.length = 0;
      expect(await verify('guess', { account, by })).toBe('wrong');
      expect(hashes.compared).toHaveLength(1);
      expect(hashes.isCurrent(hashes.compared[0] ?? '')).toBe(true);
    }
    for (const account of ['plain@a.tld', 'nobody@a.tld', 'zzz@a.tld']) {
      expect(await verify('correct horse', { account, by })).toBe('wrong');
    }
  });

  it('compares unknown names with imported hashes while there are any', async () => {
    const hashes = watched(parts.hashes);
    const by = await world.replica({ hashes });
    await take('{SSHA}yrht1iYXEIkejLVu42JWkadd80RzYWx0c2FsdA==', 'm@a.tld');
    for (const account of ['a@a.tld', 'z@a.tld']) {
      hashes.compared.length = 0;
      expect(await verify('password', { account, by })).toBe('wrong');
      expect(hashes.compared).toEqual(['{SSHA}yrht1iYXEIkejLVu42JWkadd80RzYWx0c2FsdA==']);
    }
    expect(await verify('guess', { account: 'a@b.tld', by })).toBe('wrong');
    expect(hashes.compared.at(-1)).toBe(hashes.dummy);
  });

  it.each([
    ['argon2id', async () => argon2('correct horse', { memoryCost: 32, timeCost: 2 })],
    ['argon2i', async () => argon2('correct horse', { algorithm: 1, memoryCost: 64, timeCost: 3 })],
    ['bcrypt', async () => '$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e'],
    ['SHA512-CRYPT', async () => `{SHA512-CRYPT}${CRYPT}`],
    ['SSHA', async () => '{SSHA}iGji/dYSVOOaR65N449n7sFjIiJwZXBwZXI5OQ=='],
  ])('takes over %s, and replaces it at the next right password', async (_, hash) => {
    await take(await hash());
    expect(await verify('wrong horse')).toBe('wrong');
    expect(await verify('correct horse')).toBe('verified');
    const { hash: now } = await parts.store.findMainPassword(LUCA);
    expect(parts.hashes.isCurrent(now ?? '')).toBe(true);
    expect(await verify('correct horse')).toBe('verified');
    expect(await verify('wrong horse')).toBe('wrong');
    const events = await world.events();
    expect(events.map(({ type }) => type)).toEqual(['password-imported', 'password-rehashed']);
    expect(JSON.stringify(events)).not.toMatch(/horse|\$|\{SSHA/);
  });

  it('keeps a login whose password could not be rehashed', async () => {
    await take(await argon2('correct horse', { memoryCost: 32 }));
    const hashes = { ...parts.hashes, hash: () => Promise.reject(unavailable('too busy')) };
    expect(await verify('correct horse', { by: await world.replica({ hashes }) })).toBe('verified');
    expect(await verify('correct horse')).toBe('verified');
  });

  it('stores nothing about a purged account', async () => {
    await make(LUCA, secret);
    await verify('wrong');
    const request = { account: LUCA, certificate: 'spiffe://gatepost/service/policy', actor: 'x' };
    expect(await purgeAccount(parts, request)).toBe(2);
    expect(await purgeAccount(parts, request)).toBe(0);
    expect(await verify('correct horse')).toBe('wrong');
    expect((await world.events()).map(({ type }) => type)).toEqual(['account-created', 'purged']);
  });
});

describe('limits', () => {
  it('1,000 wrong guesses through two replicas: ten are compared', async () => {
    await make(LUCA, secret);
    const hashes = watched(parts.hashes);
    const replicas = await Promise.all([world.replica({ hashes }), world.replica({ hashes })]);
    const guesses = Array.from({ length: 1000 }, (_, i) =>
      verify(`guess ${i}`, { by: replicas[i % 2] as Parts }),
    );
    const verdicts = await Promise.all(guesses);
    expect(hashes.compared).toHaveLength(10);
    expect(verdicts.filter((verdict) => verdict === 'wrong')).toHaveLength(10);
    expect(verdicts.filter((verdict) => verdict === 'rate-limited')).toHaveLength(990);
    expect(await verify('correct horse')).toBe('rate-limited');
    expect(await verify('correct horse', { ip: '192.0.2.2' })).toBe('verified');
    expect((await world.events()).at(-1)).toMatchObject({
      type: 'throttle-locked',
      data: { scope: 'account+address', account: LUCA, address: '192.0.2.1' },
    });
  });

  it('50 right logins at once all pass', async () => {
    await make(LUCA, secret);
    const replicas = await Promise.all([world.replica(), world.replica()]);
    const logins = Array.from({ length: 50 }, (_, i) =>
      verify('correct horse', { by: replicas[i % 2] as Parts }),
    );
    expect(new Set(await Promise.all(logins))).toEqual(new Set(['verified']));
  });
});

describe('other back ends', () => {
  const ldap = {
    urls: ['ldaps://ldap.example'],
    bind: { by: 'template', dnTemplate: 'uid={local}' },
    timeoutMs: 1000,
    accountAttribute: 'uid',
  } as const;
  const set = (kind: 'none' | 'ldap', domain: string) => {
    const backend =
      kind === 'ldap'
        ? { domain, kind, ldap, revokesAppPasswords: false }
        : { domain, kind, revokesAppPasswords: false };
    return setBackend(parts, { backend, actor: ADMIN });
  };

  it('hold for their domain, `*` for the others', async () => {
    await make(LUCA, secret);
    await set('none', '*');
    expect(await verify('correct horse')).toBe('wrong');
    const own = { domain: 'a.tld', kind: 'embedded', revokesAppPasswords: false } as const;
    await setBackend(parts, { backend: own, actor: ADMIN });
    expect(await verify('correct horse')).toBe('verified');
    expect(await parts.store.backendOf('b.tld')).toMatchObject({ domain: '*', kind: 'none' });
  });

  it('none: nothing is compared, nothing is counted', async () => {
    await set('none', 'a.tld');
    for (let i = 0; i < 12; i++) expect(await verify('x')).toBe('wrong');
    expect(await parts.throttleRecord.list({ filter: { kind: 'all' }, size: 9 })).toEqual([]);
  });

  it('a directory decides; while none can be asked nothing is decided, nothing counted', async () => {
    await set('ldap', 'a.tld');
    let answer: () => Promise<boolean> = async () => true;
    const asked: unknown[] = [];
    const directory: Directory = {
      verify: (settings, login) => {
        asked.push([settings, login.account, login.password.toString()]);
        return answer();
      },
      look: async () => undefined,
      check: () => [],
      test: () => Promise.reject(new Error('unused')),
    };
    const by = await world.replica({ directory });
    expect(await verify('right', { by })).toBe('verified');
    expect(asked).toEqual([[ldap, LUCA, 'right']]);
    answer = async () => false;
    expect(await verify('wrong', { by })).toBe('wrong');
    answer = () => Promise.reject(unavailable('no directory server can be asked'));
    for (let i = 0; i < 12; i++) {
      await expect(verify('right', { by })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    }
    const [counted] = await parts.throttleRecord.list({ filter: { kind: 'all' }, size: 1 });
    expect(counted).toMatchObject({ failures: 1 });
  });
});

it('makes hashes with the parameters it was given', async () => {
  const hash = await parts.hashes.hash(secret, call());
  expect(hash).toContain(`m=${PARAMETERS.memoryKib},t=${PARAMETERS.passes},p=${PARAMETERS.lanes}`);
});
