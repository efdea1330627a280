import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_DEFINITIONS } from '../../../libs/events/definitions/index.js';
import { loginEvent, POLICY } from '../testing/events.js';
import { isCanonical } from './canonical.js';
import { parseEvent } from './cloud-event.js';

const parse = (event: Buffer, source = POLICY) => parseEvent(event, source);
const refusal = (event: Buffer, source = POLICY) => {
  const parsed = parse(event, source);
  return parsed.ok ? undefined : parsed.reason;
};

describe('canonical form', () => {
  // Keys like "10" and "9": objects give them in the order of numbers, the form in that of text.
  const key = fc.oneof(fc.string({ maxLength: 4 }), fc.nat(120).map(String));
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.double(), fc.integer(), fc.boolean()),
      fc.constant(null),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(key, tie('json'), { maxKeys: 5 }),
    ),
  }));
  const form = (value: unknown) => {
    try {
      return canonicalize(value);
    } catch {
      return undefined;
    }
  };

  test('is what canonicalize gives, and nothing else is', () => {
    fc.assert(
      fc.property(json, (value) => {
        const plain = JSON.stringify(value);
        const expected = form(JSON.parse(plain));
        expect(isCanonical(plain, JSON.parse(plain))).toBe(plain === expected);
        if (expected === undefined) return;
        expect(isCanonical(expected, JSON.parse(expected))).toBe(true);
        expect(isCanonical(` ${expected}`, JSON.parse(expected))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['keys out of order', '{"b":1,"a":2}'],
    ['keys out of order, deep down', '{"a":[{"c":1,"b":2}]}'],
    ['a key twice', '{"a":1,"a":1}'],
    ['an exponent', '{"a":1e2}'],
    ['a fraction of nothing', '{"a":1.0}'],
    ['minus zero', '{"a":-0}'],
    ['an escape that is not needed', '{"a":"\\u0041"}'],
    ['an escape in upper case', '{"a":"\\u001F"}'],
    ['half a character', '{"a":"\\ud800"}'],
    ['white space', '{"a": 1}'],
    ['deeper than any stack', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
  ])('%s is not', (_, text) => {
    expect(isCanonical(text, JSON.parse(text))).toBe(false);
  });

  test.each([
    ['a text that looks like half a character', '{"a":"\\\\ud800"}'],
    ['a prototype that is a key', '{"__proto__":{"a":1}}'],
    ['keys that are numbers', '{"10":1,"9":2}'],
  ])('%s is', (_, text) => {
    expect(isCanonical(text, JSON.parse(text))).toBe(true);
  });
});

describe('an event', () => {
  test('gives its search columns', () => {
    expect(parse(loginEvent(3))).toMatchObject({
      ok: true,
      value: { type: 'gatepost.login.v1', account: 'user3@a.tld', clientIp: '203.0.113.3' },
    });
  });

  test('without a domain belongs to the domain of its account', () => {
    const data = { account: 'carl@c.tld' };
    expect(parse(loginEvent(3, { domain: undefined, data }))).toMatchObject({
      value: { domain: 'c.tld' },
    });
  });

  test('with values that cannot be searched is still recorded', () => {
    const data = {
      account: 'a\0b@c.tld',
      client_ip: '010.0.0.1',
      rule: 'x'.repeat(1025),
      reason: 7,
      decision: { deep: true },
      service: '',
    };
    const parsed = parse(loginEvent(3, { data }));
    expect(parsed).toMatchObject({ ok: true, value: { domain: 'a.tld' } });
    if (!parsed.ok) return;
    expect(Object.keys(parsed.value).sort()).toEqual(['domain', 'id', 'time', 'type']);
  });

  test('of an unknown type, with unknown attributes, is accepted', () => {
    const type = { type: 'gatepost.policy.thing-done.v9', subject: 'gatepost.policy.tld.a' };
    expect(refusal(loginEvent(1, { ...type, newattribute: 'x' }))).toBeUndefined();
  });

  test('is as long as 64 KiB, and no longer', () => {
    const size = (n: number) => loginEvent(1, { data: { rule: 'x'.repeat(n) } });
    const room = 65_536 - size(0).length;
    expect(refusal(size(room))).toBeUndefined();
    expect(refusal(size(room + 1))).toMatch(/longer/);
  });

  test.each<[string, object]>([
    ['specversion', { specversion: '0.3' }],
    ['id', { id: '' }],
    ['id', { id: 'a\u0000b' }],
    ['id', { id: 7 }],
    ['source', { source: '/gatepost/otp' }],
    ['type', { type: 'com.example.login.v1' }],
    ['type', { type: 'gatepost.login' }],
    ['type', { type: 'gatepost.audit.erased.v1', subject: 'gatepost.audit.erased.tld.a' }],
    ['subject', { subject: 'gatepost.loginx.tld.a' }],
    ['time', { time: '2026-02-30T00:00:00Z x' }],
    ['time', { time: '1969-12-31T23:59:59Z' }],
    ['time', { time: undefined }],
    ['datacontenttype', { datacontenttype: 'text/plain' }],
    ['attribute', { Capital: 1 }],
  ])('with a wrong %s is refused: %j', (what, change) => {
    expect(refusal(loginEvent(1, change as never))).toMatch(what);
  });

  test('of this service comes from this service alone', () => {
    const own = '/gatepost/audit';
    const erased = { type: 'gatepost.audit.erased.v1', subject: 'gatepost.audit.erased.tld.a' };
    expect(refusal(loginEvent(1, { ...erased, source: own }), own)).toBeUndefined();
    expect(refusal(loginEvent(1, { source: own }), own)).toMatch(/is not one of/);
  });

  const SOURCES = [
    'policy',
    'credential',
    'otp',
    'saml',
    'trust-store',
    'edge',
    'passkey',
    'portal',
    'notice',
    'audit',
  ];
  const sourcesOf = (type: string) => {
    const subject = type.replace(/\.v\d+$/, '.tld.a');
    return SOURCES.filter((name) => {
      const source = `/gatepost/${name}`;
      return refusal(loginEvent(1, { type, subject, source }), source) === undefined;
    });
  };
  const GAP = 'gatepost.stream.gap.v1';
  const types = [...EVENT_DEFINITIONS.keys()].filter((type) => type !== GAP);
  test.each(types)('%s has one source, and no other', (type) => {
    expect(sourcesOf(type)).toHaveLength(1);
  });

  test('about a gap in the stream is accepted from every source', () => {
    expect(sourcesOf(GAP)).toEqual(SOURCES);
  });

  test('about a login is accepted only from policy', () => {
    const source = '/gatepost/otp';
    expect(refusal(loginEvent(1, { source }), source)).toMatch(/is not one of/);
  });
});
