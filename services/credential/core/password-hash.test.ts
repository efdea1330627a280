import { describe, expect, it } from 'vitest';
import { isCurrentHash, readPasswordHash, readPlainPassword } from './password-hash.js';

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
    'abJnggxhB/yWI',
    '{CRYPT}abJnggxhB/yWI',
    '{CRAM-MD5}9186d855e11eba527a7a52ca82b313e180d62234f0acc9051b527243d41e2740',
    '{SASL}luca@REALM',
    '$2x$05$'.padEnd(60, 'a'),
    '$gy$j9T$abc$def',
    '$y$jFT$abcdefgh$'.padEnd(60, 'a'),
    `{PBKDF2-SHA512}1000001$c2FsdA$${'A'.repeat(86)}`,
    '{PBKDF2-SHA512}1000$c2FsdA',
    '{SHA512}abc',
    argon2('m=262144,t=20,p=1'),
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

it('names the cost that is too high, and nothing of the hash', () => {
  for (const [text, why] of [
    [bcrypt('15'), 'bcrypt of cost 15, where cost 14 is the most'],
    [crypt.replace('$6$', '$6$rounds=1000001$'), 'sha512-crypt of 1000001 rounds, where 1000000'],
    [argon2('m=262145,t=1,p=1'), 'argon2 with m=262145, where m=262144'],
    ['$y$jFT$abcdefgh$'.padEnd(59, 'a'), 'yescrypt of 1048576 KiB, where 65536 KiB'],
    [`{PBKDF2-SHA512}1000001$c2FsdA$${'A'.repeat(86)}`, 'PBKDF2 of 1000001 rounds'],
  ] as const) {
    expect(readPasswordHash(text)).toEqual({ refused: expect.stringContaining(why) });
  }
  for (const [text, refused] of [
    [
      '{DIGEST-MD5}0123',
      'of the scheme {DIGEST-MD5}, which cannot be imported: set a new password',
    ],
    ['{NTLM}0123', 'of the scheme {NTLM}, which cannot be imported: set a new password'],
    ['{SHA512-CRYPT}abc', 'no whole {SHA512-CRYPT} hash'],
    ['{CRYPT.B64}%', 'not in the encoding that {CRYPT} says'],
    ['{PLAIN}', '{PLAIN} with no password after it'],
    ['{PLAIN}hunter2', '{PLAIN} in the clear, which is no hash'],
    ['hunter2', 'of no scheme that is known; a password in the clear is written {PLAIN}password'],
  ] as const) {
    expect(readPasswordHash(text), text).toEqual({ refused });
  }
});

it('recognises a hash with outdated parameters', () => {
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

it.each([
  ['{PLAIN}hunter2', 'hunter2'],
  ['{cleartext}hunter 2 ', 'hunter 2 '],
  ['{PLAIN.b64}aHVudGVyMg==', 'hunter2'],
  ['{CLEAR.HEX}68756e74657232', 'hunter2'],
  ['{PLAIN.b64}%', undefined],
  ['{PLAIN}', undefined],
  ['{SSHA}abc', undefined],
])('reads %j as a password in the clear: %j', (text, password) => {
  expect(readPlainPassword(Buffer.from(text))?.password.toString()).toBe(password);
});
