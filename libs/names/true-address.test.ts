import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseNat64Prefix } from './transition.js';
import { type Hop, hopsOfForwardedFor, locate, trustedIn } from './true-address.js';

const peer = (address: string): Hop => ({ address, source: 'peer' });
const trusted = trustedIn(['10.0.0.0/8', '2001:db8::/32', '127.0.0.1/32']);
const walk = (connection: string, header?: string) =>
  locate(hopsOfForwardedFor(peer(connection), header), trusted, 1);

it('is the first from the right that is not a trusted proxy', () => {
  const located = { kind: 'located', address: { source: 'forwarded-header' } };
  expect(walk('10.0.0.1', '203.0.113.9')).toMatchObject({
    ...located,
    address: { client: '203.0.113.9', peer: '10.0.0.1' },
  });
  expect(walk('10.0.0.1', '6.6.6.6, 203.0.113.9, 10.0.0.2')).toMatchObject({
    address: { client: '203.0.113.9', peer: '10.0.0.2' },
  });
  expect(walk('::ffff:10.0.0.1', '::ffff:203.0.113.9')).toMatchObject({
    address: { client: '203.0.113.9', peer: '10.0.0.1' },
  });
  expect(walk('203.0.113.9')).toMatchObject({
    address: { client: '203.0.113.9', peer: '203.0.113.9', source: 'peer' },
  });
});

it('knows a trusted proxy by the IPv4 address that a translator shows', () => {
  const prefix = parseNat64Prefix('2001:db9:64::/96');
  if (!prefix.ok) throw new Error(prefix.reason);
  const hops = hopsOfForwardedFor(peer('2001:db9:64::10.0.0.1'), '203.0.113.9');
  expect(locate(hops, trustedIn(['10.0.0.0/8'], [prefix.value]))).toMatchObject({
    address: { client: '203.0.113.9', source: 'forwarded-header' },
  });
  expect(locate(hops, trusted).kind).toBe('spoofed');
});

it('refuses an untrusted claim, and a claim that is not an address', () => {
  expect(walk('203.0.113.9', '10.0.0.1')).toEqual({
    kind: 'spoofed',
    peer: '203.0.113.9',
    claimed: '10.0.0.1',
  });
  // Saying what is so anyway claims nothing.
  expect(walk('203.0.113.9', '203.0.113.9').kind).toBe('located');
  for (const claim of [
    ...['unknown', '010.0.0.1', 'fe80::1%eth0', ',', '', ' ', '[203.0.113.9', '[203.0.113.9]:a'],
    ...['203.0.113.9:port', '2001:db8:a::5]:80', '"203.0.113.9', '[fe80::1%eth0]:80'],
  ]) {
    expect(walk('10.0.0.1', claim).kind, claim).toBe('unreadable');
  }
});

it('a trusted proxy that names nobody is not the client itself', () => {
  for (const header of [undefined, '', ',', '10.0.0.2', '10.0.0.1, 10.0.0.2']) {
    expect(walk('10.0.0.1', header).kind, header).toBe('unreadable');
  }
  // A client on the proxy's own machine, which the proxy names.
  expect(walk('::ffff:10.0.0.1', '10.0.0.1')).toMatchObject({ address: { client: '10.0.0.1' } });
  const nobody: Hop = { address: undefined, source: 'proxy-protocol' };
  expect(locate([peer('10.0.0.1'), nobody, peer('203.0.113.9')], trusted).kind).toBe('unreadable');
  // One that nobody trusts claims nothing by that.
  expect(locate([peer('203.0.113.9'), nobody], trusted)).toMatchObject({
    address: { client: '203.0.113.9' },
  });
});

it('reads an address with its port, in brackets or in quotes', () => {
  for (const [claim, client] of [
    ...[['203.0.113.5:44321', '203.0.113.5']],
    ...[['[2001:db9:a::5]:44321', '2001:db9:a::5']],
    ...[['[2001:db9:a::5]', '2001:db9:a::5']],
    ...[['"[2001:db9:a::5]:44321"', '2001:db9:a::5']],
    ...[['"203.0.113.5"', '203.0.113.5']],
    ...[['203.0.113.5,', '203.0.113.5']],
    ...[['[::ffff:203.0.113.5]:1', '203.0.113.5']],
  ] as const) {
    expect(walk('10.0.0.1', claim), claim).toMatchObject({ address: { client } });
  }
});

it('ignores whatever a client adds on the left', () => {
  const honest = walk('10.0.0.1', '203.0.113.9');
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())), (lies) => {
      expect(walk('10.0.0.1', [...lies, '203.0.113.9'].join(', '))).toEqual(honest);
    }),
  );
});

it('refuses an untrusted hop if every hop must be trusted', () => {
  const report = (...addresses: string[]) => locate(addresses.map(peer), trusted);
  expect(report('127.0.0.1', '10.0.0.5', '203.0.113.9')).toMatchObject({
    address: { client: '203.0.113.9', peer: '10.0.0.5' },
  });
  expect(report('127.0.0.1', '198.51.100.1', '203.0.113.9')).toMatchObject({ kind: 'spoofed' });
  expect(report('198.51.100.1', '203.0.113.9')).toMatchObject({ kind: 'spoofed' });
});
