import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  CALLBACK,
  clientOf,
  codeOf,
  goThrough,
  type OpenidBench,
  openOpenidBench,
  redeem,
} from '../testing/open-openid.js';

let bench: OpenidBench;
beforeAll(async () => {
  bench = await openOpenidBench([clientOf('webmail')]);
});
afterAll(() => bench?.close());

it('a code of one host is refused at another, and still works at its own', async () => {
  const [here, there] = [await bench.open(), await bench.open()];
  const code = codeOf(await goThrough(here));
  expect((await redeem(there, code)).status).toBe(400);
  expect((await redeem(here, code)).status).toBe(200);
});

it('a cookie of another host signs nobody in', async () => {
  const host = await bench.open(['b.tld']);
  const answer = await goThrough(host);
  expect(answer.headers.get('location')).toMatch(/^\/sign-in\?uid=/);
});

it('allows a posted answer to go only to the client', async () => {
  const host = await bench.open();
  const answer = await goThrough(host, { response_mode: 'form_post' });
  expect(await answer.text()).toContain(`action="${CALLBACK}"`);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain('form-action https://webmail.example');
  expect(policy).not.toContain("form-action 'self'");
  expect(policy).not.toContain('unsafe');
});
