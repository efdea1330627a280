import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
import { type HandBrowser, openByHand, type Page } from './browser-by-hand.js';

const SECURE = 'login.example';

let stage: BrowserStage;
let webmail: RegisteredClient;
let other: RegisteredClient;
let luca: Person;
let mara: Person;
beforeAll(async () => {
  stage = await openBrowserStage((origin) => ({
    own: { portal: { hosts: [{ url: origin }, { url: `https://${SECURE}` }] } },
  }));
  webmail = await register(stage, 'webmail');
  other = await register(stage, 'other');
  luca = await stage.person('luca@w.tld', { otp: 1 });
  mara = await stage.person('mara@w.tld', { otp: 1 });
});
afterAll(() => stage?.close());

const local = (url: string) => url.replace(stage.origin, '');
const begin = async (browser: HandBrowser, client = webmail) =>
  local((await browser.get(local(authorizeUrl(stage, client)))).location);

/** Signs in up to the page that asks for the code. */
async function enterPassword(browser: HandBrowser, first: string, { account, password }: Person) {
  const page = await browser.get(first);
  const hidden = { token: page.field('token'), flow: page.field('flow') };
  const { location: path } = await browser.post('/sign-in', { account, password, ...hidden });
  return { path, page: await browser.get(path) };
}

function enterCode(browser: HandBrowser, path: string, page: Page, person: Person) {
  const code = stage.code(person.apps[0] as Person['apps'][number]);
  return browser.post(`${path}/code`, {
    ...{ token: page.field('token'), step: page.field('step'), code },
  });
}

/** Signs in from a page. Returns the address that the browser is sent to. */
async function signIn(browser: HandBrowser, first: string, person: Person): Promise<string> {
  const { path, page } = await enterPassword(browser, first, person);
  const done = await enterCode(browser, path, page, person);
  return (done.headers.get('refresh') ?? '').replace(/^0; url=/, '');
}

async function tokensOf(person: Person, client = webmail) {
  const browser = openByHand(stage.origin);
  const resume = await signIn(browser, await begin(browser, client), person);
  const back = await browser.get(local(resume));
  const code = new URL(back.location).searchParams.get('code') ?? '';
  return { code, ...(await redeem(stage, client, code)).body };
}

const setPassword = (account: string, password: string) =>
  stage.admin.call('gatepost.credential.v1.CredentialAdminService/SetPassword', {
    ...{ account, password: Buffer.from(password), actor: { comment: 'test' } },
  });

describe('cookies of a sibling host', () => {
  it('lend the attacker’s request to nobody: a person who follows it signs in at home', async () => {
    const attacker = openByHand(stage.origin);
    const first = await begin(attacker);
    // A sibling host sets the cookies of the attacker's request in the victim's browser, and sends the link.
    const victim = openByHand(stage.origin);
    for (const [name, value] of attacker.cookies) victim.cookies.set(name, value);
    const resume = await signIn(victim, first, luca);
    // The attacker resumes the request that the victim completed.
    const back = await attacker.get(local(resume));
    expect(back.location).not.toContain('code=');
    expect(back.location).not.toContain(luca.account);
    expect((await attacker.get('/')).body).not.toContain(luca.account);
  });

  it('are refused under TLS: names are bound to the host, and no cookie is set for a parent domain', async () => {
    const { port } = new URL(stage.origin);
    const ask = (cookie: string) =>
      new Promise<{ body: string; location: string; set: readonly string[] }>((resolve) => {
        const headers = { host: SECURE, cookie };
        request({ host: '127.0.0.1', port, path: '/sign-in', headers }, (answer) => {
          const { 'set-cookie': set = [], location = '' } = answer.headers;
          let body = '';
          answer.on('data', (part) => {
            body += part;
          });
          answer.on('end', () => resolve({ body, location, set }));
        }).end();
      });
    const { set } = await ask('');
    expect(set.length).toBeGreaterThan(0);
    for (const line of set) {
      expect(line).toMatch(/^__Host-gatepost-/);
      expect(line).toMatch(/; Secure/);
      expect(line).toMatch(/; Path=\/(;|$)/);
      expect(line).not.toMatch(/Domain=/i);
    }
    // A cookie without the prefix, which a sibling host can set for the parent domain, identifies no browser.
    const planted = await ask(`gatepost-browser=${'A'.repeat(43)}`);
    expect(planted.set.some((line) => line.startsWith('__Host-gatepost-browser='))).toBe(true);
  });
});

describe('a password that changed while a sign-in was under way', () => {
  it('ends a sign-in that still waits for its code', async () => {
    const nora = await stage.person('nora@w.tld', { otp: 1 });
    const browser = openByHand(stage.origin);
    const { path, page } = await enterPassword(browser, '/sign-in', nora);
    await setPassword(nora.account, 'another one entirely');
    await enterCode(browser, path, page, nora);
    expect(browser.cookies.has('gatepost-session')).toBe(false);
    expect((await browser.get('/')).location).toBe('/sign-in');
  });

  it('ends the code, the refresh token and the token that it earned', async () => {
    const ida = await stage.person('ida@w.tld', { otp: 1 });
    const browser = openByHand(stage.origin);
    const resume = await signIn(browser, await begin(browser), ida);
    const back = await browser.get(local(resume));
    const code = new URL(back.location).searchParams.get('code') ?? '';
    const before = await tokensOf(ida);
    await setPassword(ida.account, 'another one entirely');
    expect((await redeem(stage, webmail, code)).status).toBe(400);
    expect((await refresh(stage, webmail, before.refresh_token)).status).toBe(400);
    expect(await openImap(stage, ida.account, before.access_token)).toContain('SESSION_ENDED');
    // The browser does not get another code either.
    expect(await begin(browser)).toContain('/sign-in?flow=');
  });
});

describe('a token', () => {
  it('opens only the mail of its own account', async () => {
    const { access_token: token } = await tokensOf(luca);
    expect(await openImap(stage, luca.account, token)).toMatch(/ALLOW/);
    for (const account of [mara.account, 'luca@a.tld', 'luca@plain.tld']) {
      expect(await openImap(stage, account, token), account).not.toMatch(/ALLOW/);
    }
  });

  it('opens nothing at another service, nor from outside the webmail’s network', async () => {
    const { access_token: token } = await tokensOf(luca);
    const ask = async (service: string, client_ip: string) => {
      const method = 'gatepost.policy.v1.AuthorizationService/Authorize';
      const what = { account: luca.account, service, client_ip, password: Buffer.from(token) };
      return (await stage.mail.call(method, what)).decision;
    };
    expect(await ask('SERVICE_IMAP', '127.0.0.1')).toBe('DECISION_ALLOW');
    expect(await ask('SERVICE_IMAP', '203.0.113.7')).toBe('DECISION_DENY');
    for (const service of ['SERVICE_WEB_UI', 'SERVICE_SMTP', 'SERVICE_SOAP']) {
      expect(await ask(service, '127.0.0.1'), service).not.toBe('DECISION_ALLOW');
    }
  });

  it('of one client is refused to another', async () => {
    const { access_token: token, refresh_token: again } = await tokensOf(luca);
    expect((await refresh(stage, other, again)).status).toBe(400);
    const told = await askAs(stage, other, '/openid/introspect', { token });
    expect(told.body.active).not.toBe(true);
    // Another client may not end it either.
    await askAs(stage, other, '/openid/revoke', { token: again });
    expect((await refresh(stage, webmail, again)).status).toBe(200);
  });

  it('is never accepted as one of another kind', async () => {
    const { access_token: token, refresh_token: again, code } = await tokensOf(luca);
    expect((await refresh(stage, webmail, token)).status).toBe(400);
    expect((await redeem(stage, webmail, again)).status).toBe(400);
    for (const secret of [again, code]) {
      expect(await openImap(stage, luca.account, secret)).not.toMatch(/ALLOW/);
    }
    const browser = openByHand(stage.origin);
    for (const secret of [token, again, code]) {
      browser.cookies.set('gatepost-session', secret);
      expect((await browser.get('/')).location).toBe('/sign-in');
    }
  });
});

it('answers name their issuer, so a client of two providers cannot mix them up (RFC 9207)', async () => {
  const browser = openByHand(stage.origin);
  const back = await browser.get(local(await signIn(browser, await begin(browser), luca)));
  expect(new URL(back.location).searchParams.get('iss')).toBe(stage.origin);
  const none = authorizeUrl(stage, webmail, { prompt: 'none' });
  const { location } = await openByHand(stage.origin).get(local(none));
  const { searchParams } = new URL(location);
  expect(searchParams.get('error')).toBe('login_required');
  expect(searchParams.get('iss')).toBe(stage.origin);
});

it('an unsolicited answer of an identity provider is refused, and nothing of it is shown', async () => {
  const script = '"><script>alert(1)</script>';
  const browser = openByHand(stage.origin);
  const form = { SAMLResponse: script, RelayState: script };
  const { status, body } = await browser.post('/saml/w.tld/acs', form, {
    origin: 'https://idp.example',
  });
  expect(status).toBe(400);
  expect(body).not.toContain('<script>alert');
});
