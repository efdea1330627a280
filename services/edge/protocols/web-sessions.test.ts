import { afterEach, expect, it } from 'vitest';
import { unavailable } from '../../../libs/errors/index.js';
import { allowed, type OpenListener, openListener, SECRET, T0 } from '../testing/open-listener.js';
import { exchange, httpRequest, readAnswer } from '../testing/raw.js';

let listener: OpenListener;
afterEach(() => listener?.close());

const WEB = { protocol: 'forward-auth', 'sign-in': 'https://mail.a.tld/login', sessions: true };
const CREDENTIALS = { Authorization: `Basic ${Buffer.from('luca@a.tld:x').toString('base64')}` };
const FROM = { 'X-Forwarded-For': '203.0.113.20' };
const ELSEWHERE = { 'X-Forwarded-For': '198.51.100.7' };
const LUCA = { account: 'luca@a.tld', service: 'WebUI', client: '' } as const;
const SESSION = { secret: 'the-secret-of-a-session', until: T0 + 3_600_000 };

async function ask(path: string, headers: Record<string, string>) {
  const request = httpRequest(`GET ${path}`, { 'X-Gatepost-Secret': SECRET, ...headers });
  return readAnswer(await exchange(listener.port, request));
}

/** Signs in with a password; the session is valid. */
async function signIn(change: object = {}): Promise<{ Cookie: string }> {
  listener.answer(allowed({ session: SESSION, ...change }));
  listener.web.validSessions.set(SESSION.secret, LUCA);
  const answer = await ask('/WebUI', { ...FROM, ...CREDENTIALS });
  const cookie = answer.headers['set-cookie'] ?? '';
  expect(cookie).toMatch(/^__Host-gatepost-session=\S+; Max-Age=3600; Path=\/; Secure; HttpOnly;/);
  listener.clock.advance(1_000);
  return { Cookie: cookie.split(';')[0] ?? '' };
}

it('a sign-in with a password asks for a session at an interactive service, and no other', async () => {
  listener = await openListener(WEB);
  await signIn();
  await ask('/Dav', { ...FROM, ...CREDENTIALS });
  expect(listener.attempts.map(({ remember }) => remember?.sessionSeconds)).toEqual([0, undefined]);
});

it('a session lets in while it is valid, for its service, without another decision', async () => {
  listener = await openListener(WEB);
  const cookie = await signIn();
  const again = await ask('/WebUI', { ...ELSEWHERE, ...cookie });
  expect(again).toMatchObject({ status: 200, headers: { 'x-gatepost-account': 'luca@a.tld' } });
  expect(listener.web.asked).toEqual([[SESSION.secret, '198.51.100.7']]);
  expect(listener.attempts.length).toBe(1);
  listener.web.validSessions.delete(SESSION.secret);
  // Within a second of the last answer.
  expect((await ask('/WebUI', { ...ELSEWHERE, ...cookie })).status).toBe(200);
  listener.clock.advance(1_000);
  expect((await ask('/WebUI', { ...ELSEWHERE, ...cookie })).status).toBe(401);
});

it('a session for one service signs nobody in for another, nor for an account not served', async () => {
  listener = await openListener(WEB);
  const cookie = await signIn();
  for (const session of [
    { ...LUCA, service: 'WebAdminUI' },
    { ...LUCA, client: 'webmail' },
    { ...LUCA, account: 'luca@b.tld' },
  ] as const) {
    listener.web.validSessions.set(SESSION.secret, session);
    listener.clock.advance(1_000);
    expect((await ask('/WebUI', { ...FROM, ...cookie })).status).toBe(401);
  }
});

it('a session that trust carried is good at its own address only', async () => {
  listener = await openListener(WEB);
  const cookie = await signIn({ validUntil: T0 + 3_600_000 });
  expect((await ask('/WebUI', { ...FROM, ...cookie })).status).toBe(200);
  expect((await ask('/WebUI', { ...ELSEWHERE, ...cookie })).status).toBe(401);
  const [, secret] = /=([^~]+)~/.exec(cookie.Cookie) ?? [];
  for (const forged of [`${secret}`, cookie.Cookie.replace(/~[^~]*~/, '~~').split('=', 2)[1]]) {
    const Cookie = `__Host-gatepost-session=${forged}`;
    expect((await ask('/WebUI', { ...ELSEWHERE, Cookie })).status).toBe(401);
  }
});

it('a session that ended is let in no more as soon as that is heard', async () => {
  listener = await openListener(WEB);
  const cookie = await signIn();
  expect((await ask('/WebUI', { ...FROM, ...cookie })).status).toBe(200);
  listener.web.validSessions.delete(SESSION.secret);
  listener.remembered.ended('anna@a.tld');
  expect((await ask('/WebUI', { ...FROM, ...cookie })).status).toBe(200);
  listener.remembered.ended(LUCA.account);
  expect((await ask('/WebUI', { ...FROM, ...cookie })).status).toBe(401);
});

it('asks at each request while endings are not received', async () => {
  listener = await openListener(WEB);
  const cookie = await signIn();
  listener.remembered.lose();
  for (let n = 0; n < 3; n += 1) {
    expect((await ask('/WebUI', { ...FROM, ...cookie })).status).toBe(200);
  }
  expect(listener.web.asked.length).toBe(3);
});

it('asks at each request of an administrator', async () => {
  listener = await openListener({ ...WEB, services: ['WebUI', 'WebAdminUI'] });
  listener.answer(allowed({ session: SESSION }));
  listener.web.validSessions.set(SESSION.secret, { ...LUCA, service: 'WebAdminUI' });
  const answer = await ask('/WebAdminUI', { ...FROM, ...CREDENTIALS });
  const cookie = { Cookie: answer.headers['set-cookie']?.split(';')[0] ?? '' };
  for (let n = 0; n < 3; n += 1) {
    expect((await ask('/WebAdminUI', { ...FROM, ...cookie })).status).toBe(200);
  }
  expect(listener.web.asked.length).toBe(3);
});

it('a session that cannot be asked about lets nobody in', async () => {
  listener = await openListener(WEB);
  const cookie = await signIn();
  listener.web.failWith(unavailable('trust-store is down'));
  expect((await ask('/WebUI', { ...FROM, ...cookie })).status).toBe(503);
  listener.web.failWith(undefined);
  expect((await ask('/WebUI', { ...FROM, ...cookie })).status).toBe(200);
});

it('signing out ends the session, and no other site signs a person out', async () => {
  listener = await openListener(WEB);
  const cookie = await signIn();
  const crossSite = { ...FROM, ...cookie, 'Sec-Fetch-Site': 'cross-site' };
  expect((await ask('/.gatepost/logout', crossSite)).status).toBe(403);
  expect((await ask('/WebUI', { ...FROM, ...cookie })).status).toBe(200);
  const out = await ask('/.gatepost/logout', { ...ELSEWHERE, ...cookie });
  expect(out).toMatchObject({ status: 303, headers: { location: 'https://mail.a.tld/login' } });
  expect(out.headers['set-cookie']).toMatch(/^__Host-gatepost-session=; Max-Age=0;/);
  expect((await ask('/WebUI', { ...FROM, ...cookie })).status).toBe(401);
});

it('signing out lets nobody in, whatever a client says of its request', async () => {
  listener = await openListener({ protocol: 'forward-auth', sessions: true });
  const headers = { ...FROM, 'X-Forwarded-Method': 'GET', 'X-Forwarded-Uri': '/.gatepost/logout' };
  for (const path of ['/WebUI', '/Dav']) expect((await ask(path, headers)).status).toBe(403);
  expect((await ask('/.gatepost/logout', FROM)).status).toBe(200);
});

it('the mail server gets the cookies of others, and none of ours', async () => {
  listener = await openListener(WEB);
  const { Cookie } = await signIn();
  const others = 'theme=dark; lang="it"; r\u00e9=1';
  const device = '__Host-gatepost-device=x';
  const answer = await ask('/WebUI', { ...FROM, Cookie: `${Cookie}; ${others}; ${device}` });
  expect(answer.headers.cookie).toBe(others);
  expect((await ask('/WebUI', { ...FROM, Cookie })).headers).not.toHaveProperty('cookie');
  const program = await ask('/Dav', { ...FROM, ...CREDENTIALS, Cookie: others });
  expect(program.headers.cookie).toBe(others);
});
