import { describe, expect, it } from 'vitest';
import { formatOf, readAccounts } from './read-accounts.js';

const read = (text: string, format: 'csv' | 'ldif' | 'passwd-file', domain = 'a.tld') =>
  readAccounts(Buffer.from(text), { format, attribute: 'mail', domain }).map((one) =>
    'hash' in one ? [one.line, one.account, one.hash.toString()] : [one.line, one.account, one.why],
  );

describe('accounts in the files of other systems', () => {
  it("Dovecot's passwd-file", () => {
    const text =
      '# users\nluca@a.tld:{SSHA512}abc=:1000:1000::/home/luca::userdb_quota=1G\r\n\nanna:$6$s$h\nbroken\nold:!$6$x$y:::\n';
    expect(read(text, 'passwd-file')).toEqual([
      [2, 'luca@a.tld', '{SSHA512}abc='],
      [4, 'anna@a.tld', '$6$s$h'],
      [5, '', 'not user:password'],
      [6, 'old@a.tld', 'its password is locked'],
    ]);
  });

  it('CSV with a header and without, quoted, by commas, semicolons or tabs', () => {
    expect(read('\ufeffname,email,hash\n"Luca, B",luca@a.tld,"{SCRAM}1,2,""3"\r\n', 'csv')).toEqual(
      [[2, 'luca@a.tld', '{SCRAM}1,2,"3']],
    );
    expect(read('luca;$5$a,b$c\nanna;\n', 'csv')).toEqual([
      [1, 'luca@a.tld', '$5$a,b$c'],
      [2, 'anna@a.tld', ''],
    ]);
    expect(read('x\ty\n"z', 'csv')).toEqual([
      [1, 'x@a.tld', 'y'],
      [2, 'z@a.tld', 'a quoted field does not end'],
    ]);
  });

  it('CSV as spreadsheets and directories write it', () => {
    const rows = [[2, 'luca@a.tld', '$5$a$b']];
    expect(read('sep=;\r\nluca@a.tld;$5$a$b\r\n', 'csv')).toEqual(rows);
    expect(
      read('"Name, first";E-Mail;Password hash\n"B, L";luca@a.tld; "$5$a$b"\n', 'csv'),
    ).toEqual(rows);
    const google = 'Email Address [Required],Password [Required]\nluca@a.tld,$5$a$b\n';
    expect(read(google, 'csv')).toEqual(rows);
    const wide = Buffer.from('\ufeffaccount\thash\r\nluca@a.tld\t$5$a$b\r\n', 'utf16le');
    const how = { format: formatOf('-', wide), attribute: 'mail', domain: '' };
    expect(how.format).toBe('csv');
    expect(readAccounts(wide, how)).toEqual([
      { line: 2, account: 'luca@a.tld', hash: Buffer.from('$5$a$b') },
    ]);
    expect(readAccounts(Buffer.from(wide).swap16(), how)).toHaveLength(1);
    // Otherwise every account would be created without a usable password.
    expect(read('email,secret\nluca@a.tld,$5$a$b\n', 'csv')).toEqual([
      [1, '', expect.stringMatching(/^no column is called hash, /)],
    ]);
    expect(read('email\nluca@a.tld\n', 'csv')).toEqual([[2, 'luca@a.tld', '']]);
  });

  it('skips accounts that are locked, disabled or stored elsewhere', () => {
    const passwd =
      'a:{CRYPT}!$6$x$y\nb:x:1000:1000::/home/b:/bin/sh\nc:{SSHA}abc:::::/h:nologin\nd:{SSHA}abc:::::/h:userdb_nologin_x=1 nologin=y\ne:{SSHA}abc:::::/nologin:userdb_x=nologin\n';
    expect(read(passwd, 'passwd-file').map(([, name, why]) => [name, why])).toEqual([
      ['a@a.tld', 'its password is locked'],
      ['b@a.tld', 'its password is in another file, such as /etc/shadow'],
      ['c@a.tld', 'its logins are disabled (nologin)'],
      ['d@a.tld', 'its logins are disabled (nologin)'],
      ['e@a.tld', '{SSHA}abc'],
    ]);
    const entry = (more: string) =>
      read(`dn: uid=x\nmail: x@a.tld\nuserPassword: {SSHA}abc \n${more}\n`, 'ldif')[0]?.[2];
    expect(entry('zimbraAccountStatus: closed')).toBe('it is disabled (zimbraaccountstatus)');
    expect(entry('nsAccountLock: TRUE')).toBe('it is disabled (nsaccountlock)');
    expect(entry('pwdAccountLockedTime: 000001010000Z')).toMatch(/^it is disabled/);
    expect(entry('changetype: modify')).toBe('a change (modify), not an entry');
    expect(entry('zimbraAccountStatus: active')).toBe('{SSHA}abc');
    expect(read('luca@a.tld,*\n', 'csv')).toEqual([[1, 'luca@a.tld', 'its password is locked']]);
    expect(() => read('\u001f', 'csv')).not.toThrow();
    const packed = Buffer.from([0x1f, 0x8b, 8]);
    expect(() => formatOf('users', packed)).toThrow('compressed');
  });

  it('LDIF, folded and in base64; what is no person is passed over', () => {
    const hash = '{SSHA}4yzETtWwgXclEkIOscAgN7DuaD5hYmNk';
    const base64 = Buffer.from(hash).toString('base64');
    const text = `version: 1\n\ndn: dc=example\ndc: example\n\ndn: uid=luca,dc=example\nmail: luca@a.tld\nmail: l@a.tld\nuserPassword:: ${base64.slice(0, 20)}\n ${base64.slice(20)}\n# note\n\ndn: uid=anna\nmail: anna@a.tld\nuserPassword:< file:///x\n`;
    expect(read(text, 'ldif')).toEqual([
      [6, 'luca@a.tld', hash],
      [13, 'anna@a.tld', 'its password is in another file'],
    ]);
  });

  it('are recognised by their name and beginning', () => {
    const of = (path: string, text: string) => formatOf(path, Buffer.from(text));
    expect(of('x.csv', '')).toBe('csv');
    expect(of('-', '# c\n\nversion: 1\ndn: x')).toBe('ldif');
    expect(of('-', 'dn: x')).toBe('ldif');
    expect(of('-', 'account,hash\n')).toBe('csv');
    expect(of('users', 'luca@a.tld:{SCRAM-SHA-256}1,2,3,4:')).toBe('passwd-file');
  });
});
