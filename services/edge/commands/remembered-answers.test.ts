import { expect, it } from 'vitest';
import { RememberedAnswers } from './remembered-answers.js';

it('drops only answers about accounts that lost something, and all of them when it cannot tell', async () => {
  let asked = 0;
  const answers = new RememberedAnswers<string>((account) => account);
  const ask = (account: string) =>
    answers.get(`secret of ${account}`, {
      ...{ client: '', now: 0, isGood: () => true, keepMs: 1_000 },
      ask: () => {
        asked += 1;
        return Promise.resolve(account);
      },
    });
  const askedFor = async (account: string) => {
    const before = asked;
    await ask(account);
    return asked - before;
  };
  await ask('luca@a.tld');
  await ask('anna@a.tld');
  answers.ended('luca@a.tld');
  expect([await askedFor('anna@a.tld'), await askedFor('luca@a.tld')]).toEqual([0, 1]);
  expect(await askedFor('luca@a.tld')).toBe(0);
  for (let n = 0; n < 9_999; n += 1) answers.ended(`u${n}@a.tld`);
  expect(await askedFor('anna@a.tld')).toBe(0);
  // What ended first is not known any more, so that nothing is taken to stand.
  answers.ended('one more@a.tld');
  expect([await askedFor('anna@a.tld'), await askedFor('luca@a.tld')]).toEqual([1, 1]);
});

it('shares a pending answer, but not beyond an ending', async () => {
  const answers = new RememberedAnswers<string>((account) => account);
  const answer: ((account: string) => void)[] = [];
  const ask = () =>
    answers.get('secret', {
      ...{ client: '', now: 0, isGood: () => true, keepMs: 1_000 },
      ask: () => new Promise<string>((resolve) => answer.push(resolve)),
    });
  const before = [ask(), ask()];
  answers.ended('anna@a.tld');
  const after = ask();
  expect(answer).toHaveLength(2);
  answer[0]?.('luca@a.tld');
  answer[1]?.('nobody');
  expect(await Promise.all(before)).toEqual(['luca@a.tld', 'luca@a.tld']);
  expect(await after).toBe('nobody');
});
