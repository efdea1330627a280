import { describe, expect, it } from 'vitest';
import { isCurrentHash, readPasswordHash } from './password-hash.js';

const argon2 = (parameters: string, kind = 'id') =>
  `$argon2${kind}$v=19$${parameters}$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA`;
const salted = Buffer.alloc(28, 7).toString('base64');
const crypt = `$6$saltstring$${'a'.repeat(86)}`;
const bcrypt = (cost: string) => `$2b$${cost}$${'a'.repeat(53)}`;

describe('a hash to take over', () => {
  it.each([
    [argon2('m=65536,t=2,p=1'), 'argon2id'],
    [`{ARGON2ID}${argon2('m=65536,t=2,p=1')}`, 'argon2id'],
    [argon2('m=65536,t=2,p=1', 'i'), 'argon2'],
    [bcrypt('10'), 'bcrypt'],
    [`{BLF-CRYPT}${bcrypt('05')}`, 'bcrypt'],
    [crypt, 'sha512-crypt'],
    [`{SHA512-CRYPT}${crypt}`, 'sha512-crypt'],
    [`{CRYPT}${crypt.replace('$6$', '$6$rounds=656000$')}`, 'sha512-crypt'],
    [`{SSHA}${salted}`, 'ssha'],
    [`{ssha}${salted}`, 'ssha'],
  ])('%s is %s', (text, scheme) => {
    expect(readPasswordHash(text)).toMatchObject({ scheme });
  });

  it.each([
    '',
    'hunter2',
    '{PLAIN}hunter2',
    '{SSHA}',
    `{SSHA}${Buffer.alloc(20).toString('base64')}`,
    '{MD5-CRYPT}$1$abc$def',
    argon2('m=9999999,t=2,p=1'),
    argon2('m=65536,t=999,p=1'),
    argon2('m=8,t=1,p=2'),
    bcrypt('31'),
    bcrypt('03'),
    `${bcrypt('10')}\n`,
    crypt.replace('$6$', '$6$rounds=999999999$'),
    `${crypt}x`,
  ])('%j is refused', (text) => {
    expect(readPasswordHash(text)).toMatchObject({ refused: expect.any(String) });
  });
});

it('knows a hash that would not be made today', () => {
  const wanted = { memoryKib: 65536, passes: 2, lanes: 1 };
  expect(isCurrentHash(argon2('m=65536,t=2,p=1'), wanted)).toBe(true);
  for (const other of [
    argon2('m=65536,t=3,p=1'),
    argon2('m=19456,t=2,p=1'),
    argon2('m=65536,t=2,p=2'),
    argon2('m=65536,t=2,p=1', 'i'),
    bcrypt('10'),
    crypt,
  ]) {
    expect(isCurrentHash(other, wanted)).toBe(false);
  }
});
