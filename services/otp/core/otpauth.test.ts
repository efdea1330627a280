import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALGORITHMS, DIGITS, PERIODS } from './authenticator.js';
import { decodeBase32, encodeBase32 } from './base32.js';
import { formatOtpauthUri } from './format-otpauth-uri.js';
import { parseOtpauthUri } from './parse-otpauth-uri.js';

/** RFC 4648 section 10, and the secret of RFC 6238. */
const BASE32 = [
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
  ['12345678901234567890', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'],
] as const;

describe('base32', () => {
  it.each(BASE32)('%s is %s', (text, base32) => {
    expect(encodeBase32(Buffer.from(text))).toBe(base32);
    const padded = base32.padEnd(Math.ceil(base32.length / 8) * 8, '=');
    for (const typed of [base32, padded, base32.toLowerCase(), base32.replace(/(....)/g, '$1 ')]) {
      expect(decodeBase32(typed)?.toString()).toBe(text);
    }
  });

  it('round-trips any bytes, and refuses other text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 130 }), (bytes) => {
        expect(decodeBase32(encodeBase32(bytes))).toEqual(Buffer.from(bytes));
      }),
    );
    for (const bad of ['MZXW0', 'MZXW1', 'MZX=W6YQ', 'MZXW6é']) {
      expect(decodeBase32(bad)).toBeUndefined();
    }
  });
});

describe('the URI', () => {
  const secret = Buffer.from('12345678901234567890');
  const parameters = { algorithm: 'sha1', digits: 6, period: 30 } as const;

  it('escapes characters that would split it wrongly', () => {
    const uri = formatOtpauthUri({
      secret,
      issuer: 'Mail: A & B',
      account: 'luca+x@a.tld',
      parameters,
    });
    expect(uri).toBe(
      'otpauth://totp/Mail%3A%20A%20%26%20B:luca%2Bx%40a.tld' +
        '?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Mail%3A%20A%20%26%20B' +
        '&algorithm=SHA1&digits=6&period=30',
    );
  });

  it('is read back by a URL parser and by ours', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    const any = fc.record({
      secret: fc.uint8Array({ minLength: 10, maxLength: 64 }),
      issuer: text,
      account: text,
      parameters: fc.record({
        algorithm: fc.constantFrom(...ALGORITHMS),
        digits: fc.constantFrom(...DIGITS),
        period: fc.constantFrom(...PERIODS),
      }),
    });
    fc.assert(
      fc.property(any, (made) => {
        const uri = formatOtpauthUri(made);
        const url = new URL(uri);
        const [issuer, account, ...rest] = url.pathname.slice(1).split(':');
        expect(rest).toEqual([]);
        expect(decodeURIComponent(issuer as string)).toBe(made.issuer);
        expect(decodeURIComponent(account as string)).toBe(made.account);
        expect(url.searchParams.get('issuer')).toBe(made.issuer);
        expect(parseOtpauthUri(uri)).toMatchObject({
          ok: true,
          value: { secret: Buffer.from(made.secret), parameters: made.parameters },
        });
      }),
    );
  });
});

const KEY = 'secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const plain = { algorithm: 'sha1', digits: 6, period: 30 };

describe('a URI to take over', () => {
  it.each([
    [`otpauth://totp/A.tld:luca@a.tld?${KEY}&issuer=A.tld`, plain, 'A.tld: luca@a.tld'],
    [`otpauth://totp/A%20Co%3A%20luca%40a.tld?${KEY}`, plain, 'A Co: luca@a.tld'],
    [`OTPAUTH://TOTP/luca?${KEY}&Issuer=A+Co`, plain, 'A Co: luca'],
    [`otpauth://totp/?${KEY}`, plain, 'imported'],
    [`otpauth://totp?${KEY}&issuer=`, plain, 'imported'],
    [`otpauth://totp/luca?${KEY}&image=https%3A%2F%2Fa.tld%2Fx.png&foo`, plain, 'luca'],
    [`otpauth://totp/luca?digits=8&${KEY}&period=60`, { ...plain, digits: 8, period: 60 }, 'luca'],
    [`otpauth://totp/l?${KEY}&algorithm=SHA-256`, { ...plain, algorithm: 'sha256' }, 'l'],
    [`otpauth://totp/l?${KEY}&algorithm=HmacSHA512`, { ...plain, algorithm: 'sha512' }, 'l'],
    [`otpauth://totp/l?${KEY}&algorithm=sha1&digits=10`, { ...plain, digits: 10 }, 'l'],
    [`otpauth://totp/l?SECRET=gezd-gnbv%20gy3t+qojq====&digits=6`, plain, 'l'],
    [`otpauth://totp/Ex:u?${KEY}&algorithm=&digits=&period=&image=`, plain, 'Ex: u'],
    [`otpauth://totp/Ex:u?${KEY}&issuer=Ex&issuer=Ex&digits=6&DIGITS=6`, plain, 'Ex: u'],
    [`otpauth://totp/Ex:u?${KEY}&issuer=Ex&issuer=Other`, plain, 'Ex: u'],
    [`otpauth://totp/100%:u?${KEY}`, plain, '100%: u'],
    [`otpauth://totp/%E9?${KEY}&issuer=%E9`, plain, '%E9: %E9'],
    [`otpauth://totp/https%3A%2F%2Fid.a.tld:luca?${KEY}`, plain, 'https://id.a.tld: luca'],
    [
      `otpauth://totp/https%3A%2F%2Fid.a.tld%3Aluca?${KEY}&issuer=https%3A%2F%2Fid.a.tld`,
      ...([plain, 'https://id.a.tld: luca'] as const),
    ],
    [`otpauth://totp/a#1:u?${KEY}&x=#y`, plain, 'a#1: u'],
    [`QR-Code:otpauth://totp/l?${KEY}`, plain, 'l'],
    [`otpauth://totp/l?${KEY}A&issuer=`, plain, 'l'],
    [`otpauth://totp/l?${KEY}&encoder=base32`, plain, 'l'],
    ['otpauth://totp/l?secret=GEZDGNBVGY3TQOJQG', plain, 'l'],
    ['otpauth://totp/l?secret=GEZDGNBVGY3TQOJQGEZ', plain, 'l'],
    [` otpauth://totp/${'é'.repeat(40)}?${KEY}\n`, plain, 'é'.repeat(32)],
  ])('%s', (uri, parameters, label) => {
    const parsed = parseOtpauthUri(uri);
    expect(parsed).toMatchObject({ ok: true, value: { parameters, label } });
    if (!parsed.ok) return;
    expect('12345678901234567890'.startsWith(parsed.value.secret.toString())).toBe(true);
    expect(Buffer.byteLength(parsed.value.label)).toBeLessThanOrEqual(64);
  });

  it.each([
    ['https://totp/l?', 'not an otpauth URI'],
    [`otpauth://hotp/l?${KEY}&counter=1`, 'not of type totp'],
    [`otpauth-migration://offline?data=x`, 'not an otpauth URI'],
    ['otpauth://totp/l', 'no secret'],
    ['otpauth://totp/l?secret=', 'no secret'],
    ['otpauth://totp/l?secret=GEZDGNBVGY3TQ', 'too short'],
    [`otpauth://totp/l?secret=${'A'.repeat(208)}`, 'too long'],
    ['otpauth://totp/l?secret=GEZDGNBVGY3TQOJ0', 'not base32'],
    [`otpauth://totp/l?${KEY}&secret=GEZDGNBVGY3TQOJQ`, 'twice'],
    [`otpauth://totp/l?${KEY}&Digits=6&digits=8`, 'twice'],
    [`otpauth://totp/l?${KEY}&digits=7`, 'digits'],
    [`otpauth://totp/l?${KEY}&period=15`, 'period'],
    [`otpauth://totp/l?${KEY}&algorithm=MD5`, 'algorithm'],
    [`otpauth://totp/l?${KEY}&encoder=steam`, 'encoder'],
  ])('%s is refused', (uri, why) => {
    const parsed = parseOtpauthUri(uri);
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.reason).toContain(why);
    expect(parsed.reason).not.toContain('GEZD');
  });
});
