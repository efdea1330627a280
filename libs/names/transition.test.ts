import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAddress } from './address.js';
import { parseCidr } from './cidr.js';
import { countedAddress } from './counted-address.js';
import { carriedIpv4, isOfTransition, parseNat64Prefix } from './transition.js';

const must = <T>(parsed: { ok: true; value: T } | { ok: false; reason: string }): T => {
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};
const address = (text: string) => must(parseAddress(text));
const ipv4 = fc
  .nat(0xffffffff)
  .map((word) => [24, 16, 8, 0].map((n) => (word >>> n) & 255).join('.'));

it('under the well-known prefix is the IPv4 address that it carries', () => {
  fc.assert(
    fc.property(ipv4, (text) => {
      expect(address(`64:ff9b::${text}`)).toEqual(address(text));
      expect(countedAddress(address(`64:FF9B::${text}`))).toBe(text);
    }),
  );
  expect(address('64:ff9b:1::c000:221').family).toBe(6);
  expect(parseCidr('64:ff9b::/96')).toMatchObject({ ok: false });
});

// RFC 6052 section 2.4, table 2: 192.0.2.33
it.each([
  ['2001:db8::/32', '2001:db8:c000:221::'],
  ['2001:db8:100::/40', '2001:db8:1c0:2:21::'],
  ['2001:db8:122::/48', '2001:db8:122:c000:2:2100::'],
  ['2001:db8:122:300::/56', '2001:db8:122:3c0:0:221::'],
  ['2001:db8:122:344::/64', '2001:db8:122:344:c0:2:2100::'],
  ['2001:db8:122:344::/96', '2001:db8:122:344::c000:221'],
])('under %s, %s carries 192.0.2.33', (prefix, text) => {
  const prefixes = [must(parseNat64Prefix('2001:db8:ffff::/96')), must(parseNat64Prefix(prefix))];
  expect(carriedIpv4(address(text), prefixes)).toEqual(address('192.0.2.33'));
  expect(carriedIpv4(address(text), prefixes.slice(0, 1))).toEqual(address(text));
  expect(carriedIpv4(address('2001:db9::1'), prefixes)).toEqual(address('2001:db9::1'));
});

it.each(['192.0.2.0/24', '2001:db8::/44', '2001:db8::1/96', '2001:db8::'])(
  '%s is no NAT64 prefix',
  (text) => expect(parseNat64Prefix(text).ok).toBe(false),
);

it('recognises networks that are not one household', () => {
  const of = ['2001:0:53aa:64c::1', '2001::1', '2002:c000:204::1', '2002:c000:204:1::1'];
  expect(of.map((text) => isOfTransition(address(text)))).toEqual([true, true, true, true]);
  const not = ['2001:1::1', '2001:db8::1', '2003::1', '192.0.2.1', '2a00::1'];
  expect(not.map((text) => isOfTransition(address(text)))).toEqual(not.map(() => false));
  expect(countedAddress(address('2002:c000:204:77::1'))).toBe('2002:c000:204::/48');
});
