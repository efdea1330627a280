import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticatorApp } from '../../../cli/up/demo/authenticator-app.js';
import { until } from '../../../libs/testing/until.js';
import { authorizeUrl, register } from '../../browser/openid-client.js';
import { type BrowserStage, openBrowserStage, type Person } from '../../browser/stage.js';
import { type HandBrowser, openByHand, type Page } from './browser-by-hand.js';

let stage: BrowserStage;
let luca: Person;
beforeAll(async () => {
  stage = await openBrowserStage();
  luca = await stage.person('luca@a.tld', { otp: 1 });
});
afterAll(() => stage?.close());

const SESSION = 'gatepost-session';
const phoneOf = ({ apps }: Person) => apps[0] as Person['apps'][number];

/** Signs in up to the page that asks for the code. */
async function begin(
  browser: HandBrowser,
  person: Person,
  flow = '',
): Promise<Page & { path: string }> {
  const first = await browser.get(flow === '' ? '/sign-in' : flow);
  const { account, password } = person;
  const hidden = { token: first.field('token'), flow: first.field('flow') };
  const { location: path } = await browser.post('/sign-in', { account, password, ...hidden });
  return { ...(await browser.get(path)), path };
}

const codeForm = (page: Page, code: string) => ({
  token: page.field('token'),
  step: page.field('step'),
  code,
});

describe('a form of a stranger (CSRF, login CSRF)', () => {
  it.each([
    ['with the stranger’s Origin', { origin: 'https://evil.example' }],
    ['from a page without one', { origin: 'null' }],
    ['from a sibling host', { origin: 'http://localhost:1' }],
  ])('%s does nothing', async (_, headers) => {
    const browser = openByHand(stage.origin);
    const code = await begin(browser, luca);
    const form = codeForm(code, stage.code(phoneOf(luca)));
    const refused = await browser.post(`${code.path}/code`, form, headers);
    expect(refused.status).toBe(403);
    expect(browser.cookies.has(SESSION)).toBe(false);
    // The refused posts used up nothing.
    await browser.post(`${code.path}/code`, form);
    expect(browser.cookies.has(SESSION)).toBe(true);
    const paths = ['/sign-out', '/sign-out/everywhere', '/sign-in', '/my/changes/seen'];
    for (const path of [...paths, '/my/notices/switch', '/not-me/x']) {
      expect((await browser.post(path, {}, headers)).status).toBe(403);
    }
    // A forged post is refused before its path is looked at.
    expect((await browser.post('/no/such/page', {}, headers)).status).toBe(403);
    expect((await browser.post('/no/such/page', {})).status).toBe(403);
    expect((await browser.get('/')).body).toContain(luca.account);
  });

  it('with the token of another browser signs nobody in', async () => {
    const attacker = openByHand(stage.origin);
    const token = (await attacker.get('/sign-in')).field('token');
    const victim = openByHand(stage.origin);
    await victim.get('/sign-in');
    const { account, password } = luca;
    for (const forged of [token, '', '1.x', `${token}x`]) {
      const refused = await victim.post('/sign-in', { account, password, token: forged });
      expect(refused.status).toBe(403);
    }
  });

  it('of a client’s request that someone else began is refused', async () => {
    const webmail = await register(stage, 'webmail');
    const attacker = openByHand(stage.origin);
    const path = authorizeUrl(stage, webmail).slice(stage.origin.length);
    const { location } = await attacker.get(path);
    const flow = location.slice(location.indexOf('/sign-in'));
    // The victim gets the link. Signing in through it would sign them in at the attacker's client request.
    const victim = openByHand(stage.origin);
    expect((await victim.get(flow)).status).toBe(400);
    // The attacker's form does not work either, once it is tied to the attacker's browser.
    const bound = (await attacker.get(flow)).field('flow');
    expect(bound).not.toBe('');
    const { account, password } = luca;
    const token = (await victim.get('/sign-in')).field('token');
    const refused = await victim.post('/sign-in', { account, password, token, flow: bound });
    expect(refused.status).toBe(400);
  });
});

it('signs nobody out without the token of the page that asks, not even through a client', async () => {
  const browser = openByHand(stage.origin);
  const code = await begin(browser, luca);
  await browser.post(`${code.path}/code`, codeForm(code, stage.code(phoneOf(luca))));
  // Posts from a sibling host. The browser sends the cookies with them.
  for (const xsrf of ['', 'x'.repeat(48)]) {
    const form = { logout: 'yes', xsrf };
    const refused = await browser.post('/openid/sign-out/confirm', form, { origin: 'null' });
    expect(refused.status).toBe(400);
  }
  expect((await browser.get('/')).body).toContain(luca.account);
});

it('offers only the OpenID Connect flows that it serves', async () => {
  const { body } = await openByHand(stage.origin).get('/.well-known/openid-configuration');
  const offered = Object.keys(JSON.parse(body)).filter((key) => /_endpoint$|dpop/.test(key));
  expect(offered.toSorted()).toEqual([
    'authorization_endpoint',
    'end_session_endpoint',
    'introspection_endpoint',
    'revocation_endpoint',
    'token_endpoint',
    'userinfo_endpoint',
  ]);
});

it('redirects only to registered addresses (open redirect)', async () => {
  const browser = openByHand(stage.origin);
  const paths = [
    '/sign-in?flow=https://evil.example',
    '/sign-in?next=https://evil.example&return=//evil.example',
    '/forward?client=evil&binding=x&state=x',
    '/signed-out?client=https://evil.example',
    '//evil.example/',
    '/%5cevil.example',
    '/openid/authorize?client_id=webmail&response_type=code&scope=openid&redirect_uri=https%3A%2F%2Fevil.example',
    '/openid/sign-out?post_logout_redirect_uri=https%3A%2F%2Fevil.example',
  ];
  for (const path of paths) {
    const { location, body, status } = await browser.get(path);
    expect(`${status} ${location}`, path).not.toContain('evil');
    expect(body, path).not.toMatch(/(href|action)="(https?:)?[/\\]+evil/);
  }
});

it('sets new cookies after a sign-in, and refuses the old ones (fixation)', async () => {
  const attacker = openByHand(stage.origin);
  await attacker.get('/sign-in');
  const victim = openByHand(stage.origin);
  // A sibling host could set these cookies.
  for (const [name, value] of attacker.cookies) victim.cookies.set(name, value);
  victim.cookies.set(SESSION, 'A'.repeat(43));
  const code = await begin(victim, luca);
  await victim.post(`${code.path}/code`, codeForm(code, stage.code(phoneOf(luca))));
  expect(victim.cookies.get(SESSION)).not.toBe('A'.repeat(43));
  expect(victim.cookies.get('gatepost-browser')).not.toBe(attacker.cookies.get('gatepost-browser'));
  attacker.cookies.set(SESSION, 'A'.repeat(43));
  expect((await attacker.get('/')).location).toBe('/sign-in');
});

it('accepts each step once, at whichever replicas', async () => {
  const browser = openByHand(stage.origin);
  const code = await begin(browser, luca);
  const form = codeForm(code, stage.code(phoneOf(luca)));
  const cookies = new Map(browser.cookies);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => {
      const tab = openByHand(stage.origin);
      for (const [name, value] of cookies) tab.cookies.set(name, value);
      return tab.post(`${code.path}/code`, form).then(({ status }) => ({
        status,
        isIn: tab.cookies.has(SESSION),
      }));
    }),
  );
  expect(answers.filter(({ isIn }) => isIn)).toHaveLength(1);
  const late = openByHand(stage.origin);
  for (const [name, value] of cookies) late.cookies.set(name, value);
  expect((await late.post(`${code.path}/code`, form)).status).toBe(409);
});

it('cannot be restored after signing out, by the cookie or from a cache', async () => {
  const browser = openByHand(stage.origin);
  const code = await begin(browser, luca);
  await browser.post(`${code.path}/code`, codeForm(code, stage.code(phoneOf(luca))));
  const home = await browser.get('/');
  expect(home.headers.get('cache-control')).toBe('no-store');
  const session = browser.cookies.get(SESSION) ?? '';
  await browser.post('/sign-out', { token: home.field('token') });
  browser.cookies.set(SESSION, session);
  expect((await browser.get('/')).location).toBe('/sign-in');
});

describe('what a stranger writes', () => {
  const SCRIPT = '"><script>alert(1)</script>';

  it.each([
    ['account', { account: SCRIPT, password: 'x' }],
    ['account with a domain', { account: `${SCRIPT}@a.tld`, password: 'x' }],
    ['password', { account: 'luca@a.tld', password: SCRIPT }],
  ])('as %s is no markup', async (_, form) => {
    const browser = openByHand(stage.origin);
    const token = (await browser.get('/sign-in')).field('token');
    const { body, headers } = await browser.post(
      '/sign-in',
      { ...form, token },
      { 'user-agent': SCRIPT },
    );
    expect(body).not.toContain('<script>alert');
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
  });

  it.each([
    `/sign-in?lang=${encodeURIComponent(SCRIPT)}`,
    `/sign-in?x=${encodeURIComponent(SCRIPT)}`,
    `/sign-in/${encodeURIComponent(SCRIPT)}`,
    `/${encodeURIComponent(SCRIPT)}`,
    `/?granted=${encodeURIComponent(SCRIPT)}`,
    `/signed-out?client=${encodeURIComponent(SCRIPT)}`,
    `/openid/authorize?client_id=${encodeURIComponent(SCRIPT)}`,
    `/openid/sign-out?client_id=${encodeURIComponent(SCRIPT)}&state=${encodeURIComponent(SCRIPT)}`,
    `/openid/sign-out?id_token_hint=${encodeURIComponent(SCRIPT)}`,
    `/forward?client=${encodeURIComponent(SCRIPT)}&state=${encodeURIComponent(SCRIPT)}`,
    `/my/changes?after=${encodeURIComponent(SCRIPT)}`,
    `/not-me/${encodeURIComponent(SCRIPT)}`,
    `/confirm-address/${encodeURIComponent(SCRIPT)}`,
    `/notices-off/${encodeURIComponent(SCRIPT)}`,
    `/brand/${encodeURIComponent(SCRIPT)}/logo.png`,
  ])('in %s is no markup', async (path) => {
    const { body, headers } = await openByHand(stage.origin).get(path);
    expect(body).not.toContain('<script>alert');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('is escaped in an authenticator’s label', async () => {
    const vera = await stage.person('vera@a.tld');
    for (const label of [SCRIPT, `${SCRIPT}2`]) {
      const { otpauthUri } = createAuthenticatorApp(randomBytes(20), label);
      const imported = { account: vera.account, otpauth_uri: Buffer.from(otpauthUri) };
      await stage.admin.call('gatepost.otp.v1.OtpAdminService/ImportAuthenticator', imported);
    }
    const { body } = await begin(openByHand(stage.origin), vera);
    expect(body).toContain('&lt;script>alert(1)&lt;/script>');
    expect(body).not.toContain('<script>alert');
  });

  it('is limited before it is read', async () => {
    const browser = openByHand(stage.origin);
    const token = (await browser.get('/sign-in')).field('token');
    const account = 'x'.repeat(100_000);
    expect((await browser.post('/sign-in', { account, token })).status).toBe(413);
    const password = 'x'.repeat(2_000);
    const long = await browser.post('/sign-in', { account: luca.account, password, token });
    expect(long.status).toBe(422);
  });
});

it('does not reveal whether an account exists, has a second factor or is locked, by page or by work', async () => {
  const none = await stage.person('none@a.tld');
  const locked = await stage.person('locked@a.tld', { otp: 1 });
  const guess = { account: locked.account, service: 'SERVICE_WEB_UI' };
  for (let n = 0; n < 10; n += 1) {
    await stage.mail.call('gatepost.policy.v1.AuthorizationService/Authorize', {
      ...{ ...guess, client_ip: `198.51.100.${n}`, otp_code: `00000${n}` },
      password: Buffer.from(locked.password),
    });
  }
  const list = 'gatepost.otp.v1.OtpAdminService/ListAuthenticators';
  const { authenticators } = await stage.admin.call(list, { account: locked.account });
  expect(authenticators[0].locked_until).toBeTruthy();

  const page = async (account: string) => {
    const browser = openByHand(stage.origin);
    const token = (await browser.get('/sign-in')).field('token');
    const { status, body } = await browser.post('/sign-in', { account, password: 'wrong', token });
    // What differs on each page: the form's token, and the challenge of a passkey.
    const fresh = /(name="(?:token|ticket)" value|data-passkey(?:-options)?)="[^"]*"/g;
    return `${status} ${body.replaceAll(account, 'ACCOUNT').replace(fresh, '$1')}`;
  };
  const auditor = stage.suite.client('auditor', 'auditor');
  // What each login looked up and compared, by its event. That all comparisons take the same time is tested in
  // services/credential/commands/verify-password.test.ts.
  const work = async (account: string) => {
    const filter = { account, type: 'gatepost.login.v1', client_ip: '127.0.0.1' };
    const found = await until('the record has it', async () => {
      const { events } = await auditor.call('gatepost.audit.v1.AuditService/Query', { filter });
      return events.length > 0 && events;
    });
    return found.map(({ event }: { event: Buffer }) => {
      const { account: _, attempt_id: __, ...rest } = JSON.parse(`${event}`).data;
      return rest;
    });
  };
  const nobody = 'nobody-at-all@a.tld';
  const [answer, done] = [await page(nobody), await work(nobody)];
  expect(done).toHaveLength(1);
  expect(done[0].verified).toEqual({ first: 'wrong' });
  const wrong = await stage.person('wrong@a.tld', { otp: 1 });
  for (const { account } of [wrong, none, locked]) {
    expect(await page(account), account).toBe(answer);
    expect(await work(account), account).toEqual(done);
  }
});

it('is answered only under the host’s own name', async () => {
  const { request } = await import('node:http');
  const { port } = new URL(stage.origin);
  const statusFor = (headers: Record<string, string>, path = '/sign-in') =>
    new Promise<{ status: number; body: string }>((resolve) => {
      request({ host: '127.0.0.1', port, path, headers }, (answer) => {
        let body = '';
        answer.on('data', (part) => {
          body += part;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
      }).end();
    });
  expect((await statusFor({ host: 'evil.example' })).status).toBe(421);
  expect((await statusFor({ host: `localhost:${port}.evil.example` })).status).toBe(421);
  const host = `localhost:${port}`;
  const forwarded = { host, 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
  const { body } = await statusFor(forwarded, '/.well-known/openid-configuration');
  expect(body).not.toContain('evil');
  expect(JSON.parse(body).issuer).toBe(stage.origin);
});
