import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oddRequests, sayOddly } from '../../../libs/testing/odd-requests.js';
import { openByHand } from '../sign-in/browser-by-hand.js';
import { openStage, type Stage } from '../taken-over/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

/** Since when portal runs, and how many errors nobody handled. */
async function healthOfPortal(): Promise<{ since: string; unhandled: number }> {
  const { replicas } = stage.suite.installation.plan;
  const [portal] = replicas.filter(({ service }) => service === 'portal');
  const text = await (await fetch(`http://127.0.0.1:${portal?.metricsPort}/metrics`)).text();
  const values = (name: string) =>
    [...text.matchAll(new RegExp(`^${name}(?:{[^}]*})? (.+)$`, 'gm'))].map(([, value]) => value);
  const unhandled = values('gatepost_unhandled_errors_total').map(Number);
  return {
    since: values('process_start_time_seconds').join(),
    unhandled: unhandled.reduce((sum, value) => sum + value, 0),
  };
}

it('no odd request ends the sign-in page, or is its fault', async () => {
  const { host, port } = new URL(stage.origin);
  const browser = openByHand(stage.origin);
  const page = await browser.get('/sign-in');
  const before = await healthOfPortal();
  expect(before.since).not.toBe('');
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
  // Once an error of the page's own.
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
  expect(await healthOfPortal()).toEqual(before);
  expect((await openByHand(stage.origin).get('/sign-in')).status).toBe(200);
});
