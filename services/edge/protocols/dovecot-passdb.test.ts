import { afterEach, beforeEach, expect, it } from 'vitest';
import { formatSessionToken } from '../../../libs/names/session-token.js';
import { type OpenListener, openListener, SECRET } from '../testing/open-listener.js';
import { exchange, httpRequest, readAnswer } from '../testing/raw.js';

let listener: OpenListener;
beforeEach(async () => {
  listener = await openListener({
    ...{ protocol: 'dovecot-passdb', 'trusted-proxies': ['127.0.0.1/32', `${WEBMAIL}/32`] },
  });
});
afterEach(() => listener.close());

const [body, mac] = [Buffer.alloc(60, 1), Buffer.alloc(32, 2)];
const TOKEN = formatSessionToken({ kind: 'mail', body, mac });
const BROWSER = '203.0.113.20';
const WEBMAIL = '192.0.2.40';

async function ask(form: Record<string, string>) {
  const login = { user: 'luca@a.tld', protocol: 'imap', rip: BROWSER, real_rip: WEBMAIL, ...form };
  const octets = (text: string) =>
    `%${Buffer.from(text)
      .toString('hex')
      .replace(/..(?=.)/g, '$&%')}`;
  const text = Object.entries(login).map(([name, value]) => `${name}=${value && octets(value)}`);
  const headers = { 'X-Gatepost-Secret': SECRET };
  const request = httpRequest('POST /passdb', headers, text.join('&'));
  return readAnswer(await exchange(listener.port, request));
}

it.each(['PLAIN', 'XOAUTH2', 'OAUTHBEARER'])(
  "a mail token comes from the webmail's own address, whomever it forwards: %s",
  async (mechanism) => {
    expect((await ask({ mechanism, password: TOKEN })).body).toBe('allow luca@a.tld\n');
    expect(listener.attempts).toMatchObject([
      {
        proof: { kind: 'password', bytes: Buffer.from(TOKEN) },
        address: { client: WEBMAIL, source: 'auth-hook' },
      },
    ]);
  },
);

it('a password comes from the address that the webmail forwards', async () => {
  await ask({ mechanism: 'PLAIN', password: 'secret' });
  expect(listener.attempts).toMatchObject([{ address: { client: BROWSER, peer: WEBMAIL } }]);
});

it('what is presented as a token and is none is refused, and nobody is asked', async () => {
  for (const password of ['secret', formatSessionToken({ kind: 'secret', body, mac })]) {
    expect((await ask({ mechanism: 'XOAUTH2', password })).body).toMatch(/^deny Sign in again/);
    expect(listener.attempts).toEqual([]);
  }
});

it('a lookup is decided with the token that was introspected a moment ago, or denied', async () => {
  const lookup = () => ask({ lookup: 'yes' });
  expect((await lookup()).body).toMatch(/^deny /);
  listener.introspected.add('luca@a.tld', TOKEN);
  expect((await lookup()).body).toBe('allow luca@a.tld\n');
  // Somebody else, who has no token: the one that was introspected is spent.
  expect((await lookup()).body).toMatch(/^deny /);
  listener.introspected.add('luca@a.tld', TOKEN);
  listener.answer({ kind: 'deny', reason: 'SESSION_ENDED', message: 'Sign in again.' });
  expect((await lookup()).body).toBe('deny Sign in again.\n');
  expect(listener.attempts).toMatchObject([
    { proof: { bytes: Buffer.from(TOKEN) }, address: { client: WEBMAIL } },
    {},
  ]);
  listener.introspected.add('luca@a.tld', TOKEN);
  listener.clock.advance(10_000);
  expect((await lookup()).body).toMatch(/^deny /);
  expect(listener.attempts.length).toBe(2);
});
