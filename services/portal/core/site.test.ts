import { expect, it } from 'vitest';
import { findSite, movesFrom, serves, sitesOf } from './site.js';

const OLD = 'https://login.example';
const HOSTS = [
  { url: OLD, domains: ['*'] },
  {
    ...{ url: 'https://login.a.tld', domains: ['a.tld'] },
    'moved-from': { url: OLD, until: '2027-03-31' },
  },
  {
    ...{ url: 'https://new.b.tld', domains: ['b.tld', 'c.tld'] },
    'moved-from': { url: 'https://old.b.tld:8443', until: '2027-03-31' },
  },
];

it('a host that is being left serves only the people who leave it', () => {
  const sites = sitesOf(HOSTS);
  const old = findSite(sites, 'old.b.tld:8443');
  expect(old && [serves(old, 'b.tld'), serves(old, 'c.tld'), serves(old, 'a.tld')]).toEqual([
    ...[true, true, false],
  ]);
  expect(sites.filter(({ host }) => host === 'login.example')).toHaveLength(1);
});

it('people at a host that their domain has left are told where to go, and until when', () => {
  const moveOf = movesFrom(HOSTS);
  const until = Date.UTC(2027, 2, 31);
  expect(moveOf('login.example', 'a.tld')).toEqual({ origin: 'https://login.a.tld', until });
  expect(moveOf('old.b.tld', 'c.tld')).toEqual({ origin: 'https://new.b.tld', until });
  expect(moveOf('login.a.tld', 'a.tld')).toBeUndefined();
  expect(moveOf('login.example', 'd.tld')).toBeUndefined();
  expect(moveOf('old.b.tld', 'a.tld')).toBeUndefined();
});
