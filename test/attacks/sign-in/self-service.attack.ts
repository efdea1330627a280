import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../libs/testing/until.js';
import { type BrowserStage, openBrowserStage, type Person } from '../../browser/stage.js';
import { type HandBrowser, openByHand, type Page } from './browser-by-hand.js';

let stage: BrowserStage;
let luca: Person;
let anna: Person;
beforeAll(async () => {
  stage = await openBrowserStage();
  luca = await stage.person('luca@w.tld', { otp: 2, recovery: true });
  anna = await stage.person('anna@w.tld', { otp: 2, recovery: true });
});
afterAll(() => stage?.close());

const SESSION = 'gatepost-session';
const PROVE = [
  ...['ways', 'app-passwords', 'app-password', 'password', 'authenticator', 'passkey'],
  ...['second-address', 'remove-second-address'],
];
const SCRIPT = '"><script>alert(1)</script>';
const phoneOf = ({ apps }: Person) => apps[0] as Person['apps'][number];

async function signedIn(person: Person, trust = {}): Promise<HandBrowser> {
  const browser = openByHand(stage.origin);
  const { account, password } = person;
  const token = (await browser.get('/sign-in')).field('token');
  const { location } = await browser.post('/sign-in', { account, password, token });
  const code = await browser.get(location);
  const form = { token: code.field('token'), step: code.field('step') };
  await browser.post(`${location}/code`, {
    ...{ ...form, ...trust, code: stage.code(phoneOf(person)) },
  });
  expect(browser.cookies.has(SESSION)).toBe(true);
  return browser;
}

/** Gives the proof for what the person chose to do. */
async function proved(
  browser: HandBrowser,
  person: Person,
  act: string,
): Promise<Page & { path: string }> {
  const { location: first } = await browser.get(`/my/confirm?act=${act}`);
  const page = await browser.get(first);
  const hidden = { token: page.field('token'), flow: page.field('flow') };
  const { password } = person;
  const { location } = await browser.post('/sign-in', { ...hidden, password });
  const code = await browser.get(location);
  const form = { token: code.field('token'), step: code.field('step') };
  const { location: path } = await browser.post(`${location}/code`, {
    ...{ ...form, code: stage.code(phoneOf(person)) },
  });
  return { ...(await browser.get(path)), path };
}

const formOf = (page: Page) => ({ token: page.field('token'), step: page.field('step') });
const copyOf = (browser: HandBrowser): HandBrowser => {
  const copy = openByHand(stage.origin);
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  return copy;
};
const ask = (method: string, request: object) => stage.admin.call(method, request);
const appPasswords = async ({ account }: Person) => {
  const method = 'gatepost.credential.v1.CredentialAdminService/ListAppPasswords';
  return (await ask(method, { account })).app_passwords as { id: string; label: string }[];
};
const authenticators = async ({ account }: Person) => {
  const method = 'gatepost.otp.v1.OtpAdminService/ListAuthenticators';
  return (await ask(method, { account })).authenticators as { id: string }[];
};
const trusts = async ({ account }: Person) => {
  const method = 'gatepost.truststore.v1.TrustAdminService/ListTrust';
  return (await ask(method, { account })).trusts as { trust_id: string }[];
};

const POSTS = [
  '/my/access/end',
  '/my/access/end-all',
  '/my/changes/seen',
  '/my/notices/switch',
  ...[
    ...['remove-authenticator', 'restore-authenticator', 'rename-authenticator', 'rename-passkey'],
    'recovery-codes',
    ...[
      'remove-passkey',
      'restore-passkey',
      'app-password',
      'end-app-passwords',
      'password',
      'kept',
      ...['second-address', 'remove-second-address'],
    ],
  ].map((act) => `/my/change/${'x'.repeat(43)}/${act}`),
];

describe('who is not signed in', () => {
  it('sees nothing of anybody’s account, and changes nothing', async () => {
    const stranger = openByHand(stage.origin);
    const token = (await stranger.get('/sign-in')).field('token');
    const pages = [
      ...[
        '/',
        '/my/sign-ins',
        '/my/changes',
        '/my/access',
        '/my/notices',
        `/my/change/${'x'.repeat(43)}`,
      ],
      ...PROVE.map((act) => `/my/confirm?act=${act}`),
    ];
    for (const path of pages) {
      expect((await stranger.get(path)).location, path).toBe('/sign-in');
    }
    for (const path of POSTS) {
      const answer = await stranger.post(path, { token, id: 'x', label: 'x', 'for-Imap': 'yes' });
      expect(answer.location, path).toBe('/sign-in');
    }
  });

  it('includes whoever has a cookie of an ended session', async () => {
    const browser = await signedIn(luca);
    const thief = copyOf(browser);
    const home = await browser.get('/my/access');
    await browser.post('/my/access/end-all', { token: home.field('token') });
    for (const path of ['/', '/my/access', '/my/sign-ins', '/my/confirm?act=ways']) {
      expect((await thief.get(path)).location, path).toBe('/sign-in');
    }
  });
});

it('cannot use a form of a stranger’s page', async () => {
  const browser = await signedIn(luca);
  const { path, ...page } = await proved(browser, luca, 'app-password');
  const form = { ...formOf(page), label: 'stolen', 'for-Imap': 'yes' };
  const before = await trusts(luca);
  for (const each of [...POSTS, `${path}/app-password`]) {
    for (const origin of ['https://evil.example', 'null', 'http://localhost:1']) {
      expect((await browser.post(each, form, { origin })).status, each).toBe(403);
    }
    const forged = { ...form, token: openToken(form.token) };
    expect((await browser.post(each, forged)).status, each).toBe(403);
  }
  expect(await appPasswords(luca)).toEqual([]);
  expect(await trusts(luca)).toEqual(before);
});

const openToken = (token: string) => `${token.slice(0, -3)}AAA`;

describe('what is another’s', () => {
  it('trust cannot be ended by its id', async () => {
    const [hers, his] = [await signedIn(anna), await signedIn(luca)];
    const before = await trusts(anna);
    const token = (await his.get('/my/access')).field('token');
    for (const { trust_id: id } of before) await his.post('/my/access/end', { token, id });
    expect(await trusts(anna)).toEqual(before);
    expect((await hers.get('/')).body).toContain(anna.account);
  });

  it('authenticator cannot be removed by its id', async () => {
    const browser = await signedIn(luca);
    const before = await authenticators(anna);
    const { path, ...page } = await proved(browser, luca, 'ways');
    const id = before[0]?.id ?? '';
    const answer = await browser.post(`${path}/remove-authenticator`, { ...formOf(page), id });
    expect(answer.status).toBe(409);
    expect(await authenticators(anna)).toEqual(before);
  });

  it('proof opens nothing in another browser, nor for another account', async () => {
    const browser = await signedIn(luca);
    const { path, ...page } = await proved(browser, luca, 'app-password');
    const hers = await signedIn(anna);
    expect((await hers.get(path)).status).toBe(409);
    const form = { label: 'stolen', 'for-Imap': 'yes' };
    const token = (await hers.get('/my/access')).field('token');
    const answer = await hers.post(`${path}/app-password`, { ...formOf(page), ...form, token });
    expect(answer.status).toBe(409);
    expect(await appPasswords(luca)).toEqual([]);
    expect(await appPasswords(anna)).toEqual([]);
    // The page that asks one browser for a proof does not work in another.
    const { location } = await browser.get('/my/confirm?act=ways');
    expect((await hers.get(location)).status).toBe(400);
    // Another person's password is no proof, whatever account the form names.
    const own = await browser.get(location);
    const hidden = { token: own.field('token'), flow: own.field('flow') };
    const { account, password } = anna;
    const refused = await browser.post('/sign-in', { ...hidden, account, password });
    expect(refused.status).toBe(422);
  });

  it('proof is refused for another act', async () => {
    const browser = await signedIn(luca);
    const { path, ...page } = await proved(browser, luca, 'app-password');
    const before = await authenticators(luca);
    const others = ['remove-authenticator', 'recovery-codes', 'end-app-passwords', 'password'];
    for (const act of [...others, 'second-address', 'remove-second-address']) {
      const id = before[0]?.id ?? '';
      const what = {
        id,
        [`end-${id}`]: 'yes',
        current: luca.password,
        address: 'me@evil.example',
        new: 'unrelated words on a wall',
      };
      const current = { ...formOf(await browser.get(path)), ...what };
      expect((await browser.post(`${path}/${act}`, current)).status, act).toBe(409);
    }
    expect(await authenticators(luca)).toEqual(before);
    const { token } = formOf(page);
    expect(token).not.toBe('');
  });
});

it('accepts a proof once, at whichever replicas', async () => {
  const browser = await signedIn(luca);
  const { path, ...page } = await proved(browser, luca, 'app-password');
  const form = { ...formOf(page), label: 'once', 'for-Imap': 'yes' };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => copyOf(browser).post(`${path}/app-password`, form)),
  );
  expect(answers.filter(({ location }) => location === path)).toHaveLength(1);
  const made = await appPasswords(luca);
  expect(made.map(({ label }) => label)).toEqual(['once']);
  expect((await browser.post(`${path}/app-password`, form)).status).toBe(409);
});

it('keeps tickets out of pages, addresses and cookies', async () => {
  const browser = await signedIn(luca);
  const { body, path } = await proved(browser, luca, 'ways');
  const seen = `${body} ${path} ${[...browser.cookies.values()].join(' ')}`;
  // A compact JWS begins with a JSON object in base64url (RFC 7515 section 7.1).
  expect(seen).not.toMatch(/eyJ[\w-]{20,}\.[\w-]+\./);
});

it('escapes the names that people choose, on the page and in headers', async () => {
  const browser = await signedIn(anna);
  const { path, ...page } = await proved(browser, anna, 'app-password');
  const label = `${SCRIPT}\r\nSet-Cookie: a=b\u202e`;
  await browser.post(`${path}/app-password`, { ...formOf(page), label, 'for-Imap': 'yes' });
  const shown = await browser.get(path);
  expect(shown.body).not.toContain('<script>alert');
  expect(shown.headers.get('set-cookie') ?? '').not.toContain('a=b');
  expect((await appPasswords(anna))[0]?.label).toMatch(/^[^\r\n\u202e]*$/);
});

it('escapes the name of a stranger’s program in the list of sign-ins', async () => {
  const vera = await stage.person('vera@w.tld', { otp: 1 });
  await stage.mail.call('gatepost.policy.v1.AuthorizationService/Authorize', {
    ...{ account: vera.account, service: 'SERVICE_SMTP', client_ip: '198.51.100.66' },
    ...{ password: Buffer.from('guessed'), user_agent: `Evil${SCRIPT}/1.0 (${SCRIPT})` },
  });
  const browser = await signedIn(vera);
  const shown = async () => {
    const { body } = await browser.get('/my/sign-ins');
    return body.includes('198.51.100.66') && body;
  };
  const body = await until('the list has it', shown, { everyMs: 500 });
  expect(body).not.toContain('<script>alert');
});
