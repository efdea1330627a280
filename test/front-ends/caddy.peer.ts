import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UNDECIDED } from '../../services/edge/core/outcome.js';
import {
  allowed,
  type OpenListener,
  openListener,
  SECRET,
} from '../../services/edge/testing/open-listener.js';
import { type Caddy, startCaddy } from './servers/caddy.js';

let handedOn: IncomingHttpHeaders = {};
const mailServer = createServer((asked, answer) => {
  handedOn = asked.headers;
  answer.end(`in as ${asked.headers['x-gatepost-account']}`);
});
let edge: OpenListener;
let caddy: Caddy;

beforeAll(async () => {
  edge = await openListener({ protocol: 'forward-auth', 'sign-in': 'https://mail.a.tld/login' });
  await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', resolve));
  const { port: backend } = mailServer.address() as AddressInfo;
  caddy = await startCaddy({ secret: SECRET, forwardAuth: edge.port, backend });
});
afterAll(async () => {
  await caddy?.stop();
  await edge?.close();
  mailServer.close();
});

const basic = `Basic ${Buffer.from('luca@a.tld:p+ä %').toString('base64')}`;

function ask(path: string, headers: Record<string, string> = { authorization: basic }) {
  return new Promise<{ status: number; location?: string | undefined; body: string }>(
    (resolve, reject) => {
      request({ host: '127.0.0.1', port: caddy.http, path, headers }, async (response) => {
        let body = '';
        for await (const chunk of response) body += chunk;
        resolve({ status: response.statusCode ?? 0, location: response.headers.location, body });
      })
        .once('error', reject)
        .end();
    },
  );
}

it('Caddy lets in whom Gatepost lets in, as the account it says', async () => {
  const forged = {
    ...{ authorization: basic, 'x-gatepost-account': 'anna@a.tld', 'x-gatepost-otp': '123456' },
    ...{ X_Gatepost_Account: 'anna@a.tld', 'X-Gatepost_Account': 'anna@a.tld' },
    ...{ 'x_gatepost-account': 'anna@a.tld', 'x-gatepost-recovery-code': 'abcd' },
  };
  expect(await ask('/dav/x', forged)).toMatchObject({ status: 200, body: 'in as luca@a.tld' });
  const ours = Object.keys(handedOn).filter((name) => /gatepost|authorization/.test(name));
  expect(ours).toEqual(['x-gatepost-account']);
  expect(edge.attempts).toMatchObject([
    { service: 'Dav', proof: { kind: 'password', bytes: Buffer.from('p+ä %') } },
  ]);
});

it('a client cannot claim an address through it', async () => {
  edge.attempts.splice(0);
  await ask('/dav/x', { authorization: basic, 'x-forwarded-for': '203.0.113.5' });
  expect(edge.attempts).toMatchObject([{ address: { client: '127.0.0.1' } }]);
});

it('passes on denials, challenges and failures unchanged', async () => {
  edge.answer({ kind: 'deny', reason: 'NO_RULE', message: 'Not from here.' });
  expect((await ask('/dav/x')).status).toBe(403);
  edge.answer(UNDECIDED);
  expect((await ask('/dav/x')).status).toBe(503);
  const challenge = { message: 'More.', offers: [], authenticators: [], decisionId: '' };
  edge.answer({ kind: 'challenge', missing: [['otp']], ...challenge });
  expect(await ask('/webmail/')).toMatchObject({
    status: 401,
    location: 'https://mail.a.tld/login',
    body: expect.stringContaining('"missing":[["otp"]]'),
  });
  edge.answer(allowed());
});
