import { expect, it } from 'vitest';
import { mustCompile, type TestPolicy } from '../testing/compile-text.js';
import { takenFactors } from './taken.js';

const policy = mustCompile(`
domain: a.tld
networks: { office: [203.0.113.0/24] }
rules:
  - { name: closed, services: [Chat], deny: 'No chat.' }
  - { name: phones, services: [EAS], require: app-password }
  - { name: luca's scripts, accounts: [luca@a.tld], services: [Dav, Imap], require: app-password }
  - { name: webmail, services: [WebUI], require: [password + otp, passkey] }
  - { name: office, from: [office], services: [Imap], require: password }
`).get('a.tld') as TestPolicy;

it.each([
  ['luca@a.tld', ['Imap', 'EAS', 'Dav']],
  ['anna@a.tld', ['EAS']],
])('%s can use an app password at %j', (account, services) => {
  const taken = takenFactors(policy, account);
  expect([...(taken.get('app-password') ?? [])].sort()).toEqual([...services].sort());
  expect(taken.get('passkey')).toEqual(['WebUI']);
  expect(taken.get('password')?.sort()).toEqual(['Imap', 'WebUI']);
  expect(taken.has('saml')).toBe(false);
});
