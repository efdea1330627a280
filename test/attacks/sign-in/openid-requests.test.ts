import {
  createHash,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  sign as signWith,
} from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  authorizeUrl,
  CALLBACK,
  CHALLENGE,
  type Change,
  clientOf,
  codeOf,
  goThrough,
  type OpenidBench,
  openCookieJar,
  openOpenidBench,
  post,
  type Replica,
  redeem,
  SECRET,
  VERIFIER,
} from '../../../services/portal/testing/open-openid.js';

const BYE = 'https://webmail.example/bye';
const OTHERS = 'https://other.example/callback';
const OTHERS_SECRET = 'o'.repeat(43);
const LOOPBACK = 'http://127.0.0.1/callback';

let bench: OpenidBench;
let host: Replica;
beforeAll(async () => {
  bench = await openOpenidBench([
    clientOf('webmail', { postLogoutRedirectUris: [BYE] }),
    clientOf('other', { redirectUris: [OTHERS] }, OTHERS_SECRET),
    clientOf('legacy', { withoutPkce: true }),
    clientOf('phone', { redirectUris: [LOOPBACK], isPublic: true }),
  ]);
  host = await bench.open();
});
afterAll(() => bench?.close());

const asOther = { client_id: 'other', client_secret: OTHERS_SECRET };
const asWebmail = { client_id: 'webmail', client_secret: SECRET };
const basicOf = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});
const authorize = (change: Change) => openCookieJar()(authorizeUrl(host, change));
const told = async (answer: Response) => {
  const { status, headers } = answer;
  return { status, location: headers.get('location') ?? '', body: await answer.text() };
};
/** The targets on the answer's page that are not on this host: links, forms, scripts, a refresh. */
const leadsTo = ({ body }: { body: string }) => {
  const { origin } = host.site;
  return [...body.matchAll(/(?:href|action|src)="([^"]*)"|url=([^"]*)"/g)]
    .map(([, to, next = '']) => (to ?? next).replaceAll('&amp;', '&'))
    .filter((to) => !URL.canParse(to, origin) || new URL(to, origin).origin !== origin)
    .filter((to) => to !== 'data:,');
};

/** Spellings that differ from an address, but that a lax comparison would accept. */
const spellings = (url: string): readonly string[] => {
  const path = new URL(url).pathname;
  return [
    ...[
      `${url}/`,
      `${url}x`,
      `${url}?x=y`,
      `${url}?`,
      `${url}#x`,
      `${url}#`,
      `${url};x`,
      `${url}%00`,
    ],
    ...[`${url}/..`, `${url}/../x`, `${url}/..${path}`, `${url}%2f..`, `${url}\\..\\x`, `${url}/.`],
    ...[`https://webmail.example/x/..${path}`, `https://webmail.example/${path}`],
    ...[`https://webmail.example/%2e${path}`, `https://webmail.example${path.toUpperCase()}`],
    ...[`https://webmail.example/%${path.charCodeAt(1).toString(16)}${path.slice(2)}`],
    ...[`https://WEBMAIL.example${path}`, `HTTPS://webmail.example${path}`],
    ...[
      `https://webmail.example.${path}`,
      `http://webmail.example${path}`,
      `//webmail.example${path}`,
    ],
    ...[`https://webmail.example:443${path}`, `https://webmail.example:8443${path}`],
    ...[`https://user@webmail.example${path}`, `https://:@webmail.example${path}`],
    ...[
      `https://webmail.example@evil.example${path}`,
      `https://webmail.example:x@evil.example${path}`,
    ],
    ...[
      `https://webmail.example\\@evil.example${path}`,
      `https://evil.example\\@webmail.example${path}`,
    ],
    ...[
      `https:\\\\webmail.example${path}`,
      `https:/webmail.example${path}`,
      `https:webmail.example${path}`,
    ],
    ...[
      `https://webmail.example.evil.example${path}`,
      `https://webmail.example%2eevil.example${path}`,
    ],
    ...[
      `https://evil.example/${url}`,
      `https://evil.example/?${url}`,
      `https://evil.example/#${url}`,
    ],
    ...[
      `https://evil.example${path}`,
      `https://sub.webmail.example${path}`,
      'https://webmail.example',
    ],
    ...[`https://w\u0435bmail.example${path}`, `https://webmail\u3002example${path}`],
    ...[`https://ｗebmail.example${path}`, `https://xn--wbmail-4of.example${path}`],
    ...[` ${url}`, `${url} `, `${url}\t`, `${url}\n`, `\0${url}`, `${url}\0`, `\ufeff${url}`],
    ...[`${url} https://evil.example/`, `${url},https://evil.example/`, `${url}\r\nLocation: x`],
    ...['javascript:alert(1)', 'data:text/html,x', 'urn:ietf:wg:oauth:2.0:oob', path, '/', '*'],
    ...[
      OTHERS,
      LOOPBACK,
      'about:blank',
      'https://',
      'https:///',
      '//evil.example',
      '\\\\evil.example',
    ],
  ];
};

describe('a redirect address', () => {
  it('is the registered one, octet for octet, or the browser stays', async () => {
    expect((await authorize({})).status).toBe(303);
    for (const redirect_uri of spellings(CALLBACK)) {
      const answer = await told(await authorize({ redirect_uri }));
      const what = JSON.stringify(redirect_uri);
      expect(answer, what).toMatchObject({ status: 400, location: '' });
      expect(leadsTo(answer), what).toEqual([]);
    }
  });

  it('of a program on this machine may have another port, and is the same for the rest', async () => {
    const asked = async (redirect_uri: string) =>
      (await authorize({ client_id: 'phone', redirect_uri })).status;
    for (const port of ['', ':1', ':49152', ':65535']) {
      expect(await asked(`http://127.0.0.1${port}/callback`), port).toBe(303);
    }
    const others = [
      ...['http://localhost:1/callback', 'http://[::1]:1/callback', 'http://127.0.0.2:1/callback'],
      ...['http://127.1:1/callback', 'http://2130706433:1/callback', 'http://0x7f.1:1/callback'],
      ...['http://127.0.0.1.evil.example:1/callback', 'http://127.0.0.1:1@evil.example/callback'],
      ...['http://evil.example:1@127.0.0.1/callback', 'http://u@127.0.0.1:1/callback'],
      ...[
        'http://127.0.0.1:1/other',
        'http://127.0.0.1:1/callback/',
        'http://127.0.0.1:1/callback?x',
      ],
      ...[
        'http://127.0.0.1:1/callback#x',
        'https://127.0.0.1:1/callback',
        'http://127.0.0.1:/callback',
      ],
      ...['http://127.0.0.1:99999/callback', 'http://127.0.0.1:1\\@evil.example/callback'],
      ...['http://127.0.0.1\t:1/callback', 'http://\uff11\uff12\uff17.0.0.1:1/callback'],
    ];
    const taken: string[] = [];
    for (const uri of others) if ((await asked(uri)) !== 400) taken.push(uri);
    // An empty port is the port of the scheme (RFC 3986 section 3.2.3).
    expect(taken.filter((uri) => uri !== 'http://127.0.0.1:/callback')).toEqual([]);
    // A webmail has no other port.
    expect((await authorize({ redirect_uri: 'https://webmail.example:1/callback' })).status).toBe(
      400,
    );
  });

  it('is said once: two of it, or of the client, are nobody’s', async () => {
    const url = authorizeUrl(host);
    const evil = encodeURIComponent('https://evil.example/');
    const more = [
      `redirect_uri=${evil}`,
      `redirect_uri[]=${evil}`,
      'client_id=other',
      'client_id=webmail',
    ];
    for (const each of more) {
      const answers = [`${url}&${each}`, url.replace('?', `?${each}&`)];
      for (const asked of answers) {
        const { location } = await told(await openCookieJar()(asked));
        expect(location, asked).not.toContain('evil');
        expect(location, asked).not.toContain('code=');
        // A parameter that the page ignores changes nothing.
        if (!each.includes('[]')) expect(location, asked).not.toMatch(/^\/sign-in/);
      }
    }
  });
});

describe('a request that asks for more than is served', () => {
  it('gets no code, and nobody fetches what it names', async () => {
    let fetched = 0;
    const stranger = createServer((_, response) => {
      fetched += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const evil = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`;
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const wish = {
      client_id: 'webmail',
      response_type: 'code',
      redirect_uri: evil,
      scope: 'openid',
    };
    const unsigned = `${part({ alg: 'none' })}.${part(wish)}.`;
    const requests: readonly Change[] = [
      ...[{ request: unsigned }, { request_uri: evil }, { request_uri: `${evil}#x` }],
      ...[{ request_uri: 'urn:ietf:params:oauth:request_uri:x' }, { registration: '{}' }],
      ...[
        { request: unsigned, redirect_uri: undefined },
        { request: '', request_uri: evil },
      ],
      ...['token', 'id_token', 'code token', 'code id_token', 'none', 'CODE'].map(
        (response_type) => ({ response_type }),
      ),
      ...['jwt', 'query.jwt', 'web_message', 'fragment.jwt', 'form_post.jwt', 'x', '__proto__'].map(
        (response_mode) => ({ response_mode }),
      ),
      ...[{ prompt: 'none login' }, { prompt: 'x' }, { max_age: '-1' }, { max_age: 'x' }],
      ...[{ act: 'x' }, { act: 'gatepost.otp.v1.OtpAdminService/ResetAccount a b' }],
      ...[
        { client_id: '__proto__' },
        { client_id: '' },
        { client_id: evil },
        { client_id: 'console' },
      ],
    ];
    for (const change of requests) {
      const { status, location, body } = await told(
        await goThrough(host, change).catch(() => authorize(change)),
      );
      const what = JSON.stringify(change);
      expect(location, what).not.toContain(evil);
      expect(leadsTo({ body }), what).toEqual([]);
      expect(location, what).not.toMatch(/[?&#]code=/);
      if (status === 303 && location.startsWith('https:')) {
        expect(location, what).toMatch(/^https:\/\/webmail\.example\/callback[?#].*error=/);
        expect(location, what).toContain(`iss=${encodeURIComponent(host.site.origin)}`);
      }
    }
    expect(fetched).toBe(0);
    await new Promise((resolve) => stranger.close(resolve));
  });

  it('and says who answered, to whichever client (RFC 9207)', async () => {
    const { headers } = await goThrough(host);
    const location = new URL(headers.get('location') ?? '');
    expect(location.searchParams.get('iss')).toBe(host.site.origin);
    const none = await authorize({ prompt: 'none', state: '\r\nSet-Cookie: x=1"><script>' });
    const refused = new URL(none.headers.get('location') ?? '');
    expect(`${refused.origin}${refused.pathname}`).toBe(CALLBACK);
    expect(refused.searchParams.get('iss')).toBe(host.site.origin);
    expect(refused.searchParams.get('error')).toBe('login_required');
    expect(none.headers.getSetCookie().join()).not.toContain('x=1');
  });
});

describe('PKCE', () => {
  it('is asked of every client that is not registered without it', async () => {
    const without = { code_challenge: undefined, code_challenge_method: undefined };
    const weak: readonly Change[] = [
      without,
      ...['plain', 'S512', 's256', '', 'S256 plain'].map((code_challenge_method) => ({
        code_challenge_method,
      })),
      ...['', 'x', 'x'.repeat(42), 'x'.repeat(129), `${CHALLENGE}=`, `${CHALLENGE}\0`].map(
        (code_challenge) => ({ code_challenge }),
      ),
      { ...without, code_challenge_method: 'S256' },
      { code_challenge_method: undefined },
    ];
    for (const change of weak) {
      for (const client of ['webmail', 'phone']) {
        const redirect_uri = client === 'phone' ? LOOPBACK : CALLBACK;
        const { headers } = await authorize({ ...change, client_id: client, redirect_uri });
        expect(headers.get('location'), JSON.stringify(change)).toMatch(
          /[?&]error=invalid_request/,
        );
      }
    }
  });

  it('keeps a code from whoever has no verifier of it', async () => {
    const wrong = [
      undefined,
      '',
      'v',
      'w'.repeat(43),
      CHALLENGE,
      `${VERIFIER}v`,
      VERIFIER.slice(1),
    ];
    const code = codeOf(await goThrough(host));
    for (const code_verifier of wrong) {
      const { body } = await redeem(host, code, { code_verifier });
      expect(body.access_token, `${code_verifier}`).toBeUndefined();
    }
    const legacy = { client_id: 'legacy' };
    const bound = codeOf(await goThrough(host, legacy));
    const stripped = await redeem(host, bound, { ...legacy, code_verifier: undefined });
    expect(stripped.body.access_token).toBeUndefined();
  });
});

describe('a code', () => {
  it('is redeemed once of ten times at two replicas at once, and what that gave is taken back', async () => {
    const there = await bench.another(host);
    for (let round = 0; round < 5; round += 1) {
      const grants = await bench.count('Grant');
      const code = codeOf(await goThrough(host, { scope: 'openid offline_access' }));
      const before = bench.ended.length;
      const all = await Promise.all(
        Array.from({ length: 10 }, (_, n) => redeem(n % 2 === 0 ? host : there, code)),
      );
      const given = all.filter(({ status }) => status === 200);
      expect(given).toHaveLength(1);
      for (const { status, body } of all) {
        if (status !== 200) expect(body).toMatchObject({ error: 'invalid_grant' });
      }
      // policy ends the session. Every token ends with it, and no new one is given.
      expect(bench.ended.length).toBeGreaterThan(before);
      // Nor does a token count that the first request stored after the second had ended them.
      expect(await bench.count('Grant')).toBe(grants);
      for (const replica of [host, there]) {
        const refresh_token = given[0]?.body.refresh_token;
        const form = { ...asWebmail, grant_type: 'refresh_token', refresh_token };
        expect((await post(replica, 'token', form)).status).toBe(400);
        const bearer = { authorization: `Bearer ${given[0]?.body.access_token}` };
        expect((await post(replica, 'userinfo', {}, bearer)).status).toBe(401);
      }
    }
  });

  it('is its client’s, who proves itself with its own secret, in one way', async () => {
    const code = codeOf(await goThrough(host));
    const hash = createHash('sha256').update(SECRET);
    const tries: readonly [Change, Record<string, string>?][] = [
      [asOther],
      [{ ...asOther, redirect_uri: OTHERS }],
      [{ client_secret: OTHERS_SECRET }],
      [{ client_secret: undefined }],
      [{ client_secret: '' }],
      // The hash that portal stores is not the secret.
      [{ client_secret: hash.copy().digest('hex') }],
      [{ client_secret: hash.copy().digest('base64url') }],
      [{ client_id: 'phone', client_secret: undefined }],
      [{ client_id: 'legacy' }],
      [{ client_id: undefined, client_secret: undefined }],
      [{ client_id: '__proto__' }],
      [{}, basicOf('webmail', SECRET)],
      [{ client_secret: undefined }, basicOf('other', OTHERS_SECRET)],
      [{ client_id: undefined, client_secret: undefined }, basicOf('other', OTHERS_SECRET)],
      [{ client_id: undefined, client_secret: undefined }, basicOf('webmail', OTHERS_SECRET)],
      [{ client_id: undefined, client_secret: undefined }, basicOf('webmail', '')],
      [
        {
          client_secret: undefined,
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: 'e30.e30.',
        },
      ],
    ];
    for (const [change, headers] of tries) {
      const { status, body } = await redeem(host, code, change, headers);
      expect([400, 401], JSON.stringify([change, headers])).toContain(status);
      expect(body.access_token).toBeUndefined();
    }
    expect((await redeem(host, code)).status).toBe(200);
  });

  it('of any other kind, or twice in one form, is none', async () => {
    const code = codeOf(await goThrough(host));
    const { body } = await redeem(host, code);
    for (const other of [
      body.access_token,
      body.refresh_token,
      body.id_token,
      '',
      '__proto__',
      '\0',
    ]) {
      expect((await redeem(host, other)).status, `${other}`).toBe(400);
    }
    const more = codeOf(await goThrough(host));
    const form = new URLSearchParams({ grant_type: 'authorization_code', redirect_uri: CALLBACK });
    for (const [name, value] of Object.entries({
      ...asWebmail,
      code_verifier: VERIFIER,
      code: more,
    })) {
      form.append(name, value);
    }
    form.append('code', 'x');
    const twice = await fetch(`${host.address}/openid/token`, { method: 'POST', body: form });
    expect(twice.status).toBe(400);
    const others = ['client_credentials', 'password', 'implicit', '__proto__', ''];
    for (const grant_type of others) {
      expect((await redeem(host, more, { grant_type })).status, grant_type).toBe(400);
    }
  });
});

describe('a token', () => {
  it('of one client is nothing to another: introspection, revocation, refresh', async () => {
    const code = codeOf(await goThrough(host, { scope: 'openid offline_access' }));
    const { body: own } = await redeem(host, code);
    for (const hint of [undefined, 'access_token', 'refresh_token', '__proto__']) {
      for (const token of [own.access_token, own.refresh_token]) {
        const form = { ...asOther, token, token_type_hint: hint };
        expect((await post(host, 'introspect', form)).body).toEqual({ active: false });
        const { body } = await post(host, 'revoke', form);
        expect(JSON.stringify(body)).not.toContain('luca');
      }
    }
    const refresh = { grant_type: 'refresh_token', refresh_token: own.refresh_token };
    expect((await post(host, 'token', { ...asOther, ...refresh })).status).toBe(400);
    expect((await post(host, 'token', { client_id: 'phone', ...refresh })).status).toBe(400);
    const nobody = { client_id: 'phone', token: own.access_token };
    expect((await post(host, 'introspect', nobody)).body.active).not.toBe(true);
    // All of it still works for its own client.
    const mine = { ...asWebmail, token: own.access_token };
    expect((await post(host, 'introspect', mine)).body).toMatchObject({ active: true });
    expect((await post(host, 'token', { ...asWebmail, ...refresh })).status).toBe(200);
  });

  it('opens userinfo as a bearer’s access token alone, and not from an address', async () => {
    const code = codeOf(await goThrough(host, { scope: 'openid offline_access' }));
    const { body: own } = await redeem(host, code);
    const { access_token: token, refresh_token, id_token } = own;
    const ask = async (authorization: string, query = '') => {
      const headers = authorization === '' ? {} : { authorization };
      return (await fetch(`${host.address}/openid/userinfo${query}`, { headers })).status;
    };
    expect(await ask(`Bearer ${token}`)).toBe(200);
    for (const other of [refresh_token, id_token, code, '', `${token} x`, `${token}, ${token}`]) {
      expect(await ask(`Bearer ${other}`), other).toBeGreaterThanOrEqual(400);
    }
    for (const scheme of ['Basic', 'DPoP', 'Digest', '']) {
      expect(await ask(`${scheme} ${token}`), scheme).toBeGreaterThanOrEqual(400);
    }
    expect(await ask('', `?access_token=${encodeURIComponent(token)}`)).toBeGreaterThanOrEqual(400);
  });
});

describe('signing out', () => {
  const signOut = async (change: Change) => {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const query = new URLSearchParams(given as [string, string][]);
    return told(await openCookieJar()(`${host.address}/openid/sign-out?${query}`));
  };

  it('leads to the registered address, octet for octet, or nowhere', async () => {
    const asked = { client_id: 'webmail' };
    expect(await signOut({ ...asked, post_logout_redirect_uri: BYE })).toMatchObject({
      status: 200,
    });
    for (const uri of [...spellings(BYE), CALLBACK]) {
      const answer = await signOut({ ...asked, post_logout_redirect_uri: uri });
      const what = JSON.stringify(uri);
      expect(answer, what).toMatchObject({ status: 400, location: '' });
      expect(leadsTo(answer), what).toEqual([]);
    }
    // Without a client, the browser is redirected nowhere.
    for (const post_logout_redirect_uri of [BYE, 'https://evil.example/', 'javascript:alert(1)']) {
      const answer = await signOut({ post_logout_redirect_uri });
      expect(answer).toMatchObject({ status: 200, location: '' });
      expect(leadsTo(answer)).toEqual([]);
    }
  });

  it('takes no ID token that nobody here signed, wherever one is a hint', async () => {
    const { body } = await redeem(host, codeOf(await goThrough(host)));
    const [, claims = ''] = body.id_token.split('.');
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = (header: object, how: (text: string) => Buffer, payload = claims) => {
      const text = `${part(header)}.${payload}`;
      return `${text}.${how(text).toString('base64url')}`;
    };
    const rs256 = (key: KeyObject) => (text: string) => signWith('sha256', Buffer.from(text), key);
    const hs256 = (key: string | Buffer) => (text: string) =>
      createHmac('sha256', key).update(text).digest();
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const strangers = stranger.publicKey.export({ format: 'jwk' });
    const [spki, pkcs1] = (['spki', 'pkcs1'] as const).map((type) =>
      bench.publicKey.export({ format: 'pem', type }),
    );
    const hash = createHash('sha256').update(SECRET).digest();
    const changed = part({ ...JSON.parse(`${Buffer.from(claims, 'base64url')}`), aud: 'other' });
    const forged: readonly string[] = [
      ...['none', 'None', 'NONE', '', 'nOnE'].map((alg) => signed({ alg }, () => Buffer.alloc(0))),
      ...[spki, pkcs1, JSON.stringify(bench.publicKey.export({ format: 'jwk' })), SECRET, '', hash]
        .flatMap((key) => [key ?? '', hash.toString('hex')])
        .map((key) => signed({ alg: 'HS256', kid: 'k' }, hs256(key))),
      signed({ alg: 'RS256', kid: 'k' }, rs256(stranger.privateKey)),
      signed({ alg: 'RS256', kid: 'k', jwk: strangers }, rs256(stranger.privateKey)),
      signed(
        { alg: 'RS256', kid: '../k', jku: 'https://evil.example/' },
        rs256(stranger.privateKey),
      ),
      `${body.id_token.split('.')[0]}.${changed}.${body.id_token.split('.')[2]}`,
      `${body.id_token}x`,
      ...['..', 'a.b.c', 'null', `${part({ alg: 'RS256' })}.${part([])}.`, body.access_token],
    ];
    const good = { id_token_hint: body.id_token, post_logout_redirect_uri: BYE };
    expect(await signOut(good)).toMatchObject({ status: 200 });
    for (const id_token_hint of forged) {
      const what = id_token_hint.slice(0, 60);
      const answer = await signOut({ id_token_hint, post_logout_redirect_uri: BYE });
      expect(answer.status, what).toBeGreaterThanOrEqual(400);
      expect(answer.status, what).toBeLessThan(500);
      expect(leadsTo(answer), what).toEqual([]);
      const { location } = await told(await authorize({ id_token_hint, prompt: 'none' }));
      expect(location, what).toMatch(/[?&]error=invalid_request/);
    }
    // An ID token of another host, or of another client than the named one.
    const elsewhere = await bench.open();
    const { body: theirs } = await redeem(elsewhere, codeOf(await goThrough(elsewhere)));
    expect(await signOut({ ...good, id_token_hint: theirs.id_token })).toMatchObject({
      status: 400,
    });
    expect(await signOut({ ...good, client_id: 'other' })).toMatchObject({ status: 400 });
  });
});
