import { expect, it } from 'vitest';
import { mainPasswordProblem } from './main-password.js';

it.each([
  ['eight of any kind', Buffer.from('pässwörd'), true],
  ['seven of more octets', Buffer.from('pässwör'), false],
  ['eight beyond the basic plane', Buffer.from('🐎'.repeat(8)), true],
  ['four of them', Buffer.from('🐎'.repeat(4)), false],
  ['eight octets that are no text', Buffer.alloc(8, 0xff), true],
  ['seven of them', Buffer.alloc(7, 0xff), false],
])('counts characters: %s', (_, password, good) => {
  const problem = good ? undefined : 'has fewer than 8 characters';
  expect(mainPasswordProblem(password, 8)).toBe(problem);
});
