import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { parseNat64Prefix } from '../names/transition.js';
import { clientAddresses } from './client-address.js';

const prefix = parseNat64Prefix('2001:db8:64::/96');
if (!prefix.ok) throw new Error(prefix.reason);
const addresses = clientAddresses({
  'trusted-proxies': ['192.0.2.1/32'],
  nat64: [prefix.value],
});
const request = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

it('recognises a trusted proxy behind a NAT64 translator', () => {
  const located = addresses.locate(request('2001:db8:64::192.0.2.1', '198.51.100.7'));
  expect(located).toMatchObject({ kind: 'located', address: { client: '198.51.100.7' } });
  expect(addresses.isTrusted('2001:db8:64::192.0.2.2')).toBe(false);
});

it('counts clients behind a translator separately, by their IPv4 addresses', () => {
  expect(addresses.quotaOwnerOf(request('2001:db8:64::198.51.100.7'))).toBe('198.51.100.7');
  expect(addresses.quotaOwnerOf(request('192.0.2.1', '2001:db8:64::198.51.100.8'))).toBe(
    '198.51.100.8',
  );
  expect(addresses.quotaOwnerOf(request('2001:db8:65::198.51.100.7'))).toBe('2001:db8:65::/64');
});
