import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import {
  createIdentityProvider,
  type RespondOptions,
} from '../../../test/suite/identity-provider.js';
import type { Parts } from '../assemble.js';
import {
  ADMIN,
  begin,
  consume,
  migratedTemplate,
  openWorld,
  type SamlWorld,
  setUpDomain,
  signIn,
} from '../testing.js';
import { importProvider } from './import-provider.js';
import { setSettings } from './set-settings.js';

const LUCA = 'luca@a.tld';
let postgres: TestPostgres;
let world: SamlWorld;
let saml: Parts;
let other: Parts;
let provider: Awaited<ReturnType<typeof setUpDomain>>;

beforeAll(async () => {
  postgres = await startTestPostgres();
  world = await openWorld(await migratedTemplate(postgres));
  saml = world.replica();
  other = world.replica();
  provider = await setUpDomain(saml, 'a.tld');
});
afterAll(async () => {
  await world?.close();
  await postgres?.stop();
});

const own = async () => (await saml.store.keys('a.tld')).at(-1)?.certificate ?? '';
const VERIFIED = { verdict: 'verified', account: LUCA };

const SHAPES: Record<string, RespondOptions> = {
  'a signed assertion': {},
  'a signed response': { shape: { sign: 'response' } },
  both: { shape: { sign: 'both' } },
  'no KeyInfo': { shape: { bare: true, sign: 'both' } },
  'other prefixes': { shape: { prefixes: ['saml2p', 'saml2'], sign: 'both' } },
  'default namespaces': { shape: { prefixes: ['', ''], sign: 'both' } },
  'a default namespace in one': { shape: { prefixes: ['samlp', ''], sign: 'assertion' } },
  'an XML declaration and line breaks': {
    shape: { declaration: true, pretty: true, sign: 'both' },
  },
  'SHA-512': {
    shape: { algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', sign: 'both' },
  },
  'RSA-PSS': {
    shape: { algorithm: 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1', sign: 'both' },
  },
  'fractions of seconds, seven digits': {
    change: {
      notOnOrAfter: '2026-11-01T12:05:00.1234567Z',
      authnInstant: '2026-11-01T11:59:00.5Z',
    },
  },
  'time zones': { change: { notOnOrAfter: '2026-11-01T14:05:00+02:00' } },
  'no session end': { change: { sessionNotOnOrAfter: undefined } },
  'another case': { change: { nameId: 'Luca@A.TLD' } },
  'no destination in an unsigned wrapper': { change: { destination: undefined } },
};

it.each(Object.entries(SHAPES))('takes %s', async (_name, options) => {
  const verdict = await signIn(saml, provider, LUCA, options, other);
  expect(verdict, world.refused.at(-1)).toMatchObject(VERIFIED);
});

it('names the provider and the assertion, for the record', async () => {
  const login = await begin(saml, LUCA);
  const response = await provider.respond(login, LUCA);
  const [, assertionId] = / ID="(_a[^"]*)"/.exec(response.xml) ?? [];
  const named = { issuer: 'https://idp.a.tld/metadata', assertionId };
  expect(await consume(saml, login, response)).toMatchObject({ ...VERIFIED, ...named });
  // SAML does not limit the length of an id.
  const long = await signIn(saml, provider, LUCA, {
    change: { assertionId: `_${'a'.repeat(256)}` },
  });
  expect(long).toMatchObject({ ...VERIFIED, assertionId: '' });
});

it.each([
  ['signed inside', { sign: 'assertion' }],
  ['signed around it', { sign: 'response' }],
  ['signed twice', { sign: 'both' }],
  ['AES-128', { cipher: 'http://www.w3.org/2009/xmlenc11#aes128-gcm' }],
] as const)('opens an encrypted assertion: %s', async (_name, shape) => {
  const options = { shape, encryptTo: await own() };
  const verdict = await signIn(saml, provider, LUCA, options, other);
  expect(verdict, world.refused.at(-1)).toMatchObject(VERIFIED);
});

it('opens AES-CBC only where the settings say so', async () => {
  const shape = { cipher: 'http://www.w3.org/2001/04/xmlenc#aes256-cbc' };
  const options = { shape, encryptTo: await own() };
  expect(await signIn(saml, provider, LUCA, options)).toMatchObject({ failedCheck: 'decryption' });
  const change = { domain: 'a.tld', clear: [], expectVersion: undefined, actor: ADMIN };
  await setSettings(saml, { ...change, change: { allowCbc: true } });
  expect(await signIn(saml, provider, LUCA, options), world.refused.at(-1)).toMatchObject(VERIFIED);
});

it('tries each of several certificates, and knows an entity ID with a query', async () => {
  const old = provider.key.certificate;
  const second = await createIdentityProvider({
    entityId: 'https://idp.c.tld/saml?tenant=7&app=mail',
    clock: world.clock,
    otherCertificates: [old],
  });
  const metadata = second.metadata();
  await importProvider(saml, { domain: 'c.tld', metadata, signedBy: '', actor: ADMIN });
  for (const shape of [{ bare: true }, {}, { sign: 'both' }] as const) {
    const verdict = await signIn(saml, second, 'carl@c.tld', { shape });
    expect(verdict, world.refused.at(-1)).toMatchObject({ account: 'carl@c.tld' });
  }
});

it('takes the account from an attribute, and maps its domain', async () => {
  const idp = await setUpDomain(saml, 'd.tld');
  const base = { domain: 'd.tld', clear: [], expectVersion: undefined, actor: ADMIN };
  await setSettings(saml, { ...base, change: { accountAttribute: 'uid', mapDomain: 'd.tld' } });
  const attributes = { groups: ['a', 'b'], uid: ['Dora'] };
  const change = { nameId: 'opaque', attributes };
  expect(await signIn(saml, idp, 'dora@d.tld', { change })).toMatchObject({
    account: 'dora@d.tld',
  });
  const two = { change: { ...change, attributes: { uid: ['dora', 'admin'] } } };
  expect(await signIn(saml, idp, 'dora@d.tld', two)).toMatchObject({ failedCheck: 'account' });
  const same = { change: { ...change, attributes: { uid: ['Dora', 'Dora'] } } };
  expect(await signIn(saml, idp, 'dora@d.tld', same)).toMatchObject({ account: 'dora@d.tld' });
  // The log names the attributes that the provider sent, but none of their values.
  const other = { change: { ...change, attributes: { mail: ['dora@d.tld'], groups: ['a'] } } };
  expect(await signIn(saml, idp, 'dora@d.tld', other)).toMatchObject({ failedCheck: 'account' });
  expect(world.refused.at(-1)).toMatch(
    /^account: no attribute "?uid"?; there are "?mail, groups"?$/,
  );
});
