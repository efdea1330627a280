import { expect, it } from 'vitest';
import { CLIENT_FIELDS, type ClientForm, readClientForm } from './client-form.js';

const empty = Object.fromEntries(CLIENT_FIELDS.map((field) => [field, ''])) as ClientForm;
const form: ClientForm = {
  ...{ ...empty, id: ' webmail ', service: 'WebUI', way: 'oidc' },
  ...{ domains: 'A.tld\nb.tld, a.tld', networks: '192.0.2.40/32' },
  addresses: 'https://mail.a.tld/back\r\nhttp://127.0.0.1:9/back',
};

it('reads a client as it was typed, line by line', () => {
  expect(readClientForm(form)).toEqual({
    client: {
      ...{ id: 'webmail', name: 'webmail', service: 'WebUI', domains: ['a.tld', 'b.tld'] },
      networks: ['192.0.2.40/32'],
      how: {
        ...{ kind: 'oidc', isPublic: false, withoutPkce: false, backchannelLogoutUri: '' },
        redirectUris: ['https://mail.a.tld/back', 'http://127.0.0.1:9/back'],
        postLogoutRedirectUris: [],
      },
    },
  });
});

it.each<[problem: string, typed: Partial<ClientForm>]>([
  ['id', { id: 'Web mail' }],
  ['name', { name: 'x'.repeat(65) }],
  ['service', { service: 'Imap' }],
  ['way', { way: 'saml' }],
  ['domains', { domains: '' }],
  ['domains', { domains: 'a.tld not_a_domain' }],
  ['networks', { networks: '192.0.2.1/24' }],
  ['addresses', { addresses: '' }],
  ['addresses', { addresses: 'http://mail.a.tld/back' }],
  ['addresses', { addresses: 'https://mail.a.tld/back#part' }],
  ['addresses', { addresses: 'https://user@mail.a.tld/back' }],
  ['addresses', { way: 'host', addresses: 'https://mail.a.tld/path' }],
  ['addresses', { way: 'host', addresses: 'https://a.tld https://b.tld' }],
  ['after-logout', { 'after-logout': 'javascript:alert(1)' }],
  ['backchannel', { backchannel: 'http://localhost/back' }],
  ['long', { addresses: `https://mail.a.tld/${'x'.repeat(1500)}` }],
])('says beforehand what would be refused: %s of %o', (problem, typed) => {
  expect(readClientForm({ ...form, ...typed })).toEqual({ wrong: [problem] });
});
