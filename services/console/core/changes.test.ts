import { expect, it } from 'vitest';
import { CHANGES_SHOWN, changesQuery, pageOfChanges, readChangesAsked } from './changes.js';

const change = (account: string, service = 'Imap', wouldBe = 'DENY') => ({
  ...{ account, service, was: 'ALLOW', wouldBe },
});
const all = [
  change('anna@a.tld'),
  change('luca@a.tld', 'Smtp'),
  change('Lucia@a.tld'.toLowerCase(), 'Imap', 'CHALLENGE'),
];

it('selects by part of the account, by service and by what would be decided', () => {
  const accounts = (query: Record<string, unknown>) =>
    pageOfChanges(all, readChangesAsked(query)).items.map(({ account }) => account);
  expect(accounts({})).toHaveLength(3);
  expect(accounts({ account: ' LUC' })).toEqual(['luca@a.tld', 'lucia@a.tld']);
  expect(accounts({ service: 'Imap', decision: 'DENY' })).toEqual(['anna@a.tld']);
  // What is no service and no decision selects nothing away.
  expect(accounts({ service: 'x', decision: ['DENY'], after: '-1' })).toHaveLength(3);
});

it('pages through those that fit, and counts them', () => {
  const many = Array.from({ length: 2 * CHANGES_SHOWN + 1 }, (_, n) =>
    change(`p${n}@a.tld`, n % 2 === 0 ? 'Imap' : 'Smtp'),
  );
  const seen: string[] = [];
  let query = new URLSearchParams('service=Imap');
  for (let pages = 0; pages < 2; pages += 1) {
    const { items, found, filter, from } = pageOfChanges(
      many,
      readChangesAsked(Object.fromEntries(query)),
    );
    expect(found).toBe(CHANGES_SHOWN + 1);
    seen.push(...items.map(({ account }) => account));
    query = new URLSearchParams(changesQuery(filter, from + items.length));
  }
  expect(new Set(seen).size).toBe(CHANGES_SHOWN + 1);
});
