import { expect, it } from 'vitest';
import { matchesYescrypt } from './yescrypt.js';

// Made by crypt(3) of libxcrypt 4.4 in Debian 12.
it.each([
  ['Correct-Horse-7', '$y$j9T$abcdefghijklmnop$6.46WUwOBiVsljClT7VzEjkeVL8aU4sOGcWzpvnxY77'],
  ['Correct-Horse-7', '$y$j75$LdJMENpBABJJ3hIHjB1Bi.$yFKfUfp0ySrpqy00HX05/lMtySlbfHsGTRpS45QVM0C'],
  ['', '$y$j75$abcdefgh$dnXG1KuMBmwYrnuKh9nriQRakI62k6mwFrGgxhxYD/2'],
  ['größer'.repeat(20), '$y$jAT$..$QOroMiTcEWm5D38uprED17nmzFNd8A6zTrTYQu/4w.4'],
  ['Correct-Horse-7', '$y$j8T$$ZS/652rQThYW6aIqC2W9jsNVaO8RrggVFg3Gc6a8as0'],
])('agrees with libxcrypt on %j, %s', (password, hash) => {
  expect(matchesYescrypt(hash, Buffer.from(password))).toBe(true);
  expect(matchesYescrypt(hash, Buffer.from(`${password}x`))).toBe(false);
});
