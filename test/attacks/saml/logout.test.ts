import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { beginLogout } from '../../../services/saml/commands/begin-logout.js';
import { consumeLogout } from '../../../services/saml/commands/consume-logout.js';
import { setSettings } from '../../../services/saml/commands/set-settings.js';
import { ADMIN, begin, consume } from '../../../services/saml/testing.js';
import { requestXml } from '../../suite/identity-provider.js';
import { signElement } from '../../suite/saml-response.js';
import { LOGOUT_ATTACKS } from './logout-attacks.js';
import {
  formatLogoutRequest,
  type LogoutMessage,
  posted,
  redirected,
  signedQuery,
} from './logout-messages.js';
import { openStage, type Stage, VICTIM } from './stage.js';

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

const send = ({ binding, message, query }: LogoutMessage) =>
  consumeLogout(stage.saml, { domain: DOMAIN, binding, message, query });
const logoutRequest = () => formatLogoutRequest(stage);
const post = (xml: string) => send(posted(xml));
const redirect = (query: string) => send(redirected(query));

const stillIn = async () => (await stage.saml.store.sessionOf(VICTIM, decisionId)) !== undefined;
const logouts = async () =>
  (await stage.world.events()).filter(
    ({ type, data }) => type === 'logout' && data.account === VICTIM,
  );

it('ends the session of the named person, once, by either binding', async () => {
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
  const asRedirect = signedQuery(logoutRequest(), stage.a.key, '&RelayState=a%20b');
  const answer = await redirect(asRedirect);
  expect(answer.account).toBe(VICTIM);
  expect(new URL(answer.redirectUrl).searchParams.get('RelayState')).toBe('a b');
  expect(await stillIn()).toBe(false);
});

it('ends the sessions of the person, and the trust if the settings say so', async () => {
  const revoked: string[] = [];
  const trustStore = {
    endLogins: async (of: { account: string; actor: string; keepTrust: boolean }) =>
      void revoked.push(`${of.account} ${of.actor} ${of.keepTrust}`),
  };
  const down = { endLogins: () => Promise.reject(new Error('down')) };
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
  expect(revoked).toEqual([`${VICTIM} ${stage.a.entityId} true`]);
  await set(true);
  decisionId = await openSession(VICTIM);
  await expect(signOut(down)).rejects.toThrow('down');
  expect(await stillIn()).toBe(true);
  await signOut(trustStore);
  expect(await stillIn()).toBe(false);
  expect(revoked.at(-1)).toBe(`${VICTIM} ${stage.a.entityId} false`);
  await set(false);
});

it('tells the provider when the person signs out, and accepts only its answer', async () => {
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
  await expect(post(answer('_other'))).rejects.toThrow('cannot be trusted');
});

it.each(LOGOUT_ATTACKS)('ends nothing: $name', async ({ make }) => {
  await expect(send(await make(stage))).rejects.toThrow('cannot be trusted');
  expect(await stillIn()).toBe(true);
});
