import fc from 'fast-check';
import { expect, it } from 'vitest';
import { programOf } from './index.js';

it.each([
  ['', ''],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'Firefox (Windows)',
  ],
  ['DAVx5/4.3 (okhttp)', 'DAVx5'],
  ['Microsoft Outlook 16.0.17928', 'Microsoft Outlook'],
  ['K-9 Mail/6.8', 'K-9 Mail'],
  ['curl/8.0', 'curl'],
])('%s is %s', (said, program) => {
  expect(programOf(said)).toBe(program);
});

it('shows at most two words of a user agent, and no link', () => {
  const sentence = 'Your account is locked: sign in at http://evil.example/now /1 x';
  expect(programOf(sentence)).toBe('Your account');
  expect(programOf('evil.example/now/1.0 (Windows NT 10.0)')).toBe('evil (Windows)');
  expect(programOf('http://evil.example')).toBe('http');
  expect(programOf('\u202ea')).toBe('');
  const words = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.constantFrom('Mozilla/5.0 (', ') Gecko/', ' /1 x'),
  );
  fc.assert(
    fc.property(
      fc.array(words).map((all) => all.join('')),
      (said) => {
        expect(programOf(said)).toMatch(/^[\w -]{0,60}(?: \([\w ]+\))?$/);
      },
    ),
  );
});
