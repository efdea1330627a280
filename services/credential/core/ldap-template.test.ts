import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  carriesAccount,
  checkTemplate,
  escapeDnValue,
  escapeFilterValue,
  fillDn,
  fillFilter,
  mayBeAsked,
  valuesInDn,
} from './ldap-template.js';

const parts = (local: string) => ({ local, domain: 'a.tld', account: `${local}@a.tld` });

describe('a template', () => {
  it('is filled with escaped parts, once', () => {
    const dn = 'uid={local},ou={domain},dc=example';
    expect(fillDn(dn, parts('luca'))).toBe('uid=luca,ou=a.tld,dc=example');
    expect(fillDn(dn, parts('luca,ou=admins'))).toBe(
      'uid=luca\\2cou\\3dadmins,ou=a.tld,dc=example',
    );
    expect(fillDn(dn, parts('{domain}'))).toBe('uid={domain},ou=a.tld,dc=example');
    expect(fillFilter('(mail={account})', parts('luca'))).toBe('(mail=luca@a.tld)');
    expect(fillFilter('(uid={local})', parts('*)(uid=*'))).toBe('(uid=\\2a\\29\\28uid=\\2a)');
    expect(fillFilter('(uid={local})', parts('$&'))).toBe('(uid=$&)');
  });

  it('must distinguish accounts, and name nothing else', () => {
    expect(checkTemplate('uid={local},dc=x')).toBeUndefined();
    expect(checkTemplate('(mail={account})')).toBeUndefined();
    expect(checkTemplate('ou={domain}')).toMatch(/all accounts/);
    expect(checkTemplate('uid={user}')).toMatch(/\{user\}/);
    expect(checkTemplate('uid=luca')).toMatch(/all accounts/);
  });
});

it('escapes values so that they cannot end early', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const dn = escapeDnValue(value);
      expect(dn).not.toMatch(/(?<!\\)[ "#+,;<=>\0]/);
      expect(
        dn.replace(/\\([0-9a-f]{2})/g, (_, h) => String.fromCharCode(Number.parseInt(h, 16))),
      ).toBe(value);
      const filter = escapeFilterValue(value);
      expect(filter).not.toMatch(/[*()\0]/);
      expect(
        filter.replace(/\\([0-9a-f]{2})/g, (_, h) => String.fromCharCode(Number.parseInt(h, 16))),
      ).toBe(value);
    }),
  );
});

it('reads the first part of a DN as a server writes it', () => {
  expect(valuesInDn('UID=l\\2Cu\\3Dx(a*b)\\5Cy,ou=people,dc=example', 'uid')).toEqual([
    'l,u=x(a*b)\\y',
  ]);
  expect(valuesInDn('cn=x+uid=j\\C3\\BCrgen,ou=people', 'uid')).toEqual(['jürgen']);
  expect(valuesInDn('cn=a\\,uid=luca,uid=luca', 'uid')).toEqual([]);
  expect(valuesInDn('', 'uid')).toEqual([]);
});

describe('an entry', () => {
  const parts = { local: 'luca', domain: 'a.tld', account: 'luca@a.tld' };

  it('belongs to exactly the account that it carries', () => {
    expect(carriesAccount(['x@a.tld', 'Luca@A.tld'], parts, false)).toBe(true);
    expect(carriesAccount(['luca'], parts, true)).toBe(true);
    for (const other of ['ｌｕｃａ@a.tld', 'ℓuca', 'luca@b.tld', 'luca@a.tld.b', '']) {
      expect(carriesAccount([other], parts, true), other).toBe(false);
    }
    // In a back end for every domain, a local part alone does not identify the account.
    expect(carriesAccount(['luca'], parts, false)).toBe(false);
  });

  it('is not looked for under a name that a directory may fold into another', () => {
    const of = (local: string) => ({ local, domain: 'a.tld', account: `${local}@a.tld` });
    expect(mayBeAsked(of('jürgen'))).toBe(true);
    for (const local of ['ｌｕｃａ', 'ℓuca', 'faß']) expect(mayBeAsked(of(local))).toBe(false);
  });
});
