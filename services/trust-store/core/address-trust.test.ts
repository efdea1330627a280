import { expect, it } from 'vitest';
import { parseAddress } from '../../../libs/names/address.js';
import { covers, trustedPrefix } from './address-trust.js';
import { untilUnder } from './trust.js';

function address(text: string) {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

const terms = {
  ip: { defaultSeconds: 60, maxSeconds: 60, perAccount: 5, ipv6Prefix: 64 },
} as unknown as Parameters<typeof untilUnder>[0];
const until = (prefix: string) =>
  untilUnder(terms, { kind: 'ip', prefix, grantedAt: 0, until: 1000 } as never);

it.each([
  ['Teredo', '2001:0:53aa:64c::1', '2001:0:53aa:64c::2', '2001:0:53aa:64c::/64'],
  ['6to4', '2002:c000:204::1', '2002:c000:204::2', '2002:c000:204::/64'],
])('in %s an address is trusted, and no neighbour', (_, one, neighbour, network) => {
  const prefix = trustedPrefix(address(one), 64);
  expect(prefix).toBe(`${one}/128`);
  expect(covers(prefix, address(one))).toBe(true);
  expect(covers(prefix, address(neighbour))).toBe(false);
  // What was granted before is void.
  expect(covers(network, address(one))).toBe(false);
  expect([until(prefix), until(network)]).toEqual([1000, 0]);
});

it('elsewhere the network of the document is trusted', () => {
  expect(trustedPrefix(address('2001:db8:0:1::7'), 64)).toBe('2001:db8:0:1::/64');
  expect(trustedPrefix(address('64:ff9b::192.0.2.1'), 64)).toBe('192.0.2.1/32');
  expect(until('2001:db8:0:1::/64')).toBe(1000);
});
