import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { breachedList, breachedListProblem } from './breached-list.js';
import { strengthJudge } from './judge-strength.js';
import { newPasswordCheck } from './new-password-check.js';
import { strengthThread } from './strength-thread.js';

const home = mkdtempSync(join(tmpdir(), 'gatepost-breached-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const sha1 = (text: string) => hash('sha1', text, 'hex').toUpperCase();

function listOf(words: readonly string[], end = '\r\n'): string {
  const file = join(home, `${words.length}${end.length}.txt`);
  const lines = words.map((word, n) => `${sha1(word)}:${10 ** (n % 8)}`).toSorted();
  writeFileSync(file, lines.join(end) + end);
  return file;
}

it.each([
  ['\n', 1],
  ['\n', 2],
  ['\r\n', 3],
  ['\r\n', 1000],
])(
  'finds each hash of a list, the first and the last, and no other (%j, %i)',
  async (end, count) => {
    const words = Array.from({ length: count }, (_, n) => `breached ${n}`);
    const file = listOf(words, end);
    expect(breachedListProblem(file)).toBeUndefined();
    const holds = breachedList(file);
    for (const word of words) expect(await holds(Buffer.from(word)), word).toBe(true);
    for (let n = 0; n < 50; n++) expect(await holds(Buffer.from(`other ${n}`))).toBe(false);
  },
);

it('refuses other files, and a missing list is an error', async () => {
  const wrong = join(home, 'wrong.txt');
  writeFileSync(wrong, 'password\n123456\n');
  expect(breachedListProblem(wrong)).toContain('SHA-1');
  expect(breachedListProblem(home)).toBe('is not a file');
  const gone = breachedList(join(home, 'gone'));
  await expect(gone(Buffer.from('x'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

it('accepts a sentence, and refuses what is listed, personal or easily guessed', async () => {
  const judge = strengthJudge();
  const check = newPasswordCheck({
    judge: async ({ password, words }) => judge(password, words),
    isBreached: breachedList(listOf(['a long one that became known'])),
    leastScore: 3,
  });
  const of = async (password: string, words: readonly string[] = []) =>
    (await check.problemOf(Buffer.from(password), 'luca.rossi@example.tld', words))?.outcome;
  expect(await of('seven quiet otters counting')).toBeUndefined();
  expect(await of('aK9#mPz2$vLq')).toBeUndefined();
  expect(await of('a long one that became known')).toBe('breached');
  expect(await of('Password1')).toBe('breached');
  expect(await of('Luca.Rossi1')).toBe('too-weak');
  expect(await of('Bluebird77', ['Bluebird'])).toBe('too-weak');
  expect(await of('Schmetterling')).toBe('too-weak');
  expect(await of('a'.repeat(200))).toBe('too-weak');
  expect(await of('x'.repeat(257))).toBe('too-long');
  const weak = await check.problemOf(Buffer.from('qwertzuiop12'), 'a@b.tld', []);
  expect(weak).toMatchObject({ outcome: 'too-weak', suggestions: expect.any(Array) });
});

it('limits how many wait, and judges later ones again', async () => {
  const judge = strengthThread();
  const ask = () => judge({ password: 'seven quiet otters counting', words: [] });
  const asked = await Promise.allSettled(Array.from({ length: 40 }, ask));
  const refused = asked.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(8);
  expect(refused[0]).toMatchObject({ reason: { code: 'RESOURCE_EXHAUSTED' } });
  expect(await ask()).toMatchObject({ score: 4 });
});
