import { createPublicKey } from 'node:crypto';
import samlify from 'samlify';
import samlp from 'samlp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../../libs/embedded-postgres/testing.js';
import { type KeyPair, makeKeyPair } from '../../../test/suite/identity-provider.js';
import type { Parts } from '../assemble.js';
import { ADMIN, begin, consume, migratedTemplate, openWorld, type SamlWorld } from '../testing.js';
import type { ConsumeOutcome } from './consume-response.js';
import { getMetadata } from './get-metadata.js';
import { importProvider } from './import-provider.js';
import { setSettings } from './set-settings.js';

// Identity providers from npm, written by others. They read our requests and metadata, and we read their responses.

const LUCA = 'luca@a.tld';
const ENTITY_ID = 'https://idp.a.tld/metadata';
const SIGN_ON = 'https://idp.a.tld/sso';
const ACS = 'https://webmail.example/saml/a.tld/acs';
const GCM = 'http://www.w3.org/2009/xmlenc11#aes256-gcm';
const BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-';

interface Wanted {
  readonly sign: 'assertion' | 'response' | 'both';
  readonly encrypt: boolean;
}
/** The query of the redirect, as the provider is sent it; base64 of the response. */
type Answer = (redirect: URL, wanted: Wanted) => Promise<string>;

let postgres: TestPostgres;
let world: SamlWorld;
let saml: Parts;
let key: KeyPair;

beforeAll(async () => {
  postgres = await startTestPostgres();
  world = await openWorld(await migratedTemplate(postgres));
  // These providers use the real time only.
  world.clock.set(Date.now());
  saml = world.replica();
  key = await makeKeyPair('idp.a.tld');
  const metadata = Buffer.from(samlifyProvider(false).getMetadata());
  await importProvider(saml, { domain: 'a.tld', metadata, signedBy: '', actor: ADMIN });
  const actor = { expectVersion: undefined, actor: ADMIN };
  const change = { requestBinding: 'redirect' } as const;
  await setSettings(saml, { domain: 'a.tld', clear: [], change, ...actor });
});
afterAll(async () => {
  await world?.close();
  await postgres?.stop();
});

function samlifyProvider(encrypt: boolean) {
  const { context } = samlify.SamlLib.defaultLoginResponseTemplate;
  const statement =
    '<saml:AuthnStatement AuthnInstant="{AuthnInstant}" SessionIndex="{AssertionID}">' +
    '<saml:AuthnContext><saml:AuthnContextClassRef>' +
    'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport' +
    '</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>';
  const settings = {
    entityID: ENTITY_ID,
    privateKey: key.privateKey,
    signingCert: key.certificate,
    wantAuthnRequestsSigned: true,
    isAssertionEncrypted: encrypt,
    dataEncryptionAlgorithm: GCM,
    nameIDFormat: ['urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'],
    singleSignOnService: [{ Binding: `${BINDING}Redirect`, Location: SIGN_ON }],
    singleLogoutService: [{ Binding: `${BINDING}Redirect`, Location: 'https://idp.a.tld/slo' }],
    loginResponseTemplate: {
      context: context.replace('{AuthnStatement}', statement).replace('{AttributeStatement}', ''),
      attributes: [],
    },
  };
  return samlify.IdentityProvider(settings);
}

const samlifyAnswers: Answer = async (redirect, { sign, encrypt }) => {
  samlify.setSchemaValidator({ validate: async () => 'valid' });
  const idp = samlifyProvider(encrypt);
  const metadata = await getMetadata({ ...saml, frontEnds: ['webmail'] }, { domain: 'a.tld' });
  const wants = `WantAssertionsSigned="${sign !== 'response'}"`;
  const sp = samlify.ServiceProvider({
    metadata: metadata.replace('WantAssertionsSigned="true"', wants),
    wantMessageSigned: sign === 'both',
  });
  const query = Object.fromEntries(redirect.searchParams);
  const octetString = redirect.search.slice(1).replace(/&Signature=.*/, '');
  const request = await idp.parseLoginRequest(sp, 'redirect', { query, octetString });
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  const id = `_${saml.random.id()}`;
  const values = {
    ...{ ID: id, AssertionID: `_${saml.random.id()}`, Issuer: ENTITY_ID, IssueInstant: at(0) },
    ...{ Destination: ACS, SubjectRecipient: ACS, Audience: sp.entityMeta.getEntityID() },
    ...{ InResponseTo: request.extract.request?.id, NameID: LUCA, AuthnInstant: at(-1000) },
    ...{ ConditionsNotBefore: at(-1000), ConditionsNotOnOrAfter: at(300_000) },
    SubjectConfirmationDataNotOnOrAfter: at(300_000),
    NameIDFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
    StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
  };
  const { context } = await idp.createLoginResponse(
    sp,
    { ...request },
    'post',
    {},
    {
      customTagReplacement: (template) => ({
        id,
        context: samlify.SamlLib.replaceTagsByValue(template, values as never),
      }),
      encryptThenSign: encrypt && sign !== 'assertion',
    },
  );
  return context;
};

const samlpAnswers: Answer = async (redirect, { sign, encrypt }) => {
  const own = (await saml.store.keys('a.tld')).at(-1)?.certificate ?? '';
  const query = Object.fromEntries(redirect.searchParams);
  const request = { method: 'GET', query, url: redirect.href, originalUrl: redirect.href };
  return new Promise((resolve, reject) => {
    const answer = samlp.auth({
      issuer: ENTITY_ID,
      cert: key.certificate,
      key: key.privateKey,
      // The requester's certificate, against which the provider verifies the request.
      signingCert: own,
      recipient: ACS,
      destination: ACS,
      lifetimeInSeconds: 300,
      signAssertion: sign !== 'response',
      signResponse: sign !== 'assertion',
      ...(encrypt
        ? {
            encryptionPublicKey: createPublicKey(own).export({ type: 'spki', format: 'pem' }),
            encryptionCert: own,
            encryptionAlgorithm: GCM,
          }
        : {}),
      getUserFromRequest: () => ({
        ...{ id: LUCA, emails: [{ value: LUCA }], displayName: 'Luca Bianchi' },
        ...{ name: { givenName: 'Luca', familyName: 'Bianchi' }, groups: ['staff', 'mail users'] },
      }),
      getPostURL: (...given: unknown[]) =>
        (given.at(-1) as (e: null, url: string) => void)(null, ACS),
      responseHandler: (response: Buffer) => resolve(response.toString('base64')),
    });
    answer(request, { send: reject, set: () => undefined }, reject);
  });
};

async function signInAt(answer: Answer, wanted: Wanted): Promise<ConsumeOutcome> {
  const login = await begin(saml, LUCA);
  const redirect = new URL(login.redirectUrl ?? '');
  const samlResponse = Buffer.from(await answer(redirect, wanted));
  const xml = Buffer.from(`${samlResponse}`, 'base64').toString();
  expect(xml.includes('EncryptedAssertion')).toBe(wanted.encrypt);
  const relayState = redirect.searchParams.get('RelayState') ?? '';
  return consume(saml, login, { samlResponse, relayState });
}

const PROVIDERS = { samlify: samlifyAnswers, samlp: samlpAnswers };
const SHAPES = [false, true].flatMap((encrypt) =>
  (['assertion', 'response', 'both'] as const).map((sign): Wanted => ({ sign, encrypt })),
);

for (const [name, answer] of Object.entries(PROVIDERS)) {
  it.each(SHAPES)(`signs in at ${name}: $sign signed, encrypted $encrypt`, async (wanted) => {
    expect(await signInAt(answer, wanted), world.refused.at(-1)).toMatchObject({
      verdict: 'verified',
      account: LUCA,
    });
  });
}
