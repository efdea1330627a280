import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Attribute, Change } from 'ldapts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatepost } from '../faults/events/run-cli.js';
import { SEARCHER, type Slapd, startSlapd } from '../peers/slapd.js';
import type { Message } from './proto-client.js';
import { type Suite, startSuite } from './start-suite.js';

const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';
const LUCA = 'luca@a.tld';
const RIGHT = 'correct horse';
const UNAVAILABLE = 14;
const NOT_USABLE = 3;
const USAGE = 2;

const files = mkdtempSync(join(tmpdir(), 'gatepost-directory-'));
let first: Slapd;
let second: Slapd;
let stranger: Slapd;
let suite: Suite;

beforeAll(async () => {
  [first, second, stranger] = await Promise.all([startSlapd(), startSlapd(), startSlapd()]);
  const trusted = [first.ca, second.ca].map((path) => readFileSync(path, 'utf8')).join('\n');
  writeFileSync(join(files, 'ca.pem'), trusted);
  writeFileSync(join(files, 'searcher'), `${SEARCHER.password}\n`);
  suite = await startSuite({
    replicas: { credential: 2 },
    own: {
      credential: {
        ldap: {
          hosts: [first.ldaps, second.ldap, stranger.ldaps],
          ca: join(files, 'ca.pem'),
          secrets: files,
        },
      },
    },
  });
  const policies = ['a.tld', 'b.tld'].map((domain) => {
    const text = `domain: ${domain}
rules: [{ name: sign-in, services: [Imap, WebUI], require: password }]
trust: { session: { default: 8h, max: 24h } }
`;
    const content = Buffer.from(text);
    return { file: { name: `${domain}.yaml`, content, documents: [domain] } };
  });
  await suite
    .client('admin', 'operator')
    .exchange('gatepost.policy.v1.PolicyAdminService/Apply', [{ options: {} }, ...policies]);
});
afterAll(async () => {
  await suite?.close();
  await Promise.all([first, second, stranger].map((server) => server?.stop()));
  rmSync(files, { recursive: true });
});

/** Runs `gatepost credential backend …`. */
function backend(...words: string[]) {
  return gatepost(suite.installation.layout.home, 'credential', 'backend', ...words);
}

function login(password: string, account = LUCA): Promise<Message> {
  const request = { account, service: 'SERVICE_IMAP', client_ip: '192.0.2.80' };
  const asked = { ...request, password: Buffer.from(password) };
  return suite.client('front-end', 'mail').call(AUTHORIZE, asked);
}

const decided = (decision: string) => expect.objectContaining({ decision: `DECISION_${decision}` });

it('is set, shown and tried with the commands of docs/factors.md', async () => {
  const urls = ['--url', `ldaps://${first.ldaps}`, '--url', `ldap://${second.ldap}`];
  const search = ['--search-base', 'dc=example', '--search-filter', '(mail={account})'];
  const as = ['--search-bind-dn', SEARCHER.dn, '--search-bind-secret', 'searcher'];
  const set = ['set', 'a.tld', 'ldap', ...urls, ...search, ...as, '--server-timeout', '500'];
  expect(await backend(...set)).toMatchObject({ code: 0 });
  expect(await backend('get', 'a.tld')).toEqual({
    code: 0,
    output: expect.stringContaining(first.ldaps),
  });
  const tried = await backend('test', 'a.tld', '--account', LUCA);
  expect(tried).toEqual({ code: 0, output: expect.stringContaining('uid=luca,ou=people') });
  expect(tried.output).not.toContain(SEARCHER.password);
  const unlisted = await backend(
    'set',
    'a.tld',
    'ldap',
    '--url',
    'ldaps://other.example',
    ...search,
  );
  expect(unlisted).toEqual({ code: USAGE, output: expect.stringContaining('urls[0]') });
});

it('lets in whom the directory knows, and nobody else', async () => {
  expect(await login(RIGHT)).toEqual(decided('ALLOW'));
  const wrong = await login('wrong');
  const nobody = await login(RIGHT, 'nobody@a.tld');
  expect([wrong, nobody]).toEqual([decided('DENY'), decided('DENY')]);
  expect(nobody.message).toBe(wrong.message);
});

it('ends a session at its next refresh once the password was changed there, or the entry is gone', async () => {
  const portal = suite.client('service', 'portal');
  const service = 'gatepost.policy.v1.AuthorizationService';
  const signIn = async (account: string, password: string): Promise<string> => {
    const { session_secret } = await portal.call(AUTHORIZE, {
      ...{ account, password: Buffer.from(password), service: 'SERVICE_WEB_UI' },
      ...{ client_ip: '192.0.2.80', remember: { session_seconds: 3_600 } },
    });
    return session_secret;
  };
  const refresh = async (session_secret: string): Promise<string> =>
    (await portal.call(`${service}/MailToken`, { session_secret })).mail_token;
  const dnOf = (name: string) => `uid=${name},ou=people,dc=example`;
  const [vera, nora] = [await signIn('vera@a.tld', RIGHT), await signIn('nora@a.tld', RIGHT)];
  for (const secret of [vera, nora]) expect(await refresh(secret)).toMatch(/^gpm_/);
  await first.administer(async (client) => {
    const modification = new Attribute({ type: 'userPassword', values: ['another horse'] });
    await client.modify(dnOf('vera'), new Change({ operation: 'replace', modification }));
    await client.del(dnOf('nora'));
  });
  for (const token of [vera, nora]) {
    expect(await refresh(token)).toBe('');
    const asked = { token, client_ip: '192.0.2.80' };
    expect((await portal.call(`${service}/CheckSession`, asked)).session).toBeFalsy();
  }
  // The directory stores seconds. A sign-in in the second of the change counts as earlier than the change.
  suite.clock.advance(1_000);
  expect(await refresh(await signIn('vera@a.tld', 'another horse'))).toMatch(/^gpm_/);
});

it('asks the next server if the first is gone', async () => {
  await first.stop();
  for (let n = 0; n < 4; n += 1) expect(await login(RIGHT)).toEqual(decided('ALLOW'));
  expect(await login('wrong')).toEqual(decided('DENY'));
});

it('decides nothing, and counts nothing, where no server answers', async () => {
  await second.pause();
  const tries = Array.from({ length: 12 }, (_, n) => login(n % 2 === 0 ? RIGHT : `wrong ${n}`));
  for (const tried of await Promise.allSettled(tries)) {
    expect(tried).toMatchObject({ status: 'rejected', reason: { code: UNAVAILABLE } });
  }
  second.resume();
  expect(await login(RIGHT)).toEqual(decided('ALLOW'));
  await second.stop();
  await expect(login(RIGHT)).rejects.toMatchObject({ code: UNAVAILABLE });
});

it('gives no password to a server whose certificate is not trusted', async () => {
  const template = ['--dn-template', 'uid={local},ou=people,dc=example'];
  const url = ['--url', `ldaps://${stranger.ldaps}`];
  expect(await backend('set', 'b.tld', 'ldap', ...url, ...template)).toMatchObject({ code: 0 });
  expect(await backend('test', 'b.tld')).toMatchObject({ code: NOT_USABLE });
  await expect(login(RIGHT, 'luca@b.tld')).rejects.toMatchObject({ code: UNAVAILABLE });
  expect(await stranger.log()).not.toMatch(/BIND/);
});
