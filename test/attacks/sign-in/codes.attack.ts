import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../libs/testing/until.js';
import {
  askAs,
  authorizeUrl,
  openImap,
  type RegisteredClient,
  redeem,
  refresh,
  register,
} from '../../browser/openid-client.js';
import { type BrowserStage, openBrowserStage, type Person } from '../../browser/stage.js';
import { type HandBrowser, openByHand } from './browser-by-hand.js';

const ENDED = 'DECISION_DENY REASON_SESSION_ENDED';
const REDEEM = 'gatepost.portal.v1.ForwardAuthService/RedeemCode';
const HOST = 'https://mail.example';

let stage: BrowserStage;
let webmail: RegisteredClient;
let legacy: RegisteredClient;
let luca: Person;
beforeAll(async () => {
  stage = await openBrowserStage();
  webmail = await register(stage, 'webmail');
  legacy = await register(stage, 'legacy', { without_pkce: true });
  await stage.admin.call('gatepost.policy.v1.ClientAdminService/PutClient', {
    client: {
      ...{ id: 'host', name: 'Mail', service: 'SERVICE_WEB_UI', domains: ['w.tld'] },
      ...{ networks: ['127.0.0.0/8'], host: { origin: HOST } },
    },
  });
  luca = await stage.person('luca@w.tld', { otp: 1 });
});
afterAll(() => stage?.close());

/** Signs in from one of our pages. Returns the address that the browser is sent to. */
async function signInAt(browser: HandBrowser, first: string): Promise<string> {
  const page = await browser.get(first);
  const { account, password, apps } = luca;
  const hidden = { token: page.field('token'), flow: page.field('flow') };
  const { location: path } = await browser.post('/sign-in', { account, password, ...hidden });
  const code = await browser.get(path);
  const form = { token: code.field('token'), step: code.field('step') };
  const done = await browser.post(`${path}/code`, {
    ...form,
    code: stage.code(apps[0] as Person['apps'][number]),
  });
  return (done.headers.get('refresh') ?? '').replace(/^0; url=/, '');
}

async function codeFor(client: RegisteredClient, change = {}): Promise<string> {
  const browser = openByHand(stage.origin);
  const local = (url: string) => url.replace(stage.origin, '');
  const { location } = await browser.get(local(authorizeUrl(stage, client, change)));
  const resume = await signInAt(browser, local(location));
  const back = await browser.get(local(resume));
  return new URL(back.location).searchParams.get('code') ?? '';
}

describe('a code of OpenID Connect', () => {
  it('works once: the second use ends what the first one got', async () => {
    const code = await codeFor(webmail);
    const { body } = await redeem(stage, webmail, code);
    expect(await redeem(stage, webmail, code)).toMatchObject({ body: { error: 'invalid_grant' } });
    expect((await refresh(stage, webmail, body.refresh_token)).status).toBe(400);
    await until('its token opens nothing', async () =>
      expect(await openImap(stage, luca.account, body.access_token)).toBe(ENDED),
    );
  });

  it('works once, however many come at the same time and to whichever replica', async () => {
    const code = await codeFor(webmail);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => redeem(stage, webmail, code)),
    );
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    for (const { body } of answers) {
      if (body.refresh_token === undefined) continue;
      expect((await refresh(stage, webmail, body.refresh_token)).status).toBe(400);
    }
  });

  it.each([
    ['with another verifier', { code_verifier: 'x'.repeat(43) }],
    ['at another address', { redirect_uri: 'https://webmail.example/other' }],
  ])('is good for nothing %s', async (_, change) => {
    const answer = await redeem(stage, webmail, await codeFor(webmail), change);
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('works for no other client, and for none without the secret', async () => {
    const code = await codeFor(webmail);
    expect((await redeem(stage, legacy, code)).body.error).toBe('invalid_grant');
    const guessed = { ...webmail, secret: 'x'.repeat(43) };
    expect(await redeem(stage, guessed, code)).toMatchObject({ status: 401 });
    const public_ = { ...webmail, secret: '' };
    expect((await redeem(stage, public_, code)).status).toBe(401);
  });

  it('needs PKCE, unless the client is registered without it (downgrade)', async () => {
    const without = { code_challenge: undefined, code_challenge_method: undefined };
    const asked = async (client: RegisteredClient, change: Record<string, string | undefined>) => {
      const { location } = await openByHand(stage.origin).get(
        authorizeUrl(stage, client, change).slice(stage.origin.length),
      );
      return location;
    };
    expect(await asked(webmail, without)).toContain('error=invalid_request');
    expect(await asked(webmail, { code_challenge_method: 'plain' })).toContain('error=');
    expect(await asked(legacy, without)).toContain('/sign-in?flow=');
    // Sends a verifier without a challenge, and no verifier with one.
    const plain = await codeFor(legacy, without);
    expect((await redeem(stage, legacy, plain)).body.error).toBe('invalid_grant');
    const bound = await codeFor(legacy);
    const form = {
      grant_type: 'authorization_code',
      redirect_uri: 'https://webmail.example/callback',
    };
    const stripped = await askAs(stage, legacy, '/openid/token', { ...form, code: bound });
    expect(stripped.body.error).toBe('invalid_grant');
  });
});

describe('a refresh token of a client without a secret', () => {
  it('ends what both have if it was stolen and used beside its owner’s', async () => {
    const phone = await register(stage, 'phone', { public: true });
    const { body: first } = await redeem(stage, phone, await codeFor(phone));
    const stolen = await refresh(stage, phone, first.refresh_token);
    const own = await refresh(stage, phone, first.refresh_token);
    const next = await refresh(stage, phone, own.body.refresh_token);
    expect(next.status).toBe(200);
    expect((await refresh(stage, phone, stolen.body.refresh_token)).status).toBe(400);
    expect((await refresh(stage, phone, next.body.refresh_token)).status).toBe(400);
    await until('its token opens nothing', async () =>
      expect(await openImap(stage, luca.account, next.body.access_token)).toBe(ENDED),
    );
  });
});

describe('a code of forward authentication', () => {
  const binding = (cookie: string) => createHash('sha256').update(cookie).digest('base64url');

  async function forwardCode(cookie: string): Promise<string> {
    const browser = openByHand(stage.origin);
    const query = new URLSearchParams({
      client: 'host',
      binding: binding(cookie),
      state: 'st.at-e',
    });
    const { location } = await browser.get(`/forward?${query}`);
    const back = new URL(await signInAt(browser, location));
    expect(`${back.origin}${back.pathname}`).toBe(`${HOST}/.gatepost/callback`);
    expect(back.searchParams.get('state')).toBe('st.at-e');
    return back.searchParams.get('code') ?? '';
  }
  const edge = () => stage.suite.client('service', 'edge');
  const refused = expect.objectContaining({ code: 5 });

  it('gives the session once, to the host and the browser that it was made for', async () => {
    const cookie = randomBytes(32).toString('base64url');
    const code = await forwardCode(cookie);
    const presented = { code, client: 'host', host: HOST, binding: binding(cookie) };
    const { account, session_secret } = await edge().call(REDEEM, presented);
    expect(account).toBe(luca.account);
    expect(session_secret).toMatch(/^gps_/);
    await expect(edge().call(REDEEM, presented)).rejects.toEqual(refused);
  });

  it.each([
    ['another browser', { binding: binding('another') }],
    ['another host', { host: 'https://evil.example' }],
    ['another client', { client: 'webmail' }],
  ])('is spent by %s', async (_, change) => {
    const cookie = randomBytes(32).toString('base64url');
    const code = await forwardCode(cookie);
    const right = { code, client: 'host', host: HOST, binding: binding(cookie) };
    await expect(edge().call(REDEEM, { ...right, ...change })).rejects.toEqual(refused);
    await expect(edge().call(REDEEM, right)).rejects.toEqual(refused);
  });

  it('can be redeemed only by edge', async () => {
    const denied = expect.objectContaining({ code: 7 });
    const presented = { code: 'x'.repeat(43), client: 'host', host: HOST, binding: 'x'.repeat(43) };
    for (const caller of ['mail', 'webmail']) {
      const client = stage.suite.client('front-end', caller);
      await expect(client.call(REDEEM, presented)).rejects.toEqual(denied);
    }
  });
});
