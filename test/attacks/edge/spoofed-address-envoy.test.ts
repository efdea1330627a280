import { afterEach, describe, expect, it } from 'vitest';
import type { AttributeContext } from '../../../libs/gen/envoy/service/auth/v3/attribute_context.js';
import { checkOf, type OpenEnvoy, openEnvoy } from '../../../services/edge/testing/open-envoy.js';

/** The office's address, where a password is enough, and the address of an attacker who pretends to be there. */
const OFFICE = '203.0.113.20';
const STRANGER = '198.51.100.66';
const BALANCER = '10.0.0.3';

let edge: OpenEnvoy;
afterEach(() => edge?.close());

/** Writes Envoy's request for a client that connects from `source` and sends `headers`. */
function from(source: string, headers: Record<string, string> = {}): Buffer {
  return checkOf(({ attributes }) => {
    if (attributes === undefined) return;
    attributes.source = peerAt(source);
    const http = attributes.request?.http;
    for (const name of ['x-forwarded-for', 'x-envoy-external-address', 'x-real-ip', 'forwarded'])
      delete http?.headers[name];
    Object.assign(http?.headers ?? {}, headers);
  });
}

function peerAt(address: string): AttributeContext['source'] {
  const value = { address, portSpecifier: { $case: 'portValue' as const, value: 50112 } };
  return {
    address: { address: { $case: 'socketAddress', value } },
    ...{ service: '', labels: {}, principal: '', certificate: '' },
  } as unknown as AttributeContext['source'];
}

const clients = () => edge.attempts.map(({ address }) => address.client);

describe('envoy', () => {
  it('ignores a client’s claims about its address, in any header', async () => {
    edge = await openEnvoy();
    const claims: Record<string, string>[] = [
      { 'x-forwarded-for': OFFICE },
      { 'x-forwarded-for': `${OFFICE},${STRANGER}` },
      { 'x-forwarded-for': `${OFFICE},${OFFICE},${STRANGER}` },
      { 'x-forwarded-for': `${STRANGER},${OFFICE}` },
      { 'x-forwarded-for': `::ffff:${OFFICE}` },
      { 'x-forwarded-for': 'junk, *, 010.0.0.1' },
      { 'x-envoy-external-address': OFFICE },
      { 'x-real-ip': OFFICE, forwarded: `for=${OFFICE}`, 'client-ip': OFFICE },
      { 'x-originating-ip': OFFICE, 'true-client-ip': OFFICE, 'x-envoy-original-dst-host': OFFICE },
    ];
    for (const headers of claims) await edge.check(from(STRANGER, headers));
    expect(clients()).toEqual(claims.map(() => STRANGER));
  });

  it('believes a trusted proxy, and only about its own client', async () => {
    edge = await openEnvoy({ trusted: [`${BALANCER}/32`] });
    await edge.check(from(BALANCER, { 'x-forwarded-for': `${OFFICE},${STRANGER},${BALANCER}` }));
    await edge.check(from(BALANCER, { 'x-forwarded-for': `${OFFICE},${STRANGER}` }));
    await edge.check(from(`::ffff:${BALANCER}`, { 'x-forwarded-for': `${OFFICE},${STRANGER}` }));
    await edge.check(from(STRANGER, { 'x-forwarded-for': `${OFFICE},${BALANCER},${STRANGER}` }));
    expect(clients()).toEqual([STRANGER, STRANGER, STRANGER, STRANGER]);
  });

  it('lets nobody in if Envoy names no address, or an invalid one', async () => {
    edge = await openEnvoy({ trusted: [`${BALANCER}/32`] });
    const sources = ['', 'unknown', '010.0.0.1', '2130706433', '::1%lo', `${OFFICE}, ${OFFICE}`];
    const messages = [
      ...sources.map((source) => from(source, { 'x-forwarded-for': OFFICE })),
      checkOf(({ attributes }) => {
        if (attributes) attributes.source = undefined;
      }),
      from(BALANCER, { 'x-forwarded-for': `${OFFICE},junk` }),
    ];
    for (const [n, message] of messages.entries()) {
      const { response } = await edge.check(message);
      expect(response, `${n}`).toMatchObject({ status: { code: 14 } });
    }
    expect(edge.attempts).toEqual([]);
  });

  it('treats a mapped address as the address that it maps', async () => {
    edge = await openEnvoy();
    await edge.check(from(`::ffff:${STRANGER}`, { 'x-forwarded-for': OFFICE }));
    expect(clients()).toEqual([STRANGER]);
  });

  it('ignores any Envoy that is not in the allow-list', async () => {
    edge = await openEnvoy();
    expect(await edge.check(from(OFFICE), 'stranger')).toMatchObject({ status: '7' });
    expect(edge.attempts).toEqual([]);
  });
});
