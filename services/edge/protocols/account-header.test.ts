import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseAccount } from '../../../libs/names/account.js';
import { checkOf, type OpenEnvoy, openEnvoy } from '../testing/open-envoy.js';
import { allowed, type OpenListener, openListener, SECRET, T0 } from '../testing/open-listener.js';
import { exchange, httpRequest, readAnswer } from '../testing/raw.js';

let web: OpenListener;
let nginx: OpenListener;
let dovecot: OpenListener;
let envoy: OpenEnvoy;
beforeAll(async () => {
  web = await openListener({ protocol: 'forward-auth', sessions: true });
  const upstreams = { '*': { Imap: '127.0.0.1:143' } };
  nginx = await openListener({ protocol: 'nginx-mail', upstreams });
  dovecot = await openListener({ protocol: 'dovecot-passdb' });
  envoy = await openEnvoy();
});
afterAll(() => Promise.all([web, nginx, dovecot, envoy].map((each) => each.close())));

const accounts = fc
  .oneof(
    ...(['binary', 'grapheme'] as const).map((unit) =>
      fc.string({ unit, minLength: 1, maxLength: 24 }),
    ),
  )
  .map((local) => parseAccount(`${local}@a.tld`))
  .filter((parsed) => parsed.ok)
  .map((parsed) => (parsed.ok ? parsed.value.name : ''));
const SPECIAL = ['é', 'Ã©', 'łuca', '日本', '😀', 'ÿ', 'jürgen', "o'brien", 'a\u0301x'].map(
  (local) => [`${local}@a.tld`.normalize('NFC')] as [string],
);

/** Octets of a header, of which the tests' client reads one character each. */
const utf8Of = (text: string | undefined) => Buffer.from(text ?? '', 'latin1').toString('utf8');
const octetsOf = (text: string) => Buffer.from(text).toString('latin1');
const BASIC = (account: string) => `Basic ${Buffer.from(`${account}:secret`).toString('base64')}`;

async function ask(listener: OpenListener, line: string, headers: object, body = '') {
  const all = { 'X-Gatepost-Secret': SECRET, ...headers };
  return readAnswer(await exchange(listener.port, httpRequest(line, all, body)));
}

const PATHS: Readonly<Record<string, (account: string) => Promise<string | undefined>>> = {
  async 'a decision of forward authentication'(account) {
    web.answer(allowed({ account }));
    const headers = { Authorization: BASIC(account), 'X-Forwarded-For': '203.0.113.20' };
    const answer = await ask(web, 'GET /Dav', headers);
    return answer.status === 200 ? utf8Of(answer.headers['x-gatepost-account']) : undefined;
  },
  async 'a web session that comes again'(account) {
    const secret = 'a-secret';
    web.answer(allowed({ account, session: { secret, until: T0 + 3_600_000 } }));
    web.web.validSessions.set(secret, { account, service: 'WebUI', client: '' });
    web.clock.advance(1_000);
    const from = { 'X-Forwarded-For': '203.0.113.20' };
    const first = await ask(web, 'GET /WebUI', { ...from, Authorization: BASIC(account) });
    if (first.status !== 200) return undefined;
    const Cookie = first.headers['set-cookie']?.split(';')[0] ?? '';
    const again = await ask(web, 'GET /WebUI', { ...from, Cookie });
    expect(again.status).toBe(200);
    return utf8Of(again.headers['x-gatepost-account']);
  },
  async 'nginx before a mail server'(account) {
    nginx.answer(allowed({ account }));
    const answer = await ask(nginx, 'GET /auth', {
      ...{ 'Auth-Method': 'plain', 'Auth-Protocol': 'imap', 'Client-IP': '203.0.113.20' },
      ...{ 'Auth-User': octetsOf(account.replace(/%/g, '%25')), 'Auth-Pass': 'secret' },
    });
    return answer.headers['auth-status'] === 'OK' ? utf8Of(answer.headers['auth-user']) : undefined;
  },
  async Dovecot(account) {
    dovecot.answer(allowed({ account }));
    const form = { user: account, password: 'secret', protocol: 'imap', rip: '203.0.113.20' };
    const body = `${new URLSearchParams(form)}`.replace(/\+/g, '%20');
    const answer = await ask(dovecot, 'POST /passdb', {}, body);
    const [, allow, said] = /^(allow) ([^\n]+)\n$/.exec(answer.body) ?? [];
    return allow && utf8Of(said);
  },
  async Envoy(account) {
    envoy.answer(allowed({ account }));
    const request = checkOf(({ attributes }) => {
      const http = attributes?.request?.http;
      if (http) http.headers.authorization = BASIC(account);
    });
    const { response } = await envoy.check(request);
    if (response.httpResponse?.$case !== 'okResponse') return undefined;
    const { headers } = response.httpResponse.value;
    // What Envoy sends: raw_value's octets where there are any, else those of value.
    const { value = '', rawValue = Buffer.alloc(0) } =
      headers.find(({ header }) => header?.key === 'X-Gatepost-Account')?.header ?? {};
    return (rawValue.length > 0 ? Buffer.from(rawValue) : Buffer.from(value)).toString('utf8');
  },
};

it.each(Object.entries(PATHS))(
  '%s: the front-end reads the account that was decided, or nobody is let in',
  async (_, readBy) => {
    await fc.assert(
      fc.asyncProperty(accounts, async (account) => {
        const read = await readBy(account);
        // Basic ends a name at its first colon.
        if (read === undefined) expect(account).toContain(':');
        else expect(read).toBe(account);
      }),
      { numRuns: 150, examples: SPECIAL },
    );
  },
);
