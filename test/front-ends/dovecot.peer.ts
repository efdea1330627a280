import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { formatSessionToken } from '../../libs/names/session-token.js';
import { until } from '../../libs/testing/until.js';
import { UNDECIDED } from '../../services/edge/core/outcome.js';
import {
  allowed,
  type OpenListener,
  openListener,
  SECRET,
} from '../../services/edge/testing/open-listener.js';
import { dial, imapLogin, imapPlain, pop3Login, proxyV1, proxyV2, sieveLogin } from './clients.js';
import { type Dovecot, startDovecot } from './servers/dovecot.js';

let edge: OpenListener;
let dovecot: Dovecot;
beforeAll(async () => {
  edge = await openListener({ protocol: 'dovecot-passdb', domains: ['a.tld'] });
  dovecot = await startDovecot({
    kind: 'lua',
    url: `http://127.0.0.1:${edge.port}/passdb`,
    secret: SECRET,
  });
});
afterAll(async () => {
  await dovecot?.stop();
  await edge?.close();
});
afterEach(() => {
  edge.answer(allowed());
  edge.attempts.splice(0);
});

const LUCA = { user: 'luca@a.tld', password: Buffer.from('secret') };
const FROM = '203.0.113.20';
const header = proxyV1(FROM);

describe('Dovecot with our Lua passdb', () => {
  it.each([
    ['imap', 'Imap', imapPlain],
    ['pop3', 'Pop3', pop3Login],
    ['sieve', 'Sieve', sieveLogin],
  ] as const)('%s: lets in, refuses, and fails for a time', async (protocol, service, login) => {
    const port = dovecot.proxied[protocol];
    const attempt = () => login(port, { ...LUCA, header });
    expect(await attempt()).toMatchObject({ ending: 'allowed' });
    expect(edge.attempts).toMatchObject([
      {
        account: 'luca@a.tld',
        service,
        proof: { kind: 'password', bytes: LUCA.password },
        address: { client: FROM, peer: '127.0.0.1', source: 'auth-hook' },
      },
    ]);
    expect(edge.attempts[0]?.sessionId).not.toBe('');
    edge.answer({ kind: 'deny', reason: 'NO_RULE', message: 'Not from here.' });
    expect(await attempt()).toMatchObject({ ending: 'refused' });
    edge.answer(UNDECIDED);
    expect(await attempt()).toMatchObject({ ending: 'temporary' });
  });

  it.each([
    ['spaces and signs', ' a b+c%20%%&=?#"\\\'{}() '],
    ['8 bit', 'pässwörd €'],
    ['latin1', Buffer.from('p\u00e4ss', 'latin1')],
    ['1,000 characters', 'x'.repeat(1000)],
  ])('a password with %s arrives as it was typed', async (_, typed) => {
    const password = Buffer.isBuffer(typed) ? typed : Buffer.from(typed);
    expect((await imapPlain(dovecot.proxied.imap, { ...LUCA, password, header })).ending).toBe(
      'allowed',
    );
    const { ending, dialogue } = await imapLogin(dovecot.proxied.imap, {
      ...LUCA,
      password,
      header,
    });
    dialogue.close();
    expect(ending).toBe('allowed');
    expect(edge.attempts.map(({ proof }) => proof)).toEqual([
      { kind: 'password', bytes: password },
      { kind: 'password', bytes: password },
    ]);
  });

  it.each([
    ['IPv6', '2001:db8:a::1', '2001:db8:a::1'],
    ['mapped', '::ffff:203.0.113.5', '203.0.113.5'],
  ])('an %s client behind a proxy is itself', async (_, said, client) => {
    await imapPlain(dovecot.proxied.imap, { ...LUCA, header: proxyV1(said) });
    expect(edge.attempts).toMatchObject([{ address: { client, peer: '127.0.0.1' } }]);
  });

  it('takes a PROXY header of version 2', async () => {
    expect((await imapPlain(dovecot.proxied.imap, { ...LUCA, header: proxyV2(FROM) })).ending).toBe(
      'allowed',
    );
    expect(edge.attempts).toMatchObject([{ address: { client: FROM, peer: '127.0.0.1' } }]);
  });

  it('without a proxy, the peer is the client, and a PROXY header is refused', async () => {
    await imapPlain(dovecot.imap, { ...LUCA, localAddress: '127.0.0.7' });
    expect(edge.attempts).toMatchObject([{ address: { client: '127.0.0.7', peer: '127.0.0.7' } }]);
    const { ending } = await imapPlain(dovecot.imap, { ...LUCA, header });
    expect(edge.attempts.filter(({ address }) => address.client === FROM)).toEqual([]);
    expect(ending).not.toBe(undefined);
  });

  it('says why in its log', async () => {
    edge.answer({ kind: 'deny', reason: 'NO_RULE', message: 'Sign in to webmail first.' });
    await imapPlain(dovecot.proxied.imap, { ...LUCA, header });
    await until('Dovecot says why', () =>
      expect(dovecot.said()).toContain('Sign in to webmail first.'),
    );
    expect(dovecot.said()).not.toContain(LUCA.password.toString());
  });

  it.each(["o'brien@a.tld", 'plus+tag@a.tld', 'jürgen@a.tld', 'luca@münchen.example'])(
    'a name that people have is asked about: %s',
    async (user) => {
      const canonical = user.replace('münchen', 'xn--mnchen-3ya');
      edge.answer(allowed({ account: canonical }));
      await imapPlain(dovecot.proxied.imap, { ...LUCA, user, header });
      const served = user.endsWith('@a.tld');
      expect(edge.attempts.map(({ account }) => account)).toEqual(served ? [user] : []);
    },
  );

  it('a line break in a name writes no line of its own into the log', async () => {
    const user = 'luca@a.tld\nforged: line';
    expect(await imapPlain(dovecot.proxied.imap, { ...LUCA, user, header })).toMatchObject({
      ending: 'refused',
    });
    await until('Dovecot says why', () =>
      expect(dovecot.said()).toContain('luca@a.tld\\x0Aforged: line'),
    );
    expect(dovecot.said()).not.toMatch(/^forged/m);
  });

  it('a limit is a temporary failure', async () => {
    edge.answer({ kind: 'limited', message: 'Try again in 4 minutes.', retryAfterSeconds: 240 });
    expect(await imapPlain(dovecot.proxied.imap, { ...LUCA, header })).toMatchObject({
      ending: 'temporary',
    });
    await until('Dovecot says why', () =>
      expect(dovecot.said()).toContain('Try again in 4 minutes.'),
    );
  });

  it.each([
    ['XOAUTH2', (token: string) => `user=luca@a.tld\x01auth=Bearer ${token}\x01\x01`],
    ['OAUTHBEARER', (token: string) => `n,a=luca@a.tld,\x01auth=Bearer ${token}\x01\x01`],
  ])("takes a webmail's mail token by %s", async (mechanism, credentials) => {
    const token = formatSessionToken({
      ...{ kind: 'mail', body: Buffer.alloc(60, 1), mac: Buffer.alloc(32, 2) },
    });
    const signIn = async (said: string) => {
      const dialogue = dial(dovecot.imap);
      await dialogue.line(/^\* OK/);
      const response = Buffer.from(credentials(said)).toString('base64');
      dialogue.send(`a AUTHENTICATE ${mechanism} ${response}\r\n`);
      const line = await dialogue.line(/^(a |\+ )/);
      dialogue.close();
      return line;
    };
    expect(await signIn(token)).toMatch(/^a OK/);
    expect(edge.attempts).toMatchObject([{ proof: { bytes: Buffer.from(token) } }]);
    expect(await signIn('not-a-token')).not.toMatch(/^a OK/);
    expect(edge.attempts.length).toBe(1);
  });

  it('a denial makes nobody else behind the same address wait', async () => {
    edge.answer({ kind: 'deny', reason: 'BAD_CREDENTIALS', message: 'Wrong.' });
    for (let n = 0; n < 4; n += 1) await imapPlain(dovecot.proxied.imap, { ...LUCA, header });
    edge.answer(allowed());
    const before = performance.now();
    expect((await imapPlain(dovecot.proxied.imap, { ...LUCA, header })).ending).toBe('allowed');
    // Without the setting this takes 8 s (measured).
    expect(performance.now() - before).toBeLessThan(4_000);
  });
});

describe('Dovecot with our auth policy', () => {
  it('asks once the password was right, and lets in whom Gatepost lets in', async () => {
    const gate = await openListener({ protocol: 'dovecot-auth-policy' });
    const url = `http://127.0.0.1:${gate.port}/policy`;
    const hooked = await startDovecot({
      kind: 'auth-policy',
      url,
      secret: SECRET,
      password: 'right',
    });
    try {
      const login = async (password: string) =>
        (await imapPlain(hooked.proxied.imap, { ...LUCA, password: Buffer.from(password), header }))
          .ending;
      expect(await login('right')).toBe('allowed');
      expect(gate.attempts).toMatchObject([
        {
          account: 'luca@a.tld',
          service: 'Imap',
          proof: { kind: 'verified' },
          address: { client: FROM },
        },
      ]);
      expect(await login('wrong')).toBe('refused');
      expect(gate.attempts.length).toBe(1);
      gate.answer({ kind: 'deny', reason: 'NO_RULE', message: 'Not from here.' });
      expect(await login('right')).toBe('refused');
    } finally {
      await hooked.stop();
      await gate.close();
    }
  });
});
