import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { type LogoutReceiver, openLogoutReceiver } from './logout-receiver.js';
import { lookAt } from './look-at.js';
import {
  askAs,
  authorizeUrl,
  openImap,
  openWebmailHost,
  type RegisteredClient,
  redeem,
  refresh,
  register,
  signIn,
  type WebmailHost,
} from './openid-client.js';
import { type BrowserStage, openBrowserStage, type Person } from './stage.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ALLOWED = 'DECISION_ALLOW REASON_RULE_SATISFIED';
const ENDED = 'DECISION_DENY REASON_SESSION_ENDED';

let stage: BrowserStage;
let webmail: RegisteredClient;
let phone: RegisteredClient;
let told: RegisteredClient;
let host: WebmailHost;
let receiver: LogoutReceiver;
beforeAll(async () => {
  receiver = await openLogoutReceiver();
  process.env.NODE_EXTRA_CA_CERTS = receiver.caFile;
  stage = await openBrowserStage({ processes: true });
  host = await openWebmailHost(stage);
  webmail = await register(stage, 'webmail');
  phone = await register(stage, 'phone', { public: true });
  told = await register(stage, 'told', { backchannel_logout_uri: receiver.uri });
});
afterAll(async () => {
  delete process.env.NODE_EXTRA_CA_CERTS;
  await receiver?.close();
  await host?.close();
  await stage?.close();
});

let context: BrowserContext;
let page: Page;

let luca: Person;
let people = 0;
beforeEach(async () => {
  context = await stage.browser.newContext({ locale: 'en-GB', ignoreHTTPSErrors: true });
  page = await context.newPage();
  people += 1;
  luca = await stage.person(`p${people}@w.tld`, { otp: 1 });
});
afterEach(() => context.close());

/** Revokes everything, as an administrator does after a laptop was lost. */
async function revokeAll(): Promise<void> {
  const list = 'gatepost.truststore.v1.TrustAdminService/ListTrust';
  const { trusts } = await stage.admin.call(list, { account: luca.account });
  await stage.admin.call('gatepost.truststore.v1.TrustAdminService/RevokeTrust', {
    account: luca.account,
    trust_ids: trusts.map((trust: { trust_id: string }) => trust.trust_id),
    actor: { comment: 'lost laptop' },
  });
}

/** Signs in for a client in the browser. Returns the code. */
async function codeFor(client: RegisteredClient): Promise<string> {
  const arrived = host.arrival();
  await page.goto(authorizeUrl(stage, client));
  await signIn(stage, page, luca);
  const query = await arrived;
  await page.waitForURL('https://webmail.example/**');
  expect(query.get('state')).toBe('the-state');
  expect(query.get('iss')).toBe(stage.origin);
  return query.get('code') ?? '';
}

describe('a client with a secret', () => {
  it('signs a person in, opens mail with the access token, and refreshes', async () => {
    const discovery = await fetch(`${stage.origin}/.well-known/openid-configuration`);
    const { issuer, jwks_uri, userinfo_endpoint } = await discovery.json();
    expect(issuer).toBe(stage.origin);
    const { status, body } = await redeem(stage, webmail, await codeFor(webmail));
    expect({ status, body }).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
    const { payload } = await jwtVerify(body.id_token, createRemoteJWKSet(new URL(jwks_uri)), {
      ...{ issuer, audience: 'webmail' },
    });
    expect(payload).toMatchObject({ sub: expect.stringMatching(UUID), nonce: 'the-nonce' });
    const userinfo = await fetch(userinfo_endpoint, {
      headers: { authorization: `Bearer ${body.access_token}` },
    });
    expect(await userinfo.json()).toMatchObject({ email: luca.account, sub: payload.sub });
    expect(await openImap(stage, luca.account, body.access_token)).toBe(ALLOWED);
    // Neither token opens what the other does.
    expect(await openImap(stage, luca.account, body.refresh_token)).not.toBe(ALLOWED);
    const both = await Promise.all([1, 2].map(() => refresh(stage, webmail, body.refresh_token)));
    expect(both.map((answer) => answer.status)).toEqual([200, 200]);
    for (const answer of both) {
      expect(answer.body.refresh_token).toBe(body.refresh_token);
      expect(await openImap(stage, luca.account, answer.body.access_token)).toBe(ALLOWED);
    }
    const [one, other] = both.map((answer) => answer.body.access_token);
    expect(one).not.toBe(other);
    for (const token of [one, body.refresh_token]) {
      const about = await askAs(stage, webmail, '/openid/introspect', { token });
      expect(about.body).toMatchObject({ active: true, sub: payload.sub });
    }
    const stranger = await askAs(stage, phone, '/openid/introspect', { token: one });
    expect(stranger.body.active).not.toBe(true);
  });

  it('is asked for nothing again while the sign-in is valid, and another client is', async () => {
    await redeem(stage, webmail, await codeFor(webmail));
    const again = host.arrival();
    await page.goto(authorizeUrl(stage, webmail, { prompt: 'none' }));
    expect((await again).get('code')).toMatch(/.{20}/);
    await page.goto(authorizeUrl(stage, phone));
    expect(await page.locator('#password').count()).toBe(1);
  });

  it('learns that the session was revoked, and its tokens open nothing', async () => {
    const { body } = await redeem(stage, webmail, await codeFor(webmail));
    await revokeAll();
    expect(await openImap(stage, luca.account, body.access_token)).toBe(ENDED);
    const refused = await refresh(stage, webmail, body.refresh_token);
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    for (const token of [body.access_token, body.refresh_token]) {
      const about = await askAs(stage, webmail, '/openid/introspect', { token });
      expect(about).toEqual({ status: 200, body: { active: false } });
    }
    // The browser is asked to sign in, and shown no error.
    await page.goto(authorizeUrl(stage, webmail));
    expect(await page.locator('#password').count()).toBe(1);
  });

  it('signs the person out, and the session with it', async () => {
    const { body } = await redeem(stage, webmail, await codeFor(webmail));
    const query = new URLSearchParams({
      id_token_hint: body.id_token,
      post_logout_redirect_uri: 'https://webmail.example/bye',
      state: 'x',
    });
    await page.goto(`${stage.origin}/openid/sign-out?${query}`);
    expect(await page.locator('h1').innerText()).toBe('Sign out?');
    await lookAt(page, 'sign-out');
    await page.locator('button[name=logout]').click();
    await page.waitForURL('https://webmail.example/bye?state=x');
    expect(await openImap(stage, luca.account, body.access_token)).toBe(ENDED);
    expect((await refresh(stage, webmail, body.refresh_token)).status).toBe(400);
  });
});

describe('where a rule binds sessions to the address', () => {
  const SERVICE = 'gatepost.policy.v1.AuthorizationService';
  const HOME = '203.0.113.9';

  it('a client gets none, and the person is told; a protected host has one at that address', async () => {
    const bound = await register(stage, 'bound', {}, ['bound.tld']);
    const { account, password } = await stage.person('luca@bound.tld');
    await page.goto(authorizeUrl(stage, bound));
    await page.fill('#account', account);
    await page.fill('#password', password);
    await page.locator('main button[type=submit]').first().click();
    expect(await page.locator('h1').innerText()).toBe('You cannot go on to Webmail');
    expect(await page.locator('main').innerText()).toContain(
      'does not let you open Webmail this way',
    );
    await lookAt(page, 'refused-client');
    await stage.admin.call('gatepost.policy.v1.ClientAdminService/PutClient', {
      client: {
        ...{ id: 'host', name: 'Mail', service: 'SERVICE_WEB_UI', domains: ['bound.tld'] },
        host: { origin: 'https://mail.example' },
      },
    });
    const portal = stage.suite.client('service', 'portal');
    const { session_secret: token } = await portal.call(`${SERVICE}/Authorize`, {
      ...{ account, password: Buffer.from(password), service: 'SERVICE_WEB_UI', client_ip: HOME },
      ...{ client: 'host', remember: { session_seconds: 3_600 } },
    });
    const accountAt = async (client_ip: string) =>
      (await portal.call(`${SERVICE}/CheckSession`, { token, client_ip })).session?.account;
    expect(await accountAt(HOME)).toBe(account);
    expect(await accountAt('203.0.113.10')).toBe(undefined);
  });
});

describe('a client without a secret', () => {
  it('gets a new refresh token each time; the old one is good until that is presented', async () => {
    const { body: first } = await redeem(stage, phone, await codeFor(phone));
    const { body: second } = await refresh(stage, phone, first.refresh_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    // The answer was lost, so the client sends the old token again.
    const { body: again } = await refresh(stage, phone, first.refresh_token);
    expect(again.refresh_token).toBeDefined();
    const third = await refresh(stage, phone, again.refresh_token);
    expect(third.status).toBe(200);
    // Whoever presents the old token now has stolen it, so the grant and the session end.
    const stolen = await refresh(stage, phone, first.refresh_token);
    expect(stolen).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await refresh(stage, phone, third.body.refresh_token)).status).toBe(400);
    await until('its token opens nothing', async () =>
      expect(await openImap(stage, luca.account, third.body.access_token)).toBe(ENDED),
    );
  });
});

describe('a client that takes logout tokens', () => {
  const endings: [string, () => Promise<unknown>][] = [
    ['an administrator revokes it', () => revokeAll()],
    [
      'the person signs out everywhere',
      async () => {
        await page.goto(`${stage.origin}/sign-in`);
        await signIn(stage, page, luca);
        await page.locator('button[formaction="/sign-out/everywhere"]').click();
        await page.waitForURL('**/signed-out*');
      },
    ],
    [
      'the password is changed',
      () =>
        stage.admin.call('gatepost.credential.v1.CredentialAdminService/SetPassword', {
          account: luca.account,
          password: Buffer.from('another one, then'),
        }),
    ],
    [
      'the account is removed',
      () =>
        stage.admin.call('gatepost.policy.v1.AccountAdminService/RemoveAccount', {
          account: luca.account,
        }),
    ],
  ];

  it.each(endings)('is told, once, when %s', async (_name, end) => {
    const { body } = await redeem(stage, told, await codeFor(told));
    const { sub, sid } = decodeJwt(body.id_token);
    const before = receiver.tokens.length;
    await end();
    const token = await until('it is told', () => receiver.tokens[before] ?? false);
    const keys = createRemoteJWKSet(new URL(`${stage.origin}/openid/jwks`));
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      ...{ issuer: stage.origin, audience: 'told', typ: 'logout+jwt' },
      currentDate: new Date(stage.suite.clock.now()),
    });
    expect(payload).toMatchObject({ sub, sid, jti: expect.any(String) });
    expect(payload.events).toEqual({
      'http://schemas.openid.net/event/backchannel-logout': {},
    });
    expect(payload).not.toHaveProperty('nonce');
    expect(protectedHeader.alg).toBe('RS256');
    expect(receiver.tokens).toHaveLength(before + 1);
  });

  it('is told when it is up again, though portal was killed meanwhile, and by one replica', async () => {
    const { body } = await redeem(stage, told, await codeFor(told));
    const before = receiver.tokens.length;
    receiver.answers(503);
    await page.goto(`${stage.origin}/openid/sign-out?id_token_hint=${body.id_token}`);
    await page.locator('button[name=logout]').click();
    await page.waitForURL('**/signed-out*');
    await stage.suite.kill('portal-1');
    await stage.suite.kill('portal-2');
    receiver.answers(200);
    await stage.suite.serving();
    await until('it is told', () => {
      stage.suite.clock.advance(60_000);
      return receiver.tokens.length > before;
    });
    expect(decodeJwt(receiver.tokens[before] ?? '').sid).toBe(decodeJwt(body.id_token).sid);
    expect(receiver.tokens).toHaveLength(before + 1);
  });

  it('an account that is removed while portal is down is forgotten there when it is up', async () => {
    const { account } = luca;
    const { body } = await redeem(stage, told, await codeFor(told));
    const before = receiver.tokens.length;
    const resumes = ['portal-1', 'portal-2'].map((replica) => stage.suite.stop(replica));
    const remove = 'gatepost.policy.v1.AccountAdminService/RemoveAccount';
    const { removal } = await stage.admin.call(remove, { account }, { deadlineMs: 60_000 });
    for (const resume of resumes) resume();
    expect(removal.waiting).toEqual(['portal']);
    const query = { filter: { account, type: 'gatepost.portal.purged.v1' } };
    const auditor = stage.suite.client('auditor', 'auditor');
    await until('the record says that portal has forgotten it', async () => {
      const found = await auditor.call('gatepost.audit.v1.AuditService/Query', query);
      return found.events.length === 1;
    });
    await until('the client is told', () => receiver.tokens.length > before);
    expect(decodeJwt(receiver.tokens[before] ?? '').sid).toBe(decodeJwt(body.id_token).sid);
    expect((await refresh(stage, told, body.refresh_token)).status).toBe(400);
    expect((await stage.admin.call(remove, { account })).removal.waiting).toEqual([]);
  });

  it('knows a mailbox that was removed and made again as another person', async () => {
    const { body: before } = await redeem(stage, phone, await codeFor(phone));
    const { account } = luca;
    await stage.admin.call('gatepost.policy.v1.AccountAdminService/RemoveAccount', { account });
    luca = await stage.person(account, { otp: 1 });
    const { body: after } = await redeem(stage, phone, await codeFor(phone));
    expect(decodeJwt(after.id_token).sub).not.toBe(decodeJwt(before.id_token).sub);
    // Each client gets the same subject for the same person.
    const { body: elsewhere } = await redeem(stage, webmail, await codeFor(webmail));
    expect(decodeJwt(elsewhere.id_token).sub).toBe(decodeJwt(after.id_token).sub);
  });
});
