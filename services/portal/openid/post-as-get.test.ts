import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postAsGet } from './post-as-get.js';

let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    void postAsGet(request, response, '/openid/authorize');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => void server.close());

const post = (body: string, type = 'application/x-www-form-urlencoded') =>
  fetch(url, { method: 'POST', redirect: 'manual', body, headers: { 'content-type': type } });

it('goes on by GET, on this host, with what the form held and nothing else', async () => {
  const answer = await post('state=a%26b&x=%0d%0aSet-Cookie:+y&redirect_uri=https://evil.example');
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(
    '/openid/authorize?state=a%26b&x=%0D%0ASet-Cookie%3A+y&redirect_uri=https%3A%2F%2Fevil.example',
  );
});

it('takes no long form, and no other body', async () => {
  expect((await post(`a=${'x'.repeat(9_000)}`)).status).toBe(413);
  expect((await post('{}', 'application/json')).status).toBe(415);
});
