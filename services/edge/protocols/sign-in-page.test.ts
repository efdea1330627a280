import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { unavailable } from '../../../libs/errors/index.js';
import { type OpenListener, openListener, SECRET, T0 } from '../testing/open-listener.js';
import { exchange, httpRequest, readAnswer } from '../testing/raw.js';

const PORTAL = {
  ...{ url: 'https://login.a.tld', client: 'webmail', host: 'https://mail.a.tld' },
  ...{ service: 'WebUI', backend: 'basic' },
};
const CODE = 'c'.repeat(43);
const SESSION = { account: 'luca@a.tld', secret: 'the-secret-of-a-session', until: T0 + 3_600_000 };

let listener: OpenListener;
beforeEach(async () => {
  listener = await openListener({ protocol: 'forward-auth', portal: PORTAL });
  listener.web.codes.set(CODE, SESSION);
  const { account } = SESSION;
  listener.web.validSessions.set(SESSION.secret, { account, service: 'WebUI', client: 'webmail' });
  const token = { token: 'gpm_mail', expiresAt: T0 + 300_000 };
  listener.web.tokens.set(SESSION.secret, token);
});
afterEach(() => listener?.close());

async function ask(path: string, headers: Record<string, string> = {}) {
  const own = { 'X-Gatepost-Secret': SECRET, 'X-Forwarded-For': '203.0.113.20' };
  const request = httpRequest(`GET ${path}`, { ...own, ...headers });
  return readAnswer(await exchange(listener.port, request));
}

const PAGE = { 'X-Forwarded-Method': 'GET', 'Sec-Fetch-Mode': 'navigate' };
const pairOf = (cookie: string | undefined) => cookie?.split(';')[0] ?? '';

/** Leaves for the sign-in page from `target`; what the page is told, and the browser's cookie. */
async function leave(target = '/inbox?folder=1', headers: Record<string, string> = {}) {
  const answer = await ask('/WebUI', { ...PAGE, 'X-Forwarded-Uri': target, ...headers });
  expect(answer.status).toBe(302);
  const page = new URL(answer.headers.location ?? '');
  return {
    page,
    state: page.searchParams.get('state') ?? '',
    Cookie: pairOf(answer.headers['set-cookie']),
  };
}
const comeBack = (state: string, headers: Record<string, string>, code = CODE) =>
  ask(`/.gatepost/callback?${new URLSearchParams({ code, state })}`, headers);

it('a browser is sent to the sign-in page, bound to a cookie, and back to where it was going', async () => {
  const { page, state, Cookie } = await leave();
  expect(page.href).toMatch(/^https:\/\/login\.a\.tld\/forward\?client=webmail&binding=/);
  const [name, start = ''] = Cookie.split('=');
  expect(name).toBe('__Host-gatepost-start');
  const binding = createHash('sha256').update(start).digest('base64url');
  expect(page.searchParams.get('binding')).toBe(binding);
  expect(state).toMatch(/^[A-Za-z0-9._-]{1,2048}$/);
  const back = await comeBack(state, { Cookie });
  expect(listener.web.brought).toEqual([
    { code: CODE, client: 'webmail', host: 'https://mail.a.tld', binding },
  ]);
  expect(back).toMatchObject({
    status: 303,
    headers: { location: 'https://mail.a.tld/inbox?folder=1', 'referrer-policy': 'no-referrer' },
  });
});

it('then each request carries a mail token to the webmail, and the client its own to nobody', async () => {
  const { state, Cookie } = await leave();
  const request = httpRequest(
    `GET /.gatepost/callback?${new URLSearchParams({ code: CODE, state })}`,
    {
      ...{ 'X-Gatepost-Secret': SECRET, 'X-Forwarded-For': '203.0.113.20', Cookie },
    },
  );
  const raw = await exchange(listener.port, request);
  const [, session = ''] = /set-cookie: (__Host-gatepost-session=[^;]+);/i.exec(raw) ?? [];
  const Authorization = `Basic ${Buffer.from('boss@a.tld:guess').toString('base64')}`;
  const letIn = await ask('/WebUI', { Cookie: session, Authorization });
  expect(letIn).toMatchObject({
    status: 200,
    headers: {
      'x-gatepost-account': 'luca@a.tld',
      authorization: `Basic ${Buffer.from('luca@a.tld:gpm_mail').toString('base64')}`,
    },
  });
  // Without a session they count for nothing: a password is for the sign-in page.
  const refused = await ask('/WebUI', { ...PAGE, Authorization });
  expect(refused.status).toBe(302);
  expect(listener.attempts).toEqual([]);
});

it('an account whose name ends early in Basic is let in as nobody', async () => {
  const account = 'luca:x@a.tld';
  listener.web.codes.set(CODE, { ...SESSION, account });
  listener.web.validSessions.set(SESSION.secret, { account, service: 'WebUI', client: 'webmail' });
  const { state, Cookie } = await leave();
  const path = `/.gatepost/callback?${new URLSearchParams({ code: CODE, state })}`;
  const own = { 'X-Gatepost-Secret': SECRET, 'X-Forwarded-For': '203.0.113.20', Cookie };
  const raw = await exchange(listener.port, httpRequest(`GET ${path}`, own));
  const [, session = ''] = /set-cookie: (__Host-gatepost-session=[^;]+);/i.exec(raw) ?? [];
  expect(session).not.toBe('');
  const refused = await ask('/WebUI', { Cookie: session });
  expect(refused.status).toBe(403);
  expect(refused.headers.authorization).toBeUndefined();
});

it.each([
  ['a script', { 'X-Forwarded-Method': 'GET', 'Sec-Fetch-Mode': 'cors' }],
  ['a form', { 'X-Forwarded-Method': 'POST', 'Sec-Fetch-Mode': 'navigate' }],
  ['a frame', { ...PAGE, 'Sec-Fetch-Dest': 'iframe' }],
  ['an image', { 'X-Forwarded-Method': 'GET', Accept: 'image/*' }],
  ['a proxy that does not say', { Accept: 'text/html' }],
])('%s is not redirected', async (_, headers) => {
  const answer = await ask('/WebUI', headers);
  expect(answer.status).toBe(401);
  expect(answer.headers).not.toHaveProperty('set-cookie');
  expect(answer.headers['www-authenticate']).not.toMatch(/^Basic/);
});

it.each([
  '//evil.example/',
  '/\\evil.example',
  'https://evil.example/',
  '/a\\u0000',
  `/${'x'.repeat(1024)}`,
])('the way back is a path on this host: %s is none', async (target) => {
  const { state, Cookie } = await leave(target);
  const { headers } = await comeBack(state, { Cookie });
  expect(headers.location).toMatch(/^https:\/\/mail\.a\.tld\/(a.*)?$/);
});

it('a code at another browser, of another state, or a second time opens nothing', async () => {
  const mine = await leave();
  const other = await leave();
  expect(other.Cookie).not.toBe(mine.Cookie);
  for (const [state, headers] of [
    [mine.state, {}],
    [mine.state, { Cookie: other.Cookie }],
    [`${mine.state}x`, { Cookie: mine.Cookie }],
    ['', { Cookie: mine.Cookie }],
  ] as const) {
    expect((await comeBack(state, headers)).status).toBe(400);
  }
  expect(listener.web.brought).toEqual([]);
  listener.clock.advance(1_800_001);
  expect((await comeBack(mine.state, { Cookie: mine.Cookie })).status).toBe(400);
  const again = await leave('/', { Cookie: mine.Cookie });
  expect(again.Cookie).toBe(mine.Cookie);
  expect((await comeBack(again.state, { Cookie: again.Cookie })).status).toBe(303);
  const second = await comeBack(again.state, { Cookie: again.Cookie });
  expect(second.status).toBe(400);
  expect(second.headers).not.toHaveProperty('set-cookie');
});

it('a code of an account that is not served here opens nothing', async () => {
  listener.web.codes.set(CODE, { ...SESSION, account: 'luca@b.tld' });
  const { state, Cookie } = await leave();
  expect((await comeBack(state, { Cookie })).status).toBe(400);
});

it('treats a sign-in that cannot be completed now as temporary', async () => {
  const { state, Cookie } = await leave();
  listener.web.failWith(unavailable('portal is down'));
  expect((await comeBack(state, { Cookie })).status).toBe(503);
});

it('ignores the host of a request', async () => {
  const { page } = await leave('/', { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' });
  expect(page.href).not.toContain('evil');
});

it('signing out leads to the sign-in page', async () => {
  const out = await ask('/WebUI', {
    ...{ 'X-Forwarded-Method': 'POST', 'X-Forwarded-Uri': '/.gatepost/logout' },
  });
  const location = 'https://login.a.tld/signed-out?client=webmail';
  expect(out).toMatchObject({ status: 303, headers: { location } });
});

it("nginx's auth_request is told by 401, and where to send the browser", async () => {
  await listener.close();
  const portal = { ...PORTAL, redirects: false };
  listener = await openListener({ protocol: 'forward-auth', portal });
  const answer = await ask('/WebUI', { ...PAGE, 'X-Forwarded-Uri': '/' });
  expect(answer.status).toBe(401);
  expect(answer.headers.location).toMatch(/^https:\/\/login\.a\.tld\/forward\?/);
});
