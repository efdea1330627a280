import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { UNDECIDED } from '../core/outcome.js';
import { allowed, type OpenListener, openListener, SECRET } from '../testing/open-listener.js';
import { exchange, httpRequest, readAnswer } from '../testing/raw.js';

let listener: OpenListener;
afterEach(() => listener?.close());

const NGINX = {
  protocol: 'nginx-mail',
  upstreams: { 'a.tld': { Imap: '127.0.0.1:143', Smtp: '[::1]:587' } },
};

/** As nginx 1.22 writes it. */
async function ask(headers: Record<string, string>) {
  const text = await exchange(
    listener.port,
    httpRequest('GET /auth', {
      Host: 'localhost',
      'Auth-Method': 'plain',
      'Auth-User': 'luca@a.tld',
      'Auth-Pass': 'secret',
      'Auth-Protocol': 'imap',
      'Auth-Login-Attempt': '1',
      'Client-IP': '203.0.113.20',
      'X-Gatepost-Secret': SECRET,
      ...headers,
    }),
  );
  return readAnswer(text);
}

/** ngx_mail_auth_http_escape: space, percent and what is below the space, and nothing else. */
function escaped(octets: Uint8Array): string {
  return [...octets]
    .map((octet) =>
      octet <= 0x20 || octet === 0x25
        ? `%${octet.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(octet),
    )
    .join('');
}

it('every password arrives as the octets it was', async () => {
  listener = await openListener(NGINX);
  // nginx sends DEL as it is, which HTTP does not allow (RFC 9110 section 5.5): no one signs in so.
  const octets = fc
    .uint8Array({ minLength: 1, maxLength: 1000 })
    .filter((password) => !password.includes(0x7f));
  await fc.assert(
    fc.asyncProperty(octets, async (password) => {
      const { headers } = await ask({ 'Auth-Pass': escaped(password) });
      expect(headers['auth-status']).toBe('OK');
      expect(listener.attempts.at(-1)?.proof).toEqual({
        kind: 'password',
        bytes: Buffer.from(password),
      });
    }),
    { numRuns: 60, examples: [[Buffer.from('a+b c%20%é')]] },
  );
});

it('takes a session to the server of its domain and service, and nowhere else', async () => {
  listener = await openListener({ ...NGINX, domains: ['*'] });
  listener.answer(allowed({ account: 'lücà@a.tld' }));
  expect((await ask({})).headers).toMatchObject({
    'auth-status': 'OK',
    'auth-server': '127.0.0.1',
    'auth-port': '143',
    'auth-user': Buffer.from('lücà@a.tld').toString('latin1'),
  });
  expect((await ask({ 'Auth-Protocol': 'smtp' })).headers).toMatchObject({ 'auth-server': '::1' });
  const nowhere = (await ask({ 'Auth-Protocol': 'pop3' })).headers;
  expect(nowhere['auth-status']).toMatch(/^\[SYS\/TEMP\] /);
  expect(nowhere).not.toHaveProperty('auth-server');
  listener.answer(allowed({ account: 'x@b.tld' }));
  expect((await ask({ 'Auth-User': 'x@b.tld' })).headers).not.toHaveProperty('auth-server');
});

it('tells a denial, a challenge and no decision apart, in the words of each protocol', async () => {
  listener = await openListener(NGINX);
  const told = async (protocol: string) => {
    const { headers } = await ask({ 'Auth-Protocol': protocol });
    expect(headers).not.toHaveProperty('auth-server');
    return [
      headers['auth-status']?.split(' ')[0],
      headers['auth-error-code'],
      headers['auth-wait'],
    ];
  };
  listener.answer({ kind: 'deny', reason: 'BAD_CREDENTIALS', message: 'Wrong.' });
  expect(await told('imap')).toEqual(['[AUTHENTICATIONFAILED]', '535 5.7.8', '3']);
  expect(await told('pop3')).toEqual(['[AUTH]', '535 5.7.8', '3']);
  const challenge = { message: 'x', missing: [], offers: [], authenticators: [], decisionId: '' };
  listener.answer({ kind: 'challenge', ...challenge });
  expect(await told('smtp')).toEqual(['A', '534 5.7.9', '3']);
  // What is not offered is not advised.
  expect((await ask({})).headers['auth-status']).toMatch(/: ask your administrator/);
  const offers = [{ kind: 'ip', defaultSeconds: 60, maxSeconds: 60 }] as const;
  listener.answer({ kind: 'challenge', ...challenge, offers });
  expect((await ask({})).headers['auth-status']).toMatch(/sign in to webmail and trust this/);
  listener.answer({ kind: 'limited', message: 'Wait.', retryAfterSeconds: 60 });
  expect(await told('imap')).toEqual(['[UNAVAILABLE]', '454 4.7.0', undefined]);
  expect(await told('pop3')).toEqual(['[SYS/TEMP]', '454 4.7.0', undefined]);
  expect(await told('smtp')).toEqual(['Wait.', '454 4.7.0', undefined]);
  listener.answer(UNDECIDED);
  expect(await told('imap')).toEqual(['[UNAVAILABLE]', '454 4.7.0', undefined]);
  expect(await told('smtp')).toEqual(['Sign-in', '454 4.7.0', undefined]);
});

it.each([
  ['luca@a.tld%20', 'luca@a.tld'],
  ['%20luca@a.tld', 'luca@a.tld'],
  ['R\\luca@a.tld', 'luca@a.tld'],
  ['\\luca@a.tld', 'luca@a.tld'],
  ['a.tld\\luca', 'luca@a.tld'],
  ['R\\luca', 'luca@a.tld'],
  ['luca', 'luca@a.tld'],
])('%s means %s', async (typed, account) => {
  listener = await openListener({ ...NGINX, 'default-domain': 'A.tld' });
  expect((await ask({ 'Auth-User': typed })).headers['auth-status']).toBe('OK');
  expect(listener.attempts).toMatchObject([{ account }]);
});

it('says what is wrong with an unreadable name', async () => {
  listener = await openListener(NGINX);
  const said = async (user: string) => (await ask({ 'Auth-User': user })).headers['auth-status'];
  expect(await said('luca')).toMatch(/whole address, name@domain/);
  expect(await said('luca@a.tld\\shared')).toMatch(/address alone/);
  expect(await said('luca@a.tld*master')).toMatch(/address alone/);
  expect(listener.attempts).toEqual([]);
});

it('an empty password is asked about, as the empty password it is', async () => {
  listener = await openListener(NGINX);
  await ask({ 'Auth-Pass': '' });
  const proof = { kind: 'password', bytes: Buffer.alloc(0) };
  expect(listener.attempts).toMatchObject([{ proof }]);
});

it('asks policy only about password logins', async () => {
  listener = await openListener(NGINX);
  for (const headers of [
    { 'Auth-Method': 'none' },
    { 'Auth-Method': 'external' },
    { 'Auth-Method': 'cram-md5' },
    { 'Auth-Protocol': 'ftp' },
    { 'Auth-User': 'luca' },
    { 'Auth-User': 'luca@b.tld' },
    { 'Auth-Pass': 'x'.repeat(1025) },
    { 'X-Gatepost-Secret': `${SECRET}x` },
  ]) {
    expect((await ask(headers)).headers['auth-status'] ?? 'none').not.toBe('OK');
  }
  expect(listener.attempts).toEqual([]);
});

it('closes the connection of whoever tried often', async () => {
  listener = await openListener(NGINX);
  listener.answer({ kind: 'deny', reason: 'BAD_CREDENTIALS', message: 'Wrong.' });
  expect((await ask({ 'Auth-Login-Attempt': '5' })).headers).not.toHaveProperty('auth-wait');
});

it.each([
  // nginx took the proxy's word, or did not; then edge asks whether the proxy is one of its own.
  ['203.0.113.20', '203.0.113.20', '203.0.113.20'],
  ['2001:db8::1', '2001:DB8:0::1', '2001:db8::1'],
  ['127.0.0.1', '203.0.113.20', '203.0.113.20'],
])('Client-IP %s behind a PROXY header of %s is %s', async (address, proxied, client) => {
  listener = await openListener({ ...NGINX, 'nginx-proxy-protocol': true });
  const headers = { 'Client-IP': address, 'Proxy-Protocol-Addr': proxied };
  expect((await ask(headers)).headers['auth-status']).toBe('OK');
  expect(listener.attempts).toMatchObject([
    { address: { client, peer: '127.0.0.1', source: 'proxy-protocol' } },
  ]);
});

it('a PROXY header that neither nginx nor edge takes anybody for is refused', async () => {
  listener = await openListener({ ...NGINX, 'nginx-proxy-protocol': true });
  const claim = { 'Client-IP': '198.51.100.66', 'Proxy-Protocol-Addr': '203.0.113.20' };
  expect((await ask(claim)).headers['auth-status']).not.toBe('OK');
  await listener.close();
  // Nor does nginx's own word count where the one who says it is not trusted.
  listener = await openListener({
    ...{ ...NGINX, 'nginx-proxy-protocol': true },
    'trusted-proxies': ['10.0.0.1/32'],
  });
  const taken = { 'Client-IP': '203.0.113.20', 'Proxy-Protocol-Addr': '203.0.113.20' };
  expect((await ask(taken)).headers['auth-status']).not.toBe('OK');
  expect(listener.claims).toMatchObject([{ peer: '127.0.0.1', claimed: '203.0.113.20' }]);
  expect(listener.attempts).toEqual([]);
});
