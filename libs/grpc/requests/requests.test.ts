import { expect, it } from 'vitest';
import { ALL_DOMAINS } from '../access/domains.js';
import { ofAccountOrDomain, ofDomain, ofDomains, readPageSize, readRequest } from './index.js';

const ID = '0190a3b2-7c4d-4e5f-8a9b-0c1d2e3f4a5b';

it('reads a UUID in lower case, and refuses anything else', () => {
  expect(readRequest((reader) => reader.uuid('id', ID.toUpperCase()))).toBe(ID);
  for (const text of ['', `${ID}0`, ` ${ID}`, ID.replaceAll('-', '')]) {
    expect(() => readRequest((reader) => reader.uuid('id', text))).toThrow('not a UUID');
  }
});

it('`*` is every domain wherever a request names one, and nothing named is, too', () => {
  expect(ofDomain({ domain: '*' })).toBe(ALL_DOMAINS);
  expect(ofDomain({ domain: 'A.tld' })).toBe('a.tld');
  expect(ofDomains('domains', ['a.tld', '*'])).toBe(ALL_DOMAINS);
  for (const domain of ['', '*']) {
    expect(ofAccountOrDomain({ account: '', domain })).toBe(ALL_DOMAINS);
  }
  const both = { account: 'luca@b.tld', domain: 'a.tld' };
  expect(ofAccountOrDomain(both)).toEqual(['b.tld', 'a.tld']);
  expect(() => ofAccountOrDomain({ ...both, domain: '*' })).toThrow('domain');
});

it('reports everything that is wrong with a request at once', () => {
  const wrong = () =>
    readRequest((reader) => [
      reader.uuid('id', ''),
      readPageSize(reader, { size: 1001, token: '' }),
      reader.domain('domain', '-'),
    ]);
  expect(wrong).toThrow(/id.*page\.size.*domain/s);
  expect(readRequest((reader) => readPageSize(reader, undefined))).toBe(100);
});
