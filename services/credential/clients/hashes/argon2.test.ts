import { hash, type Version } from '@node-rs/argon2';
import { expect, it } from 'vitest';
import { matchesArgon2 } from './argon2.js';

const V16 = 0 as Version;
const small = { memoryCost: 64, timeCost: 2, parallelism: 2 };

it.each([
  // From the tests of RFC 9106's reference implementation.
  [
    'password',
    '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  ],
  ['password', '$argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY'],
])('agrees with the reference implementation: %#', async (password, text) => {
  expect(await matchesArgon2(text, Buffer.from(password))).toBe(true);
  expect(await matchesArgon2(text, Buffer.from(`${password}x`))).toBe(false);
});

it.each([{}, { version: V16 }, { outputLen: 16 }])(
  'reads what the library makes: %j',
  async (options) => {
    const password = Buffer.from([0xff, 0, 0xfe]);
    const text = await hash(password, { ...small, ...options });
    expect(await matchesArgon2(text, password)).toBe(true);
    expect(await matchesArgon2(text, Buffer.from([0xff, 0, 0xfd]))).toBe(false);
  },
);
