import { afterEach, describe, expect, it } from 'vitest';
import type {
  AttributeContext,
  AttributeContext_HttpRequest,
} from '../../../libs/gen/envoy/service/auth/v3/attribute_context.js';
import { UNDECIDED } from '../../../services/edge/core/outcome.js';
import {
  checkOf,
  type OpenEnvoy,
  openEnvoy,
  passOn,
  requestOf,
} from '../../../services/edge/testing/open-envoy.js';

const LUCA = 'luca@a.tld';
const ANNA = 'anna@a.tld';
const BALANCER = '10.0.0.3';
const OFFICE = '203.0.113.20';

let edge: OpenEnvoy;
afterEach(() => edge?.close());

type Headers = Readonly<Record<string, string>>;
const basic = (name: string) => `Basic ${Buffer.from(`${name}:secret`).toString('base64')}`;

/** Envoy's request with more headers, or as `change` leaves it. */
const checkWith = (
  headers: Headers,
  change: (http: AttributeContext_HttpRequest, attributes: AttributeContext) => void = () =>
    undefined,
) =>
  checkOf(({ attributes }) => {
    const http = attributes?.request?.http;
    if (attributes === undefined || http === undefined) throw new Error('not an HTTP request');
    // Each header is read as one header, whatever its name.
    for (const [name, value] of Object.entries(headers)) {
      const one = { value, enumerable: true, writable: true, configurable: true };
      Object.defineProperty(http.headers, name, one);
    }
    change(http, attributes);
  });

/** Some mail servers read each of these as `X-Gatepost-Account`. */
const CLAIMS = [
  ...['x-gatepost-account', 'x_gatepost_account', 'x-gatepost_account', 'x_gatepost-account'],
];
const accountsIn = (headers: Headers) =>
  Object.entries(headers)
    .filter(([name]) => name.replaceAll('_', '-') === 'x-gatepost-account')
    .map(([, value]) => value);

describe('what a client says of its account', () => {
  const sent = Object.fromEntries(CLAIMS.map((name) => [name, ANNA]));

  it.each([false, true])('never reaches the mail server (password handed on: %s)', async (on) => {
    edge = await openEnvoy({ handOnPassword: on });
    for (const claims of [sent, ...CLAIMS.map((name) => ({ [name]: ANNA }))]) {
      const { response } = await edge.check(checkWith(claims));
      const passed = passOn(response, { ...claims, cookie: 'a=b' });
      expect(passed).toMatchObject({ passes: true });
      expect(passed.passes && accountsIn(passed.upstream)).toEqual([LUCA]);
      expect(JSON.stringify(passed)).not.toContain(ANNA);
    }
    expect(new Set(edge.attempts.map(({ account }) => account))).toEqual(new Set([LUCA]));
  });

  it('lets nobody in where it is all that is said', async () => {
    edge = await openEnvoy();
    edge.answer({ kind: 'deny', reason: 'BAD_CREDENTIALS', message: 'No.' });
    const { response } = await edge.check(
      checkWith(sent, ({ headers }) => {
        delete headers.authorization;
      }),
    );
    expect(passOn(response, sent)).toMatchObject({ passes: false, status: 401 });
    // Such a login has no account, and policy is not asked.
    expect(edge.attempts).toEqual([]);
  });
});

describe('credentials', () => {
  const odd: readonly string[] = [
    ...['', 'Basic', 'Basic ', 'Basic =', 'Basic %%%', `Bearer ${basic(LUCA).slice(6)}`],
    ...[`${basic(ANNA)},${basic(LUCA)}`, `${basic(ANNA)}, ${basic(LUCA)}`, `Basic  ${basic(LUCA)}`],
    ...[
      `Basic ${Buffer.from('nobody').toString('base64')}`,
      `${basic(LUCA)}\0`,
      `\u00a0${basic('')}`,
    ],
    ...[basic(`${LUCA}\0`), basic(`luca\t@a.tld`), basic(`${LUCA}\r\nx: y`), basic('ｌuca@a.tld@')],
    `Basic ${'A'.repeat(200_000)}`,
  ];

  it('that are no credentials, or those of two, are nobody’s', async () => {
    edge = await openEnvoy();
    for (const authorization of odd) {
      const { status, response } = await edge.check(checkWith({ authorization }));
      const what = JSON.stringify(authorization.slice(0, 80));
      expect(status, what).toBe('0');
      expect(passOn(response, {}), what).toMatchObject({ passes: false });
    }
    expect(edge.attempts).toEqual([]);
  });
});

describe('an address', () => {
  it.each([
    ['without a source', undefined],
    ['of a pipe', { $case: 'pipe', value: { path: `/${OFFICE}`, mode: 0 } }],
    ['without an address', undefined],
  ])('%s is none, whatever the headers say', async (what, address) => {
    edge = await openEnvoy({ trusted: [`${BALANCER}/32`, '127.0.0.0/8'] });
    const headers = { 'x-forwarded-for': OFFICE, 'x-envoy-external-address': OFFICE };
    const message = checkWith(headers, (_, attributes) => {
      if (what === 'without a source') attributes.source = undefined;
      else if (attributes.source) attributes.source.address = { address: address as never };
    });
    const { response } = await edge.check(message);
    expect(passOn(response, {})).toMatchObject({ passes: false, status: 503 });
    expect(edge.attempts).toEqual([]);
  });

  it('of a trusted proxy that names nobody is not the client’s', async () => {
    edge = await openEnvoy({ trusted: [`${BALANCER}/32`] });
    const claims = ['', ' ', ',', BALANCER, 'unknown', '\0'];
    for (const forwarded of [undefined, ...claims]) {
      const message = checkWith({}, ({ headers }, { source }) => {
        delete headers['x-forwarded-for'];
        if (forwarded !== undefined) headers['x-forwarded-for'] = forwarded;
        const address = source?.address?.address;
        if (address?.$case === 'socketAddress') address.value.address = BALANCER;
      });
      const { response } = await edge.check(message);
      expect(passOn(response, {}), `${forwarded}`).toMatchObject({ passes: false, status: 503 });
    }
    expect(edge.attempts).toEqual([]);
  });
});

describe('a message', () => {
  it('with ten thousand headers is decided by those that count, and all of it in time', async () => {
    edge = await openEnvoy();
    const many = Array.from({ length: 10_000 }, (_, n) => [`x-${n}`, `${n}`.repeat(8)]);
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''].map((name) => [
      ...[name, ANNA],
    ]);
    const { response } = await edge.check(checkWith(Object.fromEntries([...many, ...names])));
    expect(passOn(response, {})).toMatchObject({ passes: true });
    expect(edge.attempts).toMatchObject([{ account: LUCA }]);
  });

  it('that is longer than a message may be is refused before it is read, and the next is answered', async () => {
    edge = await openEnvoy();
    const { status } = await edge.check(checkWith({ 'x-long': 'a'.repeat(2 * 1024 * 1024) }));
    expect(status).toBe('8');
    expect(edge.attempts).toEqual([]);
    expect((await edge.check(requestOf('envoy.binpb'))).status).toBe('0');
  });

  it('whose octets are odd lets nobody in but whose credentials it holds', async () => {
    edge = await openEnvoy();
    const good = requestOf('envoy.binpb');
    // Sets each octet to a value that no text, length or tag expects. Then cuts off the end.
    const messages: Buffer[] = [Buffer.alloc(0), Buffer.alloc(1_000, 0xff), Buffer.alloc(1_000)];
    for (let at = 0; at < good.length; at += 11) {
      const changed = Buffer.from(good);
      changed[at] = at % 2 === 0 ? 0xff : 0;
      messages.push(changed, good.subarray(0, at));
    }
    for (const message of messages) {
      const { status, response } = await edge.check(message);
      expect(['0', '3', '13']).toContain(status);
      if (status !== '0') expect(response.httpResponse).toBeUndefined();
    }
    for (const { account, address } of edge.attempts) {
      expect(account).toMatch(/@/);
      expect(address.client).not.toBe('');
    }
    expect((await edge.check(good)).status).toBe('0');
  }, 120_000);

  it('without attributes, request or service is undecided', async () => {
    edge = await openEnvoy();
    const messages = [
      checkOf((request) => {
        request.attributes = undefined;
      }),
      checkWith({}, (_, attributes) => {
        attributes.request = undefined;
      }),
      ...['', '__proto__', 'Dav\0', 'dav', 'Dav,WebUI', 'Imap'].map((service) =>
        checkWith({}, (_, attributes) => {
          attributes.contextExtensions = { service };
        }),
      ),
    ];
    for (const message of messages) {
      const { response } = await edge.check(message);
      expect(passOn(response, {})).toMatchObject({ passes: false });
    }
    expect(edge.attempts).toEqual([]);
  });
});

it('what could not be decided is passed on by no header of the answer', async () => {
  edge = await openEnvoy();
  edge.answer(UNDECIDED);
  const { response } = await edge.check(checkWith({ 'x-gatepost-account': ANNA }));
  expect(response.httpResponse?.$case).toBe('deniedResponse');
  expect(passOn(response, {})).toMatchObject({ passes: false, status: 503 });
  expect(JSON.stringify(response)).not.toContain(ANNA);
});
