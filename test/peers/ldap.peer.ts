import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../libs/log/index.js';
import { claimPort } from '../../libs/testing/claim-ports.js';
import { ldapDirectory } from '../../services/credential/clients/ldap/directory.js';
import type { LdapBind, LdapSettings } from '../../services/credential/core/backend.js';
import { SEARCHER, type Slapd, startSlapd } from './slapd.js';

let slapd: Slapd;
let other: Slapd;
const secretsDirectory = mkdtempSync(join(tmpdir(), 'gatepost-secrets-'));

beforeAll(async () => {
  writeFileSync(join(secretsDirectory, 'searcher'), `${SEARCHER.password}\n`);
  [slapd, other] = await Promise.all([startSlapd(), startSlapd()]);
});
afterAll(async () => {
  await Promise.all([slapd, other].map((server) => server.stop()));
  rmSync(secretsDirectory, { recursive: true });
});

const BY_TEMPLATE: LdapBind = { by: 'template', dnTemplate: 'uid={local},ou=people,dc=example' };
const BY_SEARCH: LdapBind = {
  by: 'search',
  base: 'dc=example',
  filter: '(mail={account})',
  as: { dn: SEARCHER.dn, secret: 'searcher' },
};

interface Line {
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const directory of opened.splice(0)) directory.close();
});

function open(change: { hosts?: readonly string[]; ca?: string } = {}) {
  const lines: Line[] = [];
  const note = (message: string, fields: Line['fields']) => void lines.push({ message, fields });
  const directory = ldapDirectory(
    {
      hosts: change.hosts ?? [slapd.ldap, slapd.ldaps],
      ca: readFileSync(change.ca ?? slapd.ca, 'utf8'),
      secretsDirectory,
    },
    { ...silentLog, info: note, warn: note },
  );
  opened.push(directory);
  return { ...directory, lines };
}

const settings = (bind: LdapBind, ...urls: string[]): LdapSettings => ({
  urls: urls.length > 0 ? urls : [`ldaps://${slapd.ldaps}`],
  bind,
  timeoutMs: 1500,
  accountAttribute: bind.by === 'template' ? 'uid' : 'mail',
});
const call = (ms = 10_000) => ({
  deadline: performance.now() + ms,
  signal: new AbortController().signal,
});
const login = (account: string, password: string | Buffer) => ({
  account,
  password: Buffer.from(password),
});

describe.each([
  ['ldaps', 'template', () => settings(BY_TEMPLATE, `ldaps://${slapd.ldaps}`)],
  ['ldaps', 'search', () => settings(BY_SEARCH, `ldaps://${slapd.ldaps}`)],
  ['StartTLS', 'template', () => settings(BY_TEMPLATE, `ldap://${slapd.ldap}`)],
  ['StartTLS', 'search', () => settings(BY_SEARCH, `ldap://${slapd.ldap}`)],
])('over %s, by %s', (_, by, make) => {
  it('the right password opens, and no other', async () => {
    const directory = open();
    const verify = (account: string, password: string | Buffer) =>
      directory.verify(make(), login(account, password), call());
    expect(await verify('luca@a.tld', 'correct horse')).toBe(true);
    expect(await verify('luca@a.tld', 'wrong')).toBe(false);
    expect(await verify('luca@a.tld', 'correct horse')).toBe(true);
    expect(await verify('nobody@a.tld', 'correct horse')).toBe(false);
    expect(await verify('empty@a.tld', 'x')).toBe(false);
    expect(await verify('luca@a.tld', Buffer.from([0xff, 0xfe]))).toBe(false);
    const odd = 'l,u=x(a*b)\\y@a.tld';
    expect(await verify(odd, 'odd horse')).toBe(true);
    expect(await verify('*@a.tld', 'correct horse')).toBe(false);
    expect(await verify('luca)(uid=*@a.tld', 'correct horse')).toBe(false);
    expect(await verify('luca,ou=people@a.tld', 'correct horse')).toBe(false);
    // The directory folds these into luca, but none of them is luca.
    for (const folded of ['ｌｕｃａ@a.tld', 'ℓuca@a.tld', 'luca\u00ad@a.tld']) {
      expect(await verify(folded, 'correct horse'), folded).toBe(false);
    }
    if (by === 'search') expect(await verify('twin@a.tld', 'twin')).toBe(false);
    expect(JSON.stringify(directory.lines)).not.toContain('horse');
  });

  it('says whether it has an account, if a search can tell', async () => {
    const look = async (account: string) =>
      (await open().look(make(), { account, everyDomain: false }, call()))?.kind;
    const known = by === 'search' ? ['open', 'none', 'none'] : [undefined, undefined, undefined];
    expect(await Promise.all(['luca@a.tld', 'nobody@a.tld', '*@a.tld'].map(look))).toEqual(known);
  });

  it('an empty password is refused before anything is asked', async () => {
    const before = (await slapd.log()).length;
    expect(await open().verify(make(), login('luca@a.tld', ''), call())).toBe(false);
    expect((await slapd.log()).slice(before)).not.toMatch(/ACCEPT|BIND/);
  });

  it('many logins at once share connections, and none gets the answer of another', async () => {
    const directory = open();
    const before = (await slapd.log()).length;
    const logins = Array.from({ length: 60 }, (_, i) =>
      directory.verify(
        make(),
        login('luca@a.tld', i % 3 === 0 ? 'correct horse' : 'wrong'),
        call(),
      ),
    );
    const results = await Promise.all(logins);
    expect(results).toEqual(results.map((_, i) => i % 3 === 0));
    const accepted = (await slapd.log()).slice(before).match(/ACCEPT from/g) ?? [];
    expect(accepted.length).toBeLessThanOrEqual(20);
  });
});

describe('a server', () => {
  it('gets no password if its certificate is not trusted, or has another name', async () => {
    const before = (await slapd.log()).length;
    for (const url of [`ldaps://${slapd.ldaps}`, `ldap://${slapd.ldap}`]) {
      const directory = open({ ca: other.ca });
      const verify = directory.verify(
        settings(BY_TEMPLATE, url),
        login('luca@a.tld', 'correct horse'),
        call(),
      );
      await expect(verify).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    }
    const port = slapd.ldaps.split(':')[1];
    const elsewhere = open({ hosts: [`127.0.0.2:${port}`] });
    const named = settings(BY_TEMPLATE, `ldaps://127.0.0.2:${port}`);
    await expect(
      elsewhere.verify(named, login('luca@a.tld', 'correct horse'), call()),
    ).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect((await slapd.log()).slice(before)).not.toMatch(/BIND/);
  });

  it('is not connected to if it is not listed', async () => {
    const before = (await slapd.log()).length;
    const directory = open({ hosts: [slapd.ldap] });
    await expect(
      directory.verify(settings(BY_TEMPLATE), login('luca@a.tld', 'correct horse'), call()),
    ).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect((await slapd.log()).slice(before)).not.toMatch(/ACCEPT/);
    expect(directory.check(settings(BY_TEMPLATE))).toEqual([
      { field: 'urls[0]', description: expect.any(String) },
    ]);
    expect(directory.check(settings(BY_TEMPLATE, `ldap://${slapd.ldap}`))).toEqual([]);
  });

  it('is skipped if it is down or hangs, and then asked last', async () => {
    const down = `127.0.0.1:${await claimPort()}`;
    const directory = open({ hosts: [down, slapd.ldaps, other.ldaps], ca: slapd.ca });
    const urls = [`ldaps://${down}`, `ldaps://${slapd.ldaps}`];
    const verify = (password: string) =>
      directory.verify(settings(BY_TEMPLATE, ...urls), login('luca@a.tld', password), call());
    expect(await verify('correct horse')).toBe(true);
    expect(await verify('wrong')).toBe(false);
    const told = directory.lines.filter(({ message }) => message.includes('no answer'));
    expect(told).toHaveLength(1);
  });

  it('is not waited for longer than configured if it hangs', async () => {
    const directory = open();
    const hung = { ...settings(BY_TEMPLATE), timeoutMs: 300 };
    expect(await directory.verify(hung, login('luca@a.tld', 'correct horse'), call())).toBe(true);
    await slapd.pause();
    try {
      await expect(
        directory.verify(hung, login('luca@a.tld', 'correct horse'), call()),
      ).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    } finally {
      slapd.resume();
    }
    expect(await directory.verify(hung, login('luca@a.tld', 'correct horse'), call())).toBe(true);
  });

  it('counts as not having answered if it refers to another', async () => {
    const elsewhere: LdapBind = { ...BY_SEARCH, base: 'ou=elsewhere,dc=example' };
    const verify = open().verify(settings(elsewhere), login('luca@a.tld', 'correct horse'), call());
    await expect(verify).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('makes a failed search an error of the settings, not of the person', async () => {
    const wrong: LdapBind = {
      ...BY_SEARCH,
      as: { dn: 'cn=nobody,dc=example', secret: 'searcher' },
    };
    await expect(
      open().verify(settings(wrong), login('luca@a.tld', 'correct horse'), call()),
    ).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const missing: LdapBind = { ...BY_SEARCH, as: { dn: SEARCHER.dn, secret: '../searcher' } };
    await expect(
      open().verify(settings(missing), login('luca@a.tld', 'correct horse'), call()),
    ).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(open().check(settings(missing))).toEqual([
      { field: 'search_bind_secret', description: expect.any(String) },
    ]);
  });
});

describe('trying it', () => {
  it('tells each step, for each server', async () => {
    const down = `127.0.0.1:${await claimPort()}`;
    const directory = open({ hosts: [down, slapd.ldaps] });
    const tried = await directory.test(
      settings(BY_SEARCH, `ldaps://${down}`, `ldaps://${slapd.ldaps}`, 'ldaps://not.listed'),
      { account: 'luca@a.tld' },
      call(),
    );
    expect(tried.usable).toBe(true);
    expect(tried.steps).toEqual([
      expect.stringMatching(/^ldaps:.*connects.*ECONNREFUSED/),
      expect.stringMatching(/connects.*: ok$/),
      expect.stringMatching(
        /binds as cn=searcher,dc=example and searches for luca@a.tld: a login would bind as uid=luca,ou=people,dc=example$/,
      ),
      expect.stringMatching(/not.listed: is not among/),
    ]);
    expect(JSON.stringify(tried)).not.toContain(SEARCHER.password);
  });

  it('is not usable where nothing can be bound or trusted', async () => {
    const wrong: LdapBind = {
      ...BY_SEARCH,
      as: { dn: 'cn=nobody,dc=example', secret: 'searcher' },
    };
    expect(await open().test(settings(wrong), { account: undefined }, call())).toMatchObject({
      usable: false,
    });
    const stranger = open({ ca: other.ca });
    expect(
      await stranger.test(settings(BY_TEMPLATE), { account: undefined }, call()),
    ).toMatchObject({
      usable: false,
    });
    expect(
      await open().test(settings(BY_TEMPLATE), { account: 'luca@a.tld' }, call()),
    ).toMatchObject({
      usable: true,
    });
  });
});
