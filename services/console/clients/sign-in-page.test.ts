import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Endless, sendWithoutEnd } from '../../../libs/testing/send-without-end.js';
import { until } from '../../../libs/testing/until.js';
import { signInPage, signInPages } from './sign-in-page.js';

const asked: {
  method: string | undefined;
  path: string;
  host: string | undefined;
  body: string;
}[] = [];
const server = createServer(async (request: IncomingMessage, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { method, url: path = '', headers } = request;
  asked.push({ method, path, host: headers.host, body: Buffer.concat(parts).toString() });
  if (isEndless) {
    endless.push(sendWithoutEnd(response));
    return;
  }
  response.end(JSON.stringify({ refresh_token: 'r', administers: 'a.tld' }));
});
let isEndless = false;
const endless: Endless[] = [];
let via: string;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  via = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

it('asks the sign-in page inside the installation by the name that browsers know', async () => {
  const page = signInPage({
    ...{ origin: 'https://login.example', via, callback: 'https://console.example/signed-in' },
    ...{ secret: () => 'the secret', deadlineMs: 5000 },
  });
  expect(await page.refresh('token')).toMatchObject({ refreshToken: 'r', privileges: undefined });
  expect(asked).toMatchObject([{ method: 'POST', path: '/openid/token', host: 'login.example' }]);
  expect(asked[0]?.body).toContain('client_secret=the+secret');
  const of = { state: 's', nonce: 'n', verifier: 'v', again: false, language: 'en' };
  expect(page.address(of)).toMatch(/^https:\/\/login\.example\/openid\/authorize\?/);
});

it.each(['reached inside the installation', 'reached as browsers reach it'])(
  'an answer without end of a sign-in page %s is not read to its end',
  async (how) => {
    isEndless = true;
    endless.length = 0;
    const isInside = how.includes('inside');
    const page = signInPage({
      origin: isInside ? 'https://login.example' : via,
      ...{ via: isInside ? via : undefined, callback: 'https://console.example/signed-in' },
      ...{ secret: () => 'the secret', deadlineMs: 60_000 },
    });
    await expect(page.refresh('token')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await until('the connection is closed', () => endless[0]?.isClosed === true);
    // What was read, and what the sockets held.
    expect(endless[0]?.sent).toBeLessThan(32 * 1024 * 1024);
  },
);

it('the administrators of a domain with a sign-in host of its own sign in there, and all others at the usual one', () => {
  const own = { url: 'https://login.own.tld', domains: ['own.tld'] };
  const pages = signInPages({
    ...{
      usual: 'https://login.example',
      hosts: [own],
      callback: 'https://console.example/signed-in',
    },
    ...{ secret: () => 'the secret', deadlineMs: 5000 },
  });
  expect(pages.of('own.tld').origin).toBe('https://login.own.tld');
  expect(pages.of('sub.own.tld').origin).toBe('https://login.example');
  expect(pages.of(undefined).origin).toBe('https://login.example');
  expect(pages.at('https://login.own.tld')?.origin).toBe('https://login.own.tld');
  expect(pages.at('https://evil.example')).toBeUndefined();
});
