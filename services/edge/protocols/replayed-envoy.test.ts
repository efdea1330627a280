import { afterEach, expect, it } from 'vitest';
import type { CheckResponse } from '../../../libs/gen/envoy/service/auth/v3/external_auth.js';
import { UNDECIDED } from '../core/outcome.js';
import { checkOf, type OpenEnvoy, openEnvoy, passOn, requestOf } from '../testing/open-envoy.js';

let edge: OpenEnvoy;
afterEach(() => edge?.close());

const readAsEnvoy = (response: CheckResponse) =>
  passOn(response, {
    authorization: 'Basic bHVjYUBhLnRsZDpzZWNyZXQ=',
    depth: '0',
    'x-gatepost-account': 'boss@a.tld',
    x_gatepost_account: 'boss@a.tld',
    'x-gatepost-otp': '123456',
    'x-gatepost-recovery-code': 'abcd',
  });

it("Envoy's request as it is: the client it names, its credentials, the service of the route", async () => {
  edge = await openEnvoy();
  const { status, response } = await edge.check(requestOf('envoy.binpb'));
  expect(status).toBe('0');
  expect(edge.attempts).toMatchObject([
    {
      account: 'luca@a.tld',
      service: 'Dav',
      proof: { kind: 'password', bytes: Buffer.from('secret') },
      second: { kind: 'code', code: '123456' },
      address: { client: '203.0.113.20', source: 'peer' },
      userAgent: 'DAVx5/4.3 (okhttp)',
    },
  ]);
  expect(readAsEnvoy(response)).toEqual({
    passes: true,
    upstream: { depth: '0', 'x-gatepost-account': 'luca@a.tld' },
  });
});

it('a mail server that compares the password itself gets it, and no second factor', async () => {
  edge = await openEnvoy({ handOnPassword: true });
  const { response } = await edge.check(requestOf('envoy.binpb'));
  expect(readAsEnvoy(response)).toEqual({
    passes: true,
    upstream: {
      authorization: 'Basic bHVjYUBhLnRsZDpzZWNyZXQ=',
      ...{ depth: '0', 'x-gatepost-account': 'luca@a.tld' },
    },
  });
});

it('an answer that is not yes is one that Envoy does not pass', async () => {
  edge = await openEnvoy();
  const ask = async () => readAsEnvoy((await edge.check(requestOf('envoy.binpb'))).response);
  edge.answer({ kind: 'deny', reason: 'NO_RULE', message: 'Not from here.' });
  expect(await ask()).toMatchObject({ passes: false, status: 403 });
  const challenge = { message: 'More.', offers: [], authenticators: [], decisionId: '' };
  edge.answer({ kind: 'challenge', missing: [['otp']], ...challenge });
  expect(await ask()).toMatchObject({
    ...{ passes: false, status: 401, body: expect.stringContaining('"missing":[["otp"]]') },
  });
  edge.answer(UNDECIDED);
  expect(await ask()).toMatchObject({ passes: false, status: 503 });
});

it('answers only the Envoy in the allow-list', async () => {
  edge = await openEnvoy();
  const { status, response } = await edge.check(requestOf('envoy.binpb'), 'stranger');
  expect({ status, response }).toMatchObject({
    status: '7',
    response: { httpResponse: undefined },
  });
  expect(edge.attempts).toEqual([]);
});

it('a route without a service, or with another, lets nobody in', async () => {
  edge = await openEnvoy();
  for (const service of ['', 'dav', 'Imap']) {
    const message = checkOf(({ attributes }) => {
      if (attributes) attributes.contextExtensions = { service };
    });
    expect(readAsEnvoy((await edge.check(message)).response), service).toMatchObject({
      passes: false,
    });
  }
  expect(edge.attempts).toEqual([]);
});
