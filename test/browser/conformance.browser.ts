import { createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { type LogoutReceiver, openLogoutReceiver } from './logout-receiver.js';
import {
  type Answer,
  authorizeUrl,
  CALLBACK,
  openWebmailHost,
  type RegisteredClient,
  redeem,
  refresh,
  register,
  signIn,
  VERIFIER,
  type WebmailHost,
} from './openid-client.js';
import { type BrowserStage, openBrowserStage, type Person } from './stage.js';

// The OpenID Foundation's certification test plans for what Gatepost serves (response type `code`, static clients,
// discovery). Each test has the name of the Foundation's module and makes the same checks. docs/sign-in.md lists them.

const BYE = 'https://webmail.example/bye';

let stage: BrowserStage;
let webmail: RegisteredClient;
let other: RegisteredClient;
let host: WebmailHost;
let receiver: LogoutReceiver;
// biome-ignore lint/suspicious/noExplicitAny: the provider's metadata
let metadata: any;
let luca: Person;
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  receiver = await openLogoutReceiver();
  process.env.NODE_EXTRA_CA_CERTS = receiver.caFile;
  stage = await openBrowserStage();
  host = await openWebmailHost(stage);
  webmail = await register(stage, 'webmail', { backchannel_logout_uri: receiver.uri });
  other = await register(stage, 'other');
  metadata = await (await fetch(`${stage.origin}/.well-known/openid-configuration`)).json();
  luca = await stage.person('luca@w.tld', { otp: 1 });
  await fresh();
  // Signs in once, as most modules start from there.
  await authorizeNew({});
});
afterAll(async () => {
  delete process.env.NODE_EXTRA_CA_CERTS;
  await context?.close();
  await host?.close();
  await receiver?.close();
  await stage?.close();
});

/** A browser in which nobody is signed in. */
async function fresh(): Promise<void> {
  await context?.close();
  context = await stage.browser.newContext({ locale: 'en-GB', ignoreHTTPSErrors: true });
  page = await context.newPage();
}

type Change = Readonly<Record<string, string | undefined>>;

/** Returns what the callback gets if nobody has to sign in. */
async function authorize(change: Change): Promise<URLSearchParams> {
  const arrived = host.arrival();
  await page.goto(authorizeUrl(stage, webmail, change));
  return arrived;
}

/** Returns what the callback gets after the person signed in. */
async function authorizeNew(change: Change): Promise<URLSearchParams> {
  const arrived = host.arrival();
  await page.goto(authorizeUrl(stage, webmail, change));
  await signIn(stage, page, luca);
  const query = await arrived;
  await page.waitForURL('https://webmail.example/**');
  return query;
}

/** Checks an id token as a client must (OpenID Connect Core 1.0, section 3.1.3.7). */
async function claimsOf({ body }: Answer, nonce: string | undefined): Promise<JWTPayload> {
  const { payload, protectedHeader } = await jwtVerify(
    body.id_token,
    createRemoteJWKSet(new URL(metadata.jwks_uri)),
    { issuer: stage.origin, audience: webmail.id },
  );
  expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: expect.any(String) });
  expect(payload.nonce).toBe(nonce);
  expect(payload.sub).toMatch(/^.{1,255}$/);
  return payload;
}

async function succeeds(change: Change) {
  const nonce = 'nonce' in change ? change.nonce : 'the-nonce';
  const query = await authorize(change);
  expect(query.get('error')).toBeNull();
  expect(query.get('state')).toBe('the-state');
  const answer = await redeem(stage, webmail, query.get('code') ?? '');
  expect(answer.status).toBe(200);
  return { answer, claims: await claimsOf(answer, nonce) };
}

async function userinfo(init: RequestInit): Promise<Record<string, unknown>> {
  const answer = await fetch(metadata.userinfo_endpoint, init);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Record<string, unknown>;
}

const bearer = ({ body }: Answer) => ({ authorization: `Bearer ${body.access_token}` });

/** Expects a refusal on a page of our own, or an error at the registered address, and no code. */
async function isRefused(change: Change): Promise<void> {
  const answer = await context.request.get(authorizeUrl(stage, webmail, change), {
    maxRedirects: 0,
  });
  const { location = '' } = answer.headers();
  expect(location).not.toContain('code=');
  if (answer.status() < 400) expect(location).toMatch(/[?&]error=/);
}

describe('oidcc-config-certification-test-plan', () => {
  it('oidcc-discovery-endpoint-verification', () => {
    expect(metadata).toMatchObject({
      issuer: stage.origin,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: expect.arrayContaining(['openid', 'email', 'profile', 'offline_access']),
      claims_supported: expect.arrayContaining(['sub', 'email']),
      token_endpoint_auth_methods_supported: expect.arrayContaining([
        'client_secret_basic',
        'client_secret_post',
      ]),
      code_challenge_methods_supported: ['S256'],
    });
    for (const name of ['authorization', 'token', 'userinfo']) {
      expect(metadata[`${name}_endpoint`]).toContain(`${stage.origin}/`);
    }
  });
});

describe('oidcc-basic-certification-test-plan', () => {
  it('oidcc-server', async () => {
    const { answer, claims } = await succeeds({});
    expect(answer.body).toMatchObject({ token_type: 'Bearer', expires_in: expect.any(Number) });
    expect(claims.iat).toBeLessThanOrEqual(Date.now() / 1000 + 5);
  });

  it('oidcc-response-type-missing', () => isRefused({ response_type: undefined }));

  it('oidcc-idtoken-signature', async () => {
    const { keys } = await (await fetch(metadata.jwks_uri)).json();
    for (const key of keys) expect(key).not.toHaveProperty('d');
    await succeeds({});
  });

  it('oidcc-idtoken-unsigned', () =>
    expect(metadata.id_token_signing_alg_values_supported).not.toContain('none'));

  it.each([
    ['oidcc-userinfo-get', (answer: Answer) => ({ headers: bearer(answer) })],
    [
      'oidcc-userinfo-post-header',
      (answer: Answer) => ({ method: 'POST', headers: bearer(answer) }),
    ],
    [
      'oidcc-userinfo-post-body',
      ({ body }: Answer) => ({
        method: 'POST',
        body: new URLSearchParams({ access_token: body.access_token }),
      }),
    ],
  ])('%s', async (_module, ask) => {
    const { answer, claims } = await succeeds({});
    expect(await userinfo(ask(answer))).toMatchObject({ sub: claims.sub });
  });

  it('oidcc-ensure-request-without-nonce-succeeds-for-code-flow', async () => {
    const { claims } = await succeeds({ nonce: undefined });
    expect(claims).not.toHaveProperty('nonce');
  });

  it.each([
    ['oidcc-scope-profile', 'openid profile', { preferred_username: 'luca@w.tld', name: 'luca' }],
    ['oidcc-scope-email', 'openid email', { email: 'luca@w.tld', email_verified: true }],
    ['oidcc-scope-address', 'openid address', {}],
    ['oidcc-scope-phone', 'openid phone', {}],
    [
      'oidcc-scope-all',
      'openid profile email address phone',
      { email: 'luca@w.tld', preferred_username: 'luca@w.tld' },
    ],
    ['oidcc-ensure-other-scope-order-succeeds', 'email openid', { email: 'luca@w.tld' }],
  ])('%s', async (_module, scope, claims) => {
    const { answer } = await succeeds({ scope });
    const told = await userinfo({ headers: bearer(answer) });
    expect(told).toMatchObject(claims);
    // Claims that were not asked for are not sent.
    if (!scope.includes('email')) expect(told).not.toHaveProperty('email');
  });

  it.each([
    ['oidcc-display-page', { display: 'page' }],
    ['oidcc-display-popup', { display: 'popup' }],
    ['oidcc-ensure-request-with-unknown-parameter-succeeds', { extra: 'foobar' }],
    ['oidcc-login-hint', { login_hint: 'luca@w.tld' }],
    ['oidcc-ui-locales', { ui_locales: 'se' }],
    ['oidcc-claims-locales', { claims_locales: 'se' }],
    ['oidcc-ensure-request-with-acr-values-succeeds', { acr_values: '1 2' }],
    ['oidcc-claims-essential', { claims: '{"userinfo":{"name":{"essential":true}}}' }],
    ['oidcc-ensure-request-with-valid-pkce-succeeds', {}],
  ])('%s', async (_module, change) => {
    await succeeds(change);
  });

  it('oidcc-prompt-login', async () => {
    const { claims: before } = await succeeds({ max_age: '10000' });
    const query = await authorizeNew({ prompt: 'login', max_age: '10000' });
    const answer = await redeem(stage, webmail, query.get('code') ?? '');
    const claims = await claimsOf(answer, 'the-nonce');
    expect(claims.sub).toBe(before.sub);
    expect(Number(claims.auth_time)).toBeGreaterThanOrEqual(Number(before.auth_time));
  });

  it('oidcc-prompt-none-not-logged-in', async () => {
    const stranger = await stage.browser.newContext({ ignoreHTTPSErrors: true });
    const arrived = host.arrival();
    await (await stranger.newPage()).goto(authorizeUrl(stage, webmail, { prompt: 'none' }));
    const query = await arrived;
    expect(query.get('error')).toBe('login_required');
    expect(query.get('state')).toBe('the-state');
    await stranger.close();
  });

  it('oidcc-prompt-none-logged-in', async () => {
    const { claims: before } = await succeeds({});
    const { claims } = await succeeds({ prompt: 'none' });
    expect(claims.sub).toBe(before.sub);
  });

  it('oidcc-max-age-1', async () => {
    const { claims: before } = await succeeds({ max_age: '10000' });
    await until(
      'a second has passed since',
      () => Date.now() / 1000 > Number(before.auth_time) + 2,
    );
    const query = await authorizeNew({ max_age: '1' });
    const claims = await claimsOf(
      await redeem(stage, webmail, query.get('code') ?? ''),
      'the-nonce',
    );
    expect(Number(claims.auth_time)).toBeGreaterThan(Number(before.auth_time));
  });

  it('oidcc-max-age-10000', async () => {
    const { claims: before } = await succeeds({ max_age: '10000' });
    const { claims } = await succeeds({ max_age: '10000' });
    expect(claims.auth_time).toBe(before.auth_time);
  });

  it('oidcc-id-token-hint', async () => {
    const { answer, claims: before } = await succeeds({});
    const { claims } = await succeeds({ prompt: 'none', id_token_hint: answer.body.id_token });
    expect(claims.sub).toBe(before.sub);
  });

  it('oidcc-ensure-registered-redirect-uri', async () => {
    const to = 'https://webmail.example/elsewhere';
    const answer = await page.goto(authorizeUrl(stage, webmail, { redirect_uri: to }));
    expect(answer?.status()).toBe(400);
    expect(page.url()).toContain(stage.origin);
  });

  it('oidcc-ensure-post-request-succeeds', async () => {
    const { origin, pathname, searchParams } = new URL(authorizeUrl(stage, webmail));
    const answer = await fetch(`${origin}${pathname}`, {
      ...{ method: 'POST', redirect: 'manual', body: searchParams },
    });
    expect(answer.status).toBe(303);
    const location = answer.headers.get('location') ?? '';
    expect(location).toMatch(/^\/openid\/authorize\?/);
    // Goes on as a browser does.
    const arrived = host.arrival();
    await page.goto(`${stage.origin}${location}`);
    expect((await arrived).get('code')).toMatch(/.{20}/);
  });

  it('a form that is too long, or none, is refused', async () => {
    const post = (body: string, type = 'application/x-www-form-urlencoded') =>
      fetch(metadata.authorization_endpoint, {
        ...{ method: 'POST', redirect: 'manual', body, headers: { 'content-type': type } },
      });
    expect((await post(`a=${'x'.repeat(9_000)}`)).status).toBe(413);
    expect((await post('{}', 'application/json')).status).toBe(415);
  });

  it('oidcc-server-client-secret-post', async () => {
    await succeeds({});
    const query = await authorize({});
    const { id, secret } = webmail;
    const answer = await fetch(metadata.token_endpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({
        ...{ grant_type: 'authorization_code', code: query.get('code') ?? '' },
        ...{ redirect_uri: CALLBACK, code_verifier: VERIFIER },
      }),
    });
    expect(answer.status).toBe(200);
  });

  // The request object asks for something else than the URL does.
  const object = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`;
  it.each([
    [
      'oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported',
      { request: object },
    ],
    ['oidcc-ensure-request-object-with-redirect-uri', { request: object }],
    [
      'oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported',
      { request_uri: 'https://webmail.example/request' },
    ],
  ])('%s', async (_module, change) => {
    await isRefused(change);
    expect(metadata.request_parameter_supported ?? false).toBe(false);
    expect(metadata.request_uri_parameter_supported).toBe(false);
  });

  it('oidcc-refresh-token', async () => {
    const { answer, claims: before } = await succeeds({});
    const refreshed = await refresh(stage, webmail, answer.body.refresh_token);
    expect(refreshed.status).toBe(200);
    const claims = decodeJwt(refreshed.body.id_token);
    expect(claims).toMatchObject({ iss: before.iss, sub: before.sub, aud: before.aud });
    const foreign = await refresh(stage, other, answer.body.refresh_token);
    expect(foreign).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  // These end the code's session, so they come last.
  it.each([
    ['oidcc-codereuse', 0],
    ['oidcc-codereuse-30seconds', 31_000],
  ])('%s', async (_module, after) => {
    await fresh();
    const code = (await authorizeNew({})).get('code') ?? '';
    const first = await redeem(stage, webmail, code);
    expect(first.status).toBe(200);
    stage.suite.clock.advance(after);
    const second = await redeem(stage, webmail, code);
    expect(second).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    await until('its access token is good no longer', async () => {
      const answer = await fetch(metadata.userinfo_endpoint, { headers: bearer(first) });
      return answer.status === 401;
    });
  });
});

describe('oidcc-formpost-basic-certification-test-plan', () => {
  /** Returns what a form that posts itself brings to the callback. The page's own policy must allow that. */
  async function posted(at: Page, change: Change): Promise<URLSearchParams> {
    const isBack = (request: Request) => request.url() === CALLBACK && request.method() === 'POST';
    const arrived = at.waitForRequest(isBack);
    await at.goto(authorizeUrl(stage, webmail, { response_mode: 'form_post', ...change }));
    return new URLSearchParams((await arrived).postData() ?? '');
  }

  it('oidcc-server', async () => {
    await fresh();
    await authorizeNew({});
    const form = await posted(page, {});
    expect(Object.fromEntries(form)).toMatchObject({ state: 'the-state', iss: stage.origin });
    const answer = await redeem(stage, webmail, form.get('code') ?? '');
    expect(answer.status).toBe(200);
    await claimsOf(answer, 'the-nonce');
  });

  it('oidcc-prompt-none-not-logged-in', async () => {
    const stranger = await stage.browser.newContext({ ignoreHTTPSErrors: true });
    const form = await posted(await stranger.newPage(), { prompt: 'none' });
    expect(form.get('error')).toBe('login_required');
    expect(form.get('state')).toBe('the-state');
    await stranger.close();
  });
});

describe('oidcc-rp-initiated-logout-certification-test-plan', () => {
  let idToken: string;
  beforeEach(async () => {
    await fresh();
    const code = (await authorizeNew({})).get('code') ?? '';
    idToken = (await redeem(stage, webmail, code)).body.id_token;
  });

  const signOut = (query: Record<string, string>) =>
    page.goto(`${metadata.end_session_endpoint}?${new URLSearchParams(query)}`);
  const confirm = () => page.locator('button[name=logout]').click();
  const stillIn = async () => (await authorize({ prompt: 'none' })).get('code') !== null;

  it('oidcc-rp-initiated-logout-discovery-endpoint-verification', () => {
    expect(metadata.end_session_endpoint).toContain(`${stage.origin}/`);
  });

  it('oidcc-rp-initiated-logout', async () => {
    await signOut({ id_token_hint: idToken, post_logout_redirect_uri: BYE, state: 'x' });
    await confirm();
    await page.waitForURL(`${BYE}?state=x`);
    expect(await stillIn()).toBe(false);
  });

  it('oidcc-rp-initiated-logout-no-state', async () => {
    await signOut({ id_token_hint: idToken, post_logout_redirect_uri: BYE });
    await confirm();
    await page.waitForURL(BYE);
    expect(await stillIn()).toBe(false);
  });

  const modified = () => {
    const [, payload = ''] = idToken.split('.');
    return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
  };
  const refused: [string, () => Record<string, string>][] = [
    [
      'oidcc-rp-initiated-logout-bad-post-logout-redirect-uri',
      () => ({ id_token_hint: idToken, post_logout_redirect_uri: `${BYE}/elsewhere` }),
    ],
    [
      'oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri',
      () => ({ id_token_hint: idToken, post_logout_redirect_uri: `${BYE}?foo=bar` }),
    ],
    [
      'oidcc-rp-initiated-logout-modified-id-token-hint',
      () => ({ id_token_hint: modified(), post_logout_redirect_uri: BYE }),
    ],
    [
      'oidcc-rp-initiated-logout-bad-id-token-hint',
      () => ({ id_token_hint: 'not.a.token', post_logout_redirect_uri: BYE }),
    ],
  ];
  it.each(refused)('%s', async (_module, query) => {
    const answer = await signOut(query());
    expect(answer?.status()).toBe(400);
    expect(await page.locator('[role=alert]').count()).toBe(1);
    expect(await stillIn()).toBe(true);
  });

  it.each([
    ['oidcc-rp-initiated-logout-no-id-token-hint', { post_logout_redirect_uri: BYE }],
    ['oidcc-rp-initiated-logout-no-params', {}],
    ['oidcc-rp-initiated-logout-only-state', { state: 'x' }],
  ])('%s', async (_module, query) => {
    // The person is asked, and the browser stays here afterwards.
    await signOut(query);
    await confirm();
    await page.waitForURL(`${stage.origin}/signed-out*`);
  });

  it('oidcc-rp-initiated-logout-no-post-logout-redirect-uri', async () => {
    await signOut({ id_token_hint: idToken });
    await confirm();
    await page.waitForURL(`${stage.origin}/signed-out*`);
    expect(await stillIn()).toBe(false);
  });

  describe('oidcc-backchannel-rp-initiated-logout-certification-test-plan', () => {
    it('oidcc-backchannel-logout-discovery-endpoint-verification', () => {
      expect(metadata).toMatchObject({
        backchannel_logout_supported: true,
        backchannel_logout_session_supported: true,
      });
    });

    it('oidcc-backchannel-rp-initiated-logout', async () => {
      const { sub, sid } = decodeJwt(idToken);
      const ours = () => receiver.tokens.find((token) => decodeJwt(token).sid === sid);
      await signOut({ id_token_hint: idToken, post_logout_redirect_uri: BYE, state: 'x' });
      await confirm();
      await page.waitForURL(`${BYE}?state=x`);
      const token = await until('it is told', () => ours() ?? false);
      const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
      const { payload } = await jwtVerify(token, keys, {
        ...{ issuer: stage.origin, audience: webmail.id, typ: 'logout+jwt' },
        currentDate: new Date(stage.suite.clock.now()),
      });
      expect(payload).toMatchObject({
        ...{ sub, sid, jti: expect.any(String), iat: expect.any(Number) },
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      });
      expect(payload).not.toHaveProperty('nonce');
    });
  });
});
