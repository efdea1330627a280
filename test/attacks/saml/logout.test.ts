import { constants, sign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { beginLogout } from '../../../services/saml/commands/begin-logout.js';
import { consumeLogout } from '../../../services/saml/commands/consume-logout.js';
import { setSettings } from '../../../services/saml/commands/set-settings.js';
import { ADMIN, begin, consume } from '../../../services/saml/testing.js';
import { type KeyPair, requestXml } from '../../suite/identity-provider.js';
import { escapeXml, RSA_SHA256, signElement } from '../../suite/saml-response.js';
import { capture, EVE, openStage, type Stage, VICTIM } from './stage.js';

const SLO = 'https://mail.example/saml/a.tld/slo';
const DOMAIN = 'a.tld';
let stage: Stage;
let decisionId: string;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());
beforeEach(async () => {
  decisionId = await openSession(VICTIM);
});

async function openSession(account: string): Promise<string> {
  const { saml, a } = stage;
  const login = await begin(saml, account);
  const id = saml.random.id();
  const change = { sessionIndex: '_of the victim' };
  const verdict = await consume(saml, login, await a.respond(login, account, { change }), {
    decisionId: id,
  });
  expect(verdict).toMatchObject({ verdict: 'verified' });
  return id;
}

function logoutRequest(
  change: { issuer?: string; name?: string; at?: number; destination?: string } = {},
) {
  const { issuer = stage.a.entityId, name = VICTIM, destination = SLO } = change;
  const at = new Date(change.at ?? stage.world.clock.now()).toISOString();
  return `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_l${Math.random().toString(36).slice(2)}" Version="2.0" IssueInstant="${at}" Destination="${destination}"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${escapeXml(issuer)}</saml:Issuer><saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${name}</saml:NameID></samlp:LogoutRequest>`;
}

const post = (xml: string) =>
  consumeLogout(stage.saml, {
    domain: DOMAIN,
    binding: 'post',
    message: Buffer.from(Buffer.from(xml).toString('base64')),
    query: '',
  });
const redirect = (query: string) =>
  consumeLogout(stage.saml, {
    domain: DOMAIN,
    binding: 'redirect',
    message: Buffer.alloc(0),
    query,
  });

function query(xml: string, key: KeyPair, more = ''): string {
  const message = encodeURIComponent(deflateRawSync(xml).toString('base64'));
  const fields = `SAMLRequest=${message}${more}&SigAlg=${encodeURIComponent(RSA_SHA256)}`;
  const padding = constants.RSA_PKCS1_PADDING;
  const signature = sign('sha256', Buffer.from(fields), { key: key.privateKey, padding });
  return `${fields}&Signature=${encodeURIComponent(signature.toString('base64'))}`;
}

const stillIn = async () => (await stage.saml.store.sessionOf(VICTIM, decisionId)) !== undefined;
const logouts = async () =>
  (await stage.world.events()).filter(
    ({ type, data }) => type === 'logout' && data.account === VICTIM,
  );

it('ends the session of whom the provider names, once, by either binding', async () => {
  const xml = signElement(logoutRequest(), 'LogoutRequest', {}, stage.a.key);
  const before = (await logouts()).length;
  expect(await post(xml)).toMatchObject({
    account: VICTIM,
    redirectUrl: expect.stringContaining('SAMLResponse='),
  });
  expect(await stillIn()).toBe(false);
  expect((await logouts()).slice(before)).toEqual([
    { type: 'logout', data: { account: VICTIM, by: 'provider' } },
  ]);
  decisionId = await openSession(VICTIM);
  expect(await post(xml)).toMatchObject({ account: '' });
  expect(await stillIn()).toBe(true);
  const asRedirect = query(logoutRequest(), stage.a.key, '&RelayState=a%20b');
  const answer = await redirect(asRedirect);
  expect(answer.account).toBe(VICTIM);
  expect(new URL(answer.redirectUrl).searchParams.get('RelayState')).toBe('a b');
  expect(await stillIn()).toBe(false);
});

it('ends the trust of whom it signs out where the settings say so, and else leaves it', async () => {
  const revoked: string[] = [];
  const trustStore = {
    revokeAccount: async (account: string, by: string) => void revoked.push(`${account} ${by}`),
  };
  const down = { revokeAccount: () => Promise.reject(new Error('down')) };
  const set = (logoutRevokesTrust: boolean) => {
    const change = { domain: DOMAIN, clear: [], expectVersion: undefined, actor: ADMIN };
    return setSettings(stage.saml, { ...change, change: { logoutRevokesTrust } });
  };
  const signOut = (trust: typeof trustStore | typeof down) => {
    const message = Buffer.from(
      Buffer.from(signElement(logoutRequest(), 'LogoutRequest', {}, stage.a.key)).toString(
        'base64',
      ),
    );
    const request = { domain: DOMAIN, binding: 'post', message, query: '' } as const;
    return consumeLogout(stage.world.replica({ trustStore: trust }), request);
  };
  await signOut(trustStore);
  expect(await stillIn()).toBe(false);
  expect(revoked).toEqual([]);
  await set(true);
  decisionId = await openSession(VICTIM);
  await expect(signOut(down)).rejects.toThrow('down');
  expect(await stillIn()).toBe(true);
  await signOut(trustStore);
  expect(await stillIn()).toBe(false);
  expect(revoked).toEqual([`${VICTIM} ${stage.a.entityId}`]);
  await set(false);
});

it('tells the provider when the person signs out, and takes its answer alone', async () => {
  const begun = await beginLogout(stage.saml, { account: VICTIM, domain: DOMAIN, decisionId });
  expect(await stillIn()).toBe(false);
  expect((await logouts()).at(-1)?.data).toEqual({ account: VICTIM, by: 'person' });
  const request = requestXml(begun);
  expect(request).toContain(`>${VICTIM}<`);
  expect(request).toContain('_of the victim');
  const answer = (id: string) =>
    signElement(
      logoutRequest()
        .replaceAll('LogoutRequest', 'LogoutResponse')
        .replace(
          /<saml:NameID.*<\/saml:NameID>/,
          '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>',
        )
        .replace(' Version', ` InResponseTo="${id}" Version`),
      'LogoutResponse',
      {},
      stage.a.key,
    );
  const id = / ID="([^"]*)"/.exec(request)?.[1] ?? '';
  expect(await post(answer(id))).toMatchObject({ account: '', redirectUrl: '', formAction: '' });
  await expect(post(answer('_other'))).rejects.toThrow('not to be believed');
});

const wrap = (inner: string) =>
  logoutRequest().replace(
    '</saml:Issuer>',
    `</saml:Issuer><samlp:Extensions>${inner}</samlp:Extensions>`,
  );

it.each<[string, () => Promise<unknown>]>([
  ['unsigned', () => post(logoutRequest())],
  [
    "signed by another domain's provider",
    () => post(signElement(logoutRequest(), 'LogoutRequest', {}, stage.b.key)),
  ],
  [
    'with a captured signed assertion in it',
    async () =>
      post(
        wrap(
          `${(await capture(stage)).xml}`.match(/<saml:Assertion[\s\S]*<\/saml:Assertion>/)?.[0] ??
            '',
        ),
      ),
  ],
  [
    'with a captured signed request in it',
    () => post(wrap(signElement(logoutRequest({ name: EVE }), 'LogoutRequest', {}, stage.a.key))),
  ],
  [
    'with the signature of a captured one',
    () => {
      const captured = signElement(logoutRequest({ name: EVE }), 'LogoutRequest', {}, stage.a.key);
      return post(captured.replace(`>${EVE}<`, `>${VICTIM}<`));
    },
  ],
  [
    'around a captured one, in its signature',
    () => {
      const captured = signElement(logoutRequest({ name: EVE }), 'LogoutRequest', {}, stage.a.key);
      const signature = captured.match(/<ds:Signature[\s\S]*<\/ds:Signature>/)?.[0] ?? '';
      const original = captured.replace(signature, '');
      return post(
        captured
          .replace(EVE, VICTIM)
          .replace(/ID="_l/, 'ID="_e')
          .replace('</ds:Signature>', `<ds:Object>${original}</ds:Object></ds:Signature>`),
      );
    },
  ],
  [
    'that is an AuthnRequest around a captured assertion',
    async () =>
      post(
        wrap(
          `${(await capture(stage)).xml}`.match(/<saml:Assertion[\s\S]*<\/saml:Assertion>/)?.[0] ??
            '',
        )
          .replaceAll('LogoutRequest', 'AuthnRequest')
          .replace(/<saml:NameID.*?<\/saml:NameID>/, ''),
      ),
  ],
  [
    'that is a signed login response',
    async () => post(`${(await capture(stage, { shape: { sign: 'response' } })).xml}`),
  ],
  [
    'of another issuer',
    () =>
      post(
        signElement(
          logoutRequest({ issuer: 'https://o.example' }),
          'LogoutRequest',
          {},
          stage.a.key,
        ),
      ),
  ],
  [
    'sent elsewhere',
    () =>
      post(
        signElement(
          logoutRequest({ destination: 'https://o.example' }),
          'LogoutRequest',
          {},
          stage.a.key,
        ),
      ),
  ],
  [
    'of an hour ago',
    () =>
      post(
        signElement(
          logoutRequest({ at: stage.world.clock.now() - 3600_000 }),
          'LogoutRequest',
          {},
          stage.a.key,
        ),
      ),
  ],
  [
    'SHA-1',
    () =>
      post(
        signElement(
          logoutRequest(),
          'LogoutRequest',
          { algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' },
          stage.a.key,
        ),
      ),
  ],
  [
    'in a redirect, unsigned',
    () =>
      redirect(
        `SAMLRequest=${encodeURIComponent(deflateRawSync(logoutRequest()).toString('base64'))}`,
      ),
  ],
  [
    'in a redirect, the message exchanged',
    () => {
      const evil = encodeURIComponent(deflateRawSync(logoutRequest()).toString('base64'));
      return redirect(
        query(logoutRequest({ name: EVE }), stage.a.key).replace(
          /SAMLRequest=[^&]*/,
          `SAMLRequest=${evil}`,
        ),
      );
    },
  ],
  [
    'in a redirect, a second message before the signed one',
    () => {
      const evil = encodeURIComponent(deflateRawSync(logoutRequest()).toString('base64'));
      return redirect(`SAMLRequest=${evil}&${query(logoutRequest({ name: EVE }), stage.a.key)}`);
    },
  ],
  [
    'in a redirect, the relay state exchanged',
    () => redirect(query(logoutRequest(), stage.a.key, '&RelayState=a').replace('=a&', '=b&')),
  ],
  [
    'in a redirect, a deflate bomb',
    () => redirect(query(`${logoutRequest()}${' '.repeat(50_000_000)}`, stage.a.key)),
  ],
])('ends nothing: %s', async (_name, attempt) => {
  await expect(attempt()).rejects.toThrow('not to be believed');
  expect(await stillIn()).toBe(true);
});
