import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { type AddressWords, compareAddresses, parseAddress } from './address.js';
import { parseCidr, prefixText } from './cidr.js';

const must = <T>(parsed: { ok: true; value: T } | { ok: false; reason: string }): T => {
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};
const textOf = (text: string) => {
  const parsed = parseAddress(text);
  return parsed.ok ? parsed.value.text : undefined;
};

/** Few values a group, so that zeros, runs of zeros and the mapped range come up often. */
const group = fc.constantFrom(0, 0, 0, 0, 1, 0xffff, 0x8000, 0xdb8);
const groups = fc.oneof(
  fc.array(fc.oneof(group, fc.nat(0xffff)), { minLength: 8, maxLength: 8 }),
  fc.tuple(fc.nat(0xffff), fc.nat(0xffff)).map(([x, y]) => [0, 0, 0, 0, 0, 0xffff, x, y]),
);
const long = (parts: number[]) => parts.map((part) => part.toString(16).padStart(4, '0')).join(':');
const dotted = (parts: number[]) => {
  const [x, y] = parts.slice(6) as [number, number];
  const tail = [x >> 8, x & 255, y >> 8, y & 255].join('.');
  return `${parts
    .slice(0, 6)
    .map((part) => part.toString(16).toUpperCase())
    .join(':')}:${tail}`;
};
const ipv4 = fc
  .nat(0xffffffff)
  .map((word) => [24, 16, 8, 0].map((n) => (word >>> n) & 255).join('.'));

describe('an address', () => {
  it.each([
    ['203.0.113.20', '203.0.113.20'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['::FFFF:0a01:203', '10.1.2.3'],
    ['0:0:0:0:0:ffff:10.1.2.3', '10.1.2.3'],
    ['::1.2.3.4', '::102:304'],
    ['::ffff:0:1.2.3.4', '::ffff:0:102:304'],
    ['2001:DB8:b1:0:0::7', '2001:db8:b1::7'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['1:0:0:2:3:0:0:4', '1::2:3:0:0:4'],
    ['::', '::'],
  ])('%s is %s', (text, canonical) => {
    expect(textOf(text)).toBe(canonical);
  });

  it.each([
    '',
    ' ',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '010.1.2.3',
    '1.2.3.4 ',
    ' 1.2.3.4',
    '1.2.3.4, 5.6.7.8',
    '1.2.3.4\n',
    '1.2.3.256',
    '1.2.3.4.',
    '1.2.3.4:80',
    '[::1]',
    'fe80::1%eth0',
    '::1%0',
    '::ffff:010.1.2.3',
    '::00000',
    '1::2::3',
    '1.2.3.4/32',
    '١.2.3.4',
    'localhost',
    ':',
  ])('%j is refused', (text) => {
    expect(parseAddress(text).ok).toBe(false);
  });

  it('reads and writes IPv6 as the URL standard does, however it is spelled', () => {
    fc.assert(
      fc.property(groups, (parts) => {
        const address = must(parseAddress(long(parts)));
        expect(parseAddress(dotted(parts))).toEqual({ ok: true, value: address });
        expect(textOf(address.text)).toBe(address.text);
        const host = new URL(`http://[${long(parts)}]/`).hostname.slice(1, -1);
        if (address.family === 6) expect(address.text).toBe(host);
        else expect(address.text).toBe(ipaddr.process(host).toString());
      }),
      { numRuns: 2000 },
    );
  });

  it('accepts exactly what node:net accepts', () => {
    const near = fc.tuple(
      fc.oneof(ipv4, groups.map(long), groups.map(dotted)),
      fc.nat(40),
      fc.constantFrom('', '0', '.', ':', '::', ' ', 'f', '%1'),
    );
    fc.assert(
      fc.property(near, ([text, at, extra]) => {
        const odd = text.slice(0, at) + extra + text.slice(at);
        expect(parseAddress(odd).ok).toBe(isIP(odd) !== 0 && !odd.includes('%'));
      }),
      { numRuns: 2000 },
    );
  });

  it('compares as its bytes do', () => {
    const bytes = (text: string) => Buffer.from(ipaddr.process(text).toByteArray());
    const any = fc.oneof(ipv4, groups.filter((parts) => parts[0] !== 0).map(long));
    fc.assert(
      fc.property(any, any, (x, y) => {
        const [left, right] = [bytes(x), bytes(y)];
        const expected = left.length - right.length || Buffer.compare(left, right);
        const actual = compareAddresses(must(parseAddress(x)), must(parseAddress(y)));
        expect(Math.sign(actual)).toBe(Math.sign(expected));
      }),
    );
  });
});

describe('a range', () => {
  it.each([
    ['10.0.0.1/8', /host bits set: the range is 10\.0\.0\.0\/8/],
    ['2001:db8::1/64', /host bits set: the range is 2001:db8::\/64/],
    ['10.0.0.0/33', /from 0 to 32/],
    ['::/129', /from 0 to 128/],
    ['10.0.0.0/08', /from 0 to 32/],
    ['10.0.0.0/+8', /from 0 to 32/],
    ['10.0.0.0/', /from 0 to 32/],
    ['10.0.0.0/8/8', /from 0 to 32/],
    ['10/8', /not an IPv4 or IPv6 address/],
    ['::ffff:10.0.0.0/104', /mapped/],
    ['::ffff:0:0/96', /mapped/],
    ['10.0.0.0', /10\.0\.0\.0\/32 for one address/],
    ['office', /not a range/],
  ])('%s is refused', (text, reason) => {
    expect(parseCidr(text)).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  });

  it('may end inside the mapped range, which holds no connection', () => {
    const range = must(parseCidr('::/80'));
    expect(range).toMatchObject({ text: '::/80', family: 6 });
    expect(range.high).toEqual({ family: 6, a: 0, b: 0, c: 0xffff, d: 0xffffffff });
  });

  const inside = (address: AddressWords, low: AddressWords, high: AddressWords) =>
    compareAddresses(address, low) >= 0 && compareAddresses(address, high) <= 0;

  it('holds what BlockList and ipaddr.js say it holds', () => {
    const any = fc.oneof(ipv4, groups.filter((parts) => parts[0] !== 0).map(long));
    fc.assert(
      fc.property(any, fc.nat(128), fc.oneof(any, fc.nat(127)), (base, bits, other) => {
        const parsed = ipaddr.parse(base);
        const [family, size] =
          parsed.kind() === 'ipv4' ? (['ipv4', 32] as const) : (['ipv6', 128] as const);
        const prefix = bits % (size + 1);
        const first = networkOf(base, prefix);
        const range = must(parseCidr(`${first}/${prefix}`));
        // Half of the time an address that differs from the base in one bit: near the edge.
        const text = typeof other === 'string' ? other : flipped(base, other % size);
        const list = new BlockList();
        list.addSubnet(first, prefix, family);
        const address = must(parseAddress(text));
        // A BlockList also finds IPv4 in an IPv6 range, through the mapped form; here it never is.
        const same = address.family === range.family;
        const expected = same && list.check(text, address.family === 4 ? 'ipv4' : 'ipv6');
        expect(inside(address, range.low, range.high)).toBe(expected);
        const peer = ipaddr.parse(text);
        if (same) expect(peer.match(parsed as never, prefix)).toBe(expected);
        if (family === 'ipv6' && address.family === 6) {
          expect(prefixText(address, prefix) === `${range.text}`).toBe(expected);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

function networkOf(text: string, prefix: number): string {
  const range = `${text}/${prefix}`;
  return text.includes(':')
    ? ipaddr.IPv6.networkAddressFromCIDR(range).toString()
    : ipaddr.IPv4.networkAddressFromCIDR(range).toString();
}

function flipped(text: string, bit: number): string {
  const bytes = ipaddr.parse(text).toByteArray();
  bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (0x80 >> (bit & 7));
  return ipaddr.fromByteArray(bytes).toString();
}

describe('a trusted prefix', () => {
  it("is the single IPv4 address, or the document's share of an IPv6 one", () => {
    expect(prefixText(must(parseAddress('192.0.2.80')), 64)).toBe('192.0.2.80/32');
    expect(prefixText(must(parseAddress('2001:db8:77:1:aaaa::1')), 64)).toBe('2001:db8:77:1::/64');
    expect(prefixText(must(parseAddress('2001:db8:77:1:aaaa::1')), 56)).toBe('2001:db8:77::/56');
    expect(prefixText(must(parseAddress('2001:db8::1')), 128)).toBe('2001:db8::1/128');
  });
});
