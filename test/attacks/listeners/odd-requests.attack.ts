import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oddRequests, sayOddly } from '../../../libs/testing/odd-requests.js';
import { APPLY } from '../../stories/apply-set.js';
import type { Message } from '../../suite/proto-client.js';
import { violationsOf } from '../../suite/violations.js';
import { openByHand } from '../sign-in/browser-by-hand.js';
import { AUTHORIZE, BROWSER, openStage, outcomeOf, type Stage } from '../taken-over/stage.js';
import { healthOf } from './health.js';
import { DOCUMENTS, KINDS } from './odd-inputs.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

it('the sign-in page survives every odd request, and logs no error of its own', async () => {
  const { host, port } = new URL(stage.origin);
  const browser = openByHand(stage.origin);
  const page = await browser.get('/sign-in');
  const before = await healthOf(stage.suite, ['portal']);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const token = page.field('token');
  const ordinary = {
    host,
    paths: [
      ...['/', '/sign-in', '/sign-in/passkey', '/sign-in/provider', '/sign-out', '/sign-in/x/code'],
      ...['/sign-in?flow=1.e30.', '/?granted=1.bnVsbA.', '/saml/w.tld/acs', '/saml/%2e%2e/acs'],
      ...[
        '/forward?client=__proto__',
        '/signed-out?client=constructor',
        '/not-me',
        '/not-me/a.b.c',
      ],
      ...['/brand/w.tld/logo.png', '/brand/%00/logo.png', '/.well-known/openid-configuration'],
      ...['/openid/authorize', '/openid/authorize?client_id[]=x', '/openid/authorize/%'],
      '/openid/authorize?client_id=a&client_id=b&response_type=code&scope=openid',
      ...['/openid/token', '/openid/introspect', '/openid/userinfo', '/openid/jwks'],
      ...['/openid/sign-out?id_token_hint=a.b.c', '/openid/sign-out/confirm', '/openid/revoke'],
    ],
    headers: [
      `Origin: ${stage.origin}`,
      `Cookie: ${cookie}`,
      'Cookie: gatepost-session=\u00ff; gatepost-flow=%; gatepost-language=__proto__',
      'Content-Type: application/x-www-form-urlencoded',
      'Accept-Language: ar',
    ],
    bodies: [
      `token=${token}&account=%00%ff&password=${'a'.repeat(200)}`,
      `token=${token}&account=luca@w.tld&password=&flow=1.e30.&step=-1`,
      `token=${token}&account[]=a&__proto__[a]=1`,
      ...[
        'grant_type=authorization_code&code=__proto__&client_id=__proto__',
        'token=%ff&client_id=a',
      ],
      ...['xsrf[a]=1', 'SAMLResponse[]=x&RelayState=%00', 'SAMLResponse=PA==&RelayState=x'],
    ],
  };
  // Such a request once caused an unhandled error in the page.
  const body = `token=${token}`;
  const head = [
    ...['POST /sign-in HTTP/1.1', `Host: ${host}`, 'Connection: close', 'Content-Encoding: gzip'],
    ...[`Content-Length: ${body.length}`, 'Content-Type: application/x-www-form-urlencoded'],
  ];
  const notCompressed = { octets: [...head, '', body].join('\r\n'), hangsUp: false };
  await fc.assert(
    fc.asyncProperty(oddRequests(ordinary), async (request) => {
      expect(await sayOddly(Number(port), request)).toBeLessThan(500);
    }),
    { numRuns: 600, examples: [[notCompressed]] },
  );
  expect(await healthOf(stage.suite, ['portal'])).toEqual(before);
  expect((await openByHand(stage.origin).get('/sign-in')).status).toBe(200);
});

/** gRPC status codes that say what is wrong with a request. All others are the service's fault. */
const INVALID_ARGUMENT = 3;
const AT_ONCE = 24;
const REFUSALS = [INVALID_ARGUMENT, 5, 6, 8, 9];

/** Describes a refusal that names no field, or an error. Undefined if the refusal is right. */
async function faultOf(call: Promise<Message>, field: string): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    const { code, message } = error as { code: number; message: string };
    if (!REFUSALS.includes(code)) return `${code} ${message}`;
    if (code !== INVALID_ARGUMENT) return undefined;
    const named = violationsOf(error as never);
    return named.some((each) => each.startsWith(field)) ? undefined : `names ${named.join()}`;
  }
}

it('services survive every odd input, and others can still sign in', async () => {
  const { suite, admin, person, login } = stage;
  const luca = await person('luca@w.tld');
  const mail = suite.client('front-end', 'mail');
  const before = await healthOf(stage.suite);
  let over = false;
  const signIns = async () => {
    const outcomes = new Set<string>();
    while (!over) {
      const password = Buffer.from(luca.password);
      const request = { account: luca.account, service: 'SERVICE_WEB_UI', client_ip: BROWSER };
      outcomes.add(outcomeOf(await login({ ...request, password })));
    }
    return [...outcomes];
  };
  const beside = signIns();
  const faults: string[] = [];
  for (const { method, field, requests } of KINDS) {
    const client = method === AUTHORIZE ? mail : admin;
    // Sends as many at once as a domain has slots. More would be answered with UNAVAILABLE and have to be repeated.
    for (let first = 0; first < requests.length; first += AT_ONCE) {
      const found = requests.slice(first, first + AT_ONCE).map(async (request, n) => {
        const fault = await faultOf(client.call(method, request), field);
        if (fault !== undefined) faults.push(`${method} ${field} ${first + n}: ${fault}`);
      });
      await Promise.all(found);
    }
  }
  const applied = DOCUMENTS.map(async (text, n) => {
    const file = { name: 'odd.yaml', content: Buffer.from(text), documents: ['b.tld'] };
    const asked = admin.exchange(APPLY, [{ options: { dry_run: true } }, { file }]);
    const fault = await faultOf(asked, 'file');
    if (fault !== undefined) faults.push(`document ${n}: ${fault}`);
  });
  await Promise.all(applied);
  // No imported hash accepts a password. A costly one may be undecided by the deadline.
  const guesses = KINDS.flatMap(({ field, requests }) => (field === 'hash' ? requests : []));
  const guessed = guesses.map(async (request) => {
    const { account } = request as { account: string };
    const asked = login({ account, service: 'SERVICE_WEB_UI', password: Buffer.from('x') });
    return asked.then(outcomeOf, ({ code }) => `code ${code}`);
  });
  const outcomes = await Promise.all(guessed);
  expect(outcomes.filter((outcome) => outcome.startsWith('ALLOW'))).toEqual([]);
  over = true;
  expect(faults).toEqual([]);
  expect(await beside).toEqual(['ALLOW RULE_SATISFIED']);
  expect(await healthOf(stage.suite)).toEqual(before);
});
