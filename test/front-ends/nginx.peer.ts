import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { UNDECIDED } from '../../services/edge/core/outcome.js';
import {
  allowed,
  type OpenListener,
  openListener,
  SECRET,
  T0,
} from '../../services/edge/testing/open-listener.js';
import { imapLogin, imapPlain, pop3Login, proxyV1, proxyV2 } from './clients.js';
import { type Dovecot, startDovecot } from './servers/dovecot.js';
import { type Nginx, startNginx } from './servers/nginx.js';

const BEHIND = 'what nginx signs in with';
const LUCA = { user: 'luca@a.tld', password: Buffer.from('secret') };
const FROM = '203.0.113.20';
const header = proxyV1(FROM);

let mail: OpenListener;
let web: OpenListener;
let portal: OpenListener;
let dovecot: Dovecot;
let nginx: Nginx;
beforeAll(async () => {
  dovecot = await startDovecot({ kind: 'static', password: BEHIND.replaceAll(' ', '-') });
  mail = await openListener(
    {
      protocol: 'nginx-mail',
      upstreams: {
        'a.tld': {
          Imap: `127.0.0.1:${dovecot.proxied.imap}`,
          Pop3: `127.0.0.1:${dovecot.proxied.pop3}`,
        },
      },
      'upstream-password-file': 'upstream',
      'nginx-proxy-protocol': true,
    },
    { files: { upstream: BEHIND.replaceAll(' ', '-') } },
  );
  web = await openListener({ protocol: 'forward-auth' });
  portal = await openListener({
    protocol: 'forward-auth',
    portal: {
      ...{ url: 'https://login.a.tld', client: 'webmail', host: 'https://mail.a.tld' },
      ...{ service: 'WebUI', backend: 'basic', redirects: false },
    },
  });
  const ports = { mail: mail.port, forwardAuth: web.port, portal: portal.port };
  nginx = await startNginx({ secret: SECRET, ...ports });
});
afterAll(async () => {
  await nginx?.stop();
  await dovecot?.stop();
  await mail?.close();
  await web?.close();
  await portal?.close();
});
afterEach(() => {
  for (const listener of [mail, web]) {
    listener.answer(allowed());
    listener.attempts.splice(0);
  }
});

describe('nginx before the mail server', () => {
  it.each([
    ['imap', 'Imap', imapPlain],
    ['pop3', 'Pop3', pop3Login],
  ] as const)(
    '%s: lets in to the mail server, refuses, and fails for a time',
    async (protocol, service, login) => {
      const attempt = () => login(nginx[protocol], { ...LUCA, header });
      expect(await attempt()).toMatchObject({ ending: 'allowed' });
      expect(mail.attempts).toMatchObject([
        {
          account: 'luca@a.tld',
          service,
          proof: { kind: 'password', bytes: LUCA.password },
          address: { client: FROM, peer: '127.0.0.1', source: 'proxy-protocol' },
        },
      ]);
      mail.answer(UNDECIDED);
      expect(await attempt()).toMatchObject({ ending: 'temporary' });
      mail.answer({ kind: 'deny', reason: 'NO_RULE', message: 'Sign in to webmail first.' });
      const refused = await attempt();
      expect(refused.ending).toBe('refused');
      expect(refused.line).toContain('Sign in to webmail first.');
    },
  );

  it.each([
    ['spaces and signs', Buffer.from(' a b+c%20%%&=?#"\\\'{}() ')],
    ['8 bit', Buffer.from('pässwörd €')],
    ['latin1', Buffer.from('p\u00e4ss', 'latin1')],
    ['1,000 characters', Buffer.from('x'.repeat(1000))],
  ])('a password with %s arrives as it was typed', async (_, password) => {
    expect(await imapPlain(nginx.imap, { ...LUCA, password, header })).toMatchObject({
      ending: 'allowed',
    });
    const { ending, dialogue } = await imapLogin(nginx.imap, { ...LUCA, password, header });
    dialogue.close();
    expect(ending).toBe('allowed');
    const proof = { kind: 'password', bytes: password };
    expect(mail.attempts.map((attempt) => attempt.proof)).toEqual([proof, proof]);
  });

  it.each([
    ['2001:db8:a::1', '2001:db8:a::1'],
    ['::ffff:203.0.113.5', '203.0.113.5'],
  ])('the client %s behind a proxy is itself', async (said, client) => {
    const login = { ...LUCA, header: proxyV1(said) };
    expect((await imapPlain(nginx.imap, login)).ending).toBe('allowed');
    expect((await pop3Login(nginx.pop3, login)).ending).toBe('allowed');
    expect(mail.attempts).toMatchObject([
      { address: { client, peer: '127.0.0.1' } },
      { address: { client, peer: '127.0.0.1' } },
    ]);
  });

  it('takes a PROXY header of version 2', async () => {
    expect((await imapPlain(nginx.imap, { ...LUCA, header: proxyV2(FROM) })).ending).toBe(
      'allowed',
    );
    expect(mail.attempts).toMatchObject([{ address: { client: FROM, peer: '127.0.0.1' } }]);
  });
});

describe('nginx before the web', () => {
  const ask = (path: string, headers: Record<string, string> = {}, port = nginx.http) =>
    new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
      (resolve, reject) => {
        request({ host: '127.0.0.1', port, path, headers }, async (response) => {
          let body = '';
          for await (const chunk of response) body += chunk;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        })
          .once('error', reject)
          .end();
      },
    );
  const credentials = {
    authorization: `Basic ${Buffer.from('luca@a.tld:p+ä %').toString('base64')}`,
    'x-forwarded-for': `10.9.9.9, ${FROM}`,
  };

  it.each([
    ['/dav/calendars', 'Dav'],
    ['/Microsoft-Server-ActiveSync?Cmd=Sync', 'EAS'],
    ['/service/soap/AuthRequest', 'SOAP'],
    ['/webmail/', 'WebUI'],
  ])('%s is %s: let in, refused, and a failure for a time', async (path, service) => {
    const forged = { 'x-gatepost-account': 'anna@a.tld', 'x-gatepost-secret': 'x' };
    const answer = await ask(path, { ...credentials, ...forged });
    expect(answer).toMatchObject({ status: 200, body: 'in as luca@a.tld  ' });
    expect(web.attempts).toMatchObject([
      {
        service,
        proof: { kind: 'password', bytes: Buffer.from('p+ä %') },
        address: { client: FROM, peer: '127.0.0.1', source: 'forwarded-header' },
      },
    ]);
    web.answer({ kind: 'deny', reason: 'BAD_CREDENTIALS', message: 'Wrong.' });
    const wrong = await ask(path, credentials);
    expect(wrong.status).toBe(401);
    expect(wrong.headers['www-authenticate']).toMatch(/Basic|Gatepost/);
    web.answer({ kind: 'deny', reason: 'NO_RULE', message: 'Not from here.' });
    expect((await ask(path, credentials)).status).toBe(403);
    web.answer(UNDECIDED);
    expect((await ask(path, credentials)).status).toBe(503);
    web.answer({ kind: 'limited', message: 'Wait.', retryAfterSeconds: 240 });
    const limited = await ask(path, credentials);
    expect(limited).toMatchObject({ status: 503, headers: { 'retry-after': '240' } });
  });

  it('the mail server gets the cookies of others, and none of ours', async () => {
    const cookie = '__Host-gatepost-session=x; theme=dark; __Host-gatepost-device=y';
    const answer = await ask('/dav/', { ...credentials, cookie });
    expect(answer.body).toBe('in as luca@a.tld  theme=dark');
  });

  it('a browser goes to the sign-in page, comes back, and is signed in until it signs out', async () => {
    const page = (path: string, headers: Record<string, string> = {}) =>
      ask(path, { 'sec-fetch-mode': 'navigate', ...headers }, nginx.webmail);
    const cookieOf = ({ headers }: { headers: Record<string, unknown> }) =>
      String(headers['set-cookie']).split(';')[0] ?? '';
    const leaves = await page('/mail?folder=1', { authorization: credentials.authorization });
    expect(leaves.status).toBe(302);
    const { searchParams, origin } = new URL(String(leaves.headers.location));
    expect(origin).toBe('https://login.a.tld');
    const code = 'c'.repeat(43);
    const session = { secret: 'the-secret-of-a-session', until: T0 + 3_600_000 };
    portal.web.codes.set(code, { ...session, account: 'luca@a.tld' });
    const validSession = { account: 'luca@a.tld', service: 'WebUI', client: 'webmail' } as const;
    portal.web.validSessions.set(session.secret, validSession);
    portal.web.tokens.set(session.secret, { token: 'gpm_token', expiresAt: T0 + 300_000 });
    const query = new URLSearchParams({ code, state: searchParams.get('state') ?? '' });
    const back = await page(`/.gatepost/callback?${query}`, { cookie: cookieOf(leaves) });
    expect(back).toMatchObject({
      status: 303,
      headers: { location: 'https://mail.a.tld/mail?folder=1' },
    });
    const cookie = `${cookieOf(back)}; theme=dark`;
    const forged = { authorization: 'Basic Ym9zczp4', 'x-gatepost-account': 'boss@a.tld' };
    const token = Buffer.from('luca@a.tld:gpm_token').toString('base64');
    expect(await page('/mail', { cookie, ...forged })).toMatchObject({
      ...{ status: 200, body: `in as luca@a.tld Basic ${token} theme=dark` },
    });
    const script = await ask('/mail', { 'sec-fetch-mode': 'cors' }, nginx.webmail);
    expect(script.status).toBe(401);
    expect((await page('/.gatepost/logout', { cookie })).status).toBe(303);
    expect((await page('/mail', { cookie })).status).toBe(302);
  });

  it('without credentials a program is asked for them', async () => {
    const answer = await ask('/dav/');
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
  });
});
