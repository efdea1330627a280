import { expect, it } from 'vitest';
import { policiesOf } from '../testing/fake-ports.js';
import { administersOf, mayAct } from './administrators.js';

const RULES = 'rules: [{ name: none, deny: "no" }]';
const set = policiesOf(`
domain: "*"
operators: [opal@isp.tld]
${RULES}
---
domain: isp.tld
administrators: { full: [ivan@isp.tld, opal@isp.tld] }
${RULES}
---
domain: a.tld
administrators: { full: [anna@a.tld, both@a.tld], help-desk: [hedy@a.tld, both@a.tld], auditors: [audi@a.tld] }
${RULES}
`);

it.each([
  ['anna@a.tld', 'full', 'a.tld', false],
  ['hedy@a.tld', 'help-desk', 'a.tld', false],
  ['audi@a.tld', 'auditors', 'a.tld', false],
  // The highest of its roles.
  ['both@a.tld', 'full', 'a.tld', false],
  ['opal@isp.tld', 'operator', undefined, false],
  ['ivan@isp.tld', 'full', 'isp.tld', true],
])('%s is %s', (account, role, domain, readOnly) => {
  expect(administersOf(set, account)).toMatchObject({ role, domain, readOnly });
});

it.each([
  ['audi@a.tld', ['anna@a.tld', 'both@a.tld', 'hedy@a.tld']],
  ['hedy@a.tld', ['anna@a.tld', 'both@a.tld']],
  ['both@a.tld', []],
  ['ivan@isp.tld', ['opal@isp.tld']],
  ['opal@isp.tld', []],
])('%s is outranked by %j', (account, outranking) => {
  expect(administersOf(set, account)?.outrankedBy.toSorted()).toEqual(outranking);
});

it('an account that no document names administers nothing', () => {
  expect(administersOf(set, 'luca@a.tld')).toBeUndefined();
  expect(administersOf(set, 'anna@c.tld')).toBeUndefined();
});

it.each([
  ['hedy@a.tld', 'luca@a.tld', true],
  ['hedy@a.tld', 'hedy@a.tld', true],
  ['hedy@a.tld', 'audi@a.tld', true],
  ['hedy@a.tld', 'anna@a.tld', false],
  ['anna@a.tld', 'both@a.tld', true],
  ['anna@a.tld', 'luca@b.tld', false],
  ['anna@a.tld', 'a.tld', true],
  ['anna@a.tld', 'b.tld', false],
  ['ivan@isp.tld', 'ivan@isp.tld', false],
  ['opal@isp.tld', 'ivan@isp.tld', true],
  ['opal@isp.tld', 'opal@isp.tld', true],
  ['opal@isp.tld', 'client:webmail', true],
  ['anna@a.tld', 'client:webmail', false],
  ['ivan@isp.tld', 'client:webmail', false],
])('nobody acts on one with more roles, nor outside: %s on %s: %s', (account, subject, may) => {
  const own = administersOf(set, account);
  if (own === undefined) throw new Error(`${account} administers nothing`);
  expect(mayAct(set, own, { rpc: 'x/Y', subject, request: Buffer.alloc(32) })).toBe(may);
});
