import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCaseFolded, parseAccount } from './account.js';
import { parseDomain } from './domain.js';
import {
  ALL_SERVICES,
  isInteractive,
  isService,
  SERVICES,
  serviceBit,
  servicesOf,
} from './services.js';

const domainOf = (text: string) => {
  const parsed = parseDomain(text);
  return parsed.ok ? parsed.value : undefined;
};
const accountOf = (text: string) => {
  const parsed = parseAccount(text);
  return parsed.ok ? parsed.value.name : undefined;
};

describe('a domain', () => {
  it.each([
    ['A.tLd', 'a.tld'],
    ['a.tld.', 'a.tld'],
    ['localhost', 'localhost'],
    ['MÜNCHEN.de', 'xn--mnchen-3ya.de'],
    ['mu\u0308nchen.de', 'xn--mnchen-3ya.de'],
    ['XN--Mnchen-3YA.de', 'xn--mnchen-3ya.de'],
    ['例。com。', 'xn--fsq.com'],
    ['faß.de', 'xn--fa-hia.de'],
    ['FAẞ.de', 'xn--fa-hia.de'],
    [`${'a'.repeat(63)}.tld`, `${'a'.repeat(63)}.tld`],
    ['1.2.3.a4', '1.2.3.a4'],
  ])('%s is %s', (text, canonical) => {
    expect(domainOf(text)).toBe(canonical);
  });

  it.each([
    '',
    '.',
    '..',
    'a..tld',
    'a.tld..',
    '.a.tld',
    'a_b.tld',
    '-a.tld',
    'a-.tld',
    'a b.tld',
    'a.tld ',
    'a\u00adb.tld',
    'a\u200bb.tld',
    'a\u0000.tld',
    'xn--a',
    'xn--abc-.tld',
    'xn--.tld',
    '1.2.3.4',
    '0x7f.1',
    'a.0x1',
    '１.２',
    '[::1]',
    'a/b.tld',
    'xn--fsq.com/x',
    'xn--fsq.com:80',
    '例.com/x',
    '例.com:8',
    '例／x.com',
    'a%41.tld',
    '*',
    'x@a.tld',
    '\ud800.tld',
    `${'a'.repeat(64)}.tld`,
    `${'a.'.repeat(126)}tld`,
  ])('%j is refused', (text) => {
    expect(parseDomain(text)).toMatchObject({ ok: false, reason: expect.stringMatching(/domain/) });
  });
});

describe('an account', () => {
  it.each([
    ['DORA@Corp.Example', 'dora@corp.example'],
    ['luca+tag@a.tld.', 'luca+tag@a.tld'],
    ['JOSE\u0301@a.tld', 'josé@a.tld'],
    ["o'hara/x@münchen.de", "o'hara/x@xn--mnchen-3ya.de"],
    [`${'a'.repeat(248)}@a.tld`, `${'a'.repeat(248)}@a.tld`],
    [`${'a'.repeat(248)}@a.tld.`, `${'a'.repeat(248)}@a.tld`],
  ])('%s is %s', (text, name) => {
    expect(accountOf(text)).toBe(name);
  });

  it.each([
    '',
    'luca',
    '@',
    '@a.tld',
    'luca@',
    'luca@a.tld@b.tld',
    'lu ca@a.tld',
    'luca@a.tld\n',
    '\tluca@a.tld',
    'luca\u0000@a.tld',
    'luca\u007f@a.tld',
    'lu\u2003ca@a.tld',
    'lu\u200bca@a.tld',
    '\ud800@a.tld',
    'luca@[192.0.2.1]',
    `${'a'.repeat(249)}@a.tld`,
    `${'é'.repeat(125)}@a.tld`,
    'luca＠a.tld',
    'lu\ufe0fca@a.tld',
    'lu\u034fca@a.tld',
    'lu\u115fca@a.tld',
    'lu\ue000ca@a.tld',
    'lu\u{f0000}ca@a.tld',
    'lu\u0378ca@a.tld',
    'lu\uffffca@a.tld',
    '.@a.tld',
    '..@a.tld',
    '../luca@a.tld',
    'luca/..@a.tld',
    '/luca@a.tld',
    'luca/@a.tld',
    '..\\luca@a.tld',
  ])('%j is refused', (text) => {
    expect(parseAccount(text).ok).toBe(false);
  });

  it('has one canonical form, whatever the case it is typed in', () => {
    const local = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    const domain = fc.oneof(fc.domain(), fc.string({ unit: 'grapheme', maxLength: 12 }));
    fc.assert(
      fc.property(local, domain, (l, d) => {
        const name = accountOf(`${l}@${d}`);
        fc.pre(name !== undefined && !/[.。．｡]$/.test(d));
        expect(accountOf(name as string)).toBe(name);
        expect(accountOf(`${l.toLowerCase()}@${d}.`)).toBe(name);
        expect(Buffer.byteLength(name as string)).toBeLessThanOrEqual(254);
        expect(name).not.toMatch(/\s|@.*@/);
      }),
      { numRuns: 2000 },
    );
  });
});

it('never asks a directory for a local part that it may fold into another', () => {
  for (const own of ['luca', "o'hara", 'jürgen', 'josé', 'иван', '李雷', 'ıldız', 'a+b.c_d-e']) {
    expect(isCaseFolded(own), own).toBe(true);
  }
  for (const other of ['ｌｕｃａ', 'ℓuca', 'luc\u00aa', 'faß', 'οδος', 'ﬁn', '①', 'ſim', 'ǅ']) {
    expect(isCaseFolded(other), other).toBe(false);
  }
});

describe('services', () => {
  it('are thirteen, with one bit each', () => {
    expect(SERVICES).toHaveLength(13);
    expect(servicesOf(ALL_SERVICES)).toEqual(SERVICES);
    expect(servicesOf(serviceBit('EAS') | serviceBit('Imap'))).toEqual(['Imap', 'EAS']);
    expect(SERVICES.filter(isInteractive)).toEqual([
      'WebUI',
      'WebAdminUI',
      'MobileApp',
      'DesktopApp',
    ]);
    expect(['imap', 'Imap ', 'toString', ''].filter(isService)).toEqual([]);
  });
});
