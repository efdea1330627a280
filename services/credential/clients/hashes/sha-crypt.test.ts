import { expect, it } from 'vitest';
import { matchesShaCrypt } from './sha-crypt.js';

// Made by crypt(3) of libxcrypt and by openssl.
it.each([
  [
    'correct horse',
    '$6$saltsalt$hRM5XZ86KXEw9UOmjigeVqFgULtFB2sgpC9lXQDfMib3Zgw7mEiUvBJI2EplzfAqxL5Vvwp2scFtv/uamSo5z0',
  ],
  [
    'x'.repeat(100),
    '$6$rounds=1234$abc$GI8E1v/xUX6yD2htcQplMWyDGwVJr5wDS/CQUNlnpVjdKZwDal.zJl4eORZK8aeNBmfsn8YCyGXO03VzoAU7d1',
  ],
  [
    '',
    '$6$abcdefghijklmnop$6.vC8ffobuN7AxcHvesxeeksF2DXFfpYyFt3PFU8pYpEQPhWFSN7hwaUQRfHg/LkfB3jIPEitUcU7ZTqjaQUp1',
  ],
])('agrees with others on %j', (password, hash) => {
  expect(matchesShaCrypt(hash, Buffer.from(password))).toBe(true);
  expect(matchesShaCrypt(hash, Buffer.from(`${password}x`))).toBe(false);
});
