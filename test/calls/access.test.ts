import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareInstallation } from '../../cli/up/installation/prepare-installation.js';
import { until } from '../../libs/testing/until.js';
import { runCliHere } from '../suite/run-cli-here.js';
import { type Suite, startSuite } from '../suite/start-suite.js';

const SET = `template: standard-isp
networks: { office: [203.0.113.0/24] }
rules: [{ name: office, from: [office], require: password }]
---
template: another
rules: [{ name: nobody, deny: no }]
---
domain: a.tld
extends: [standard-isp]
rules: [{ name: phones, services: [EAS], require: app-password }]
---
domain: b.tld
rules: [{ name: phones, services: [EAS], require: app-password }]
---
domain: "*"
rules: [{ name: nobody, deny: no }]
`;

let suite: Suite;
let home: string;
let folder: string;

beforeAll(async () => {
  suite = await startSuite({ corpDomains: ['corp.tld'] });
  home = suite.installation.layout.home;
  folder = mkdtempSync(join(tmpdir(), 'access-'));
  writeFileSync(join(folder, 'set.yaml'), SET);
  expect(await operator('policy', 'apply', join(folder, 'set.yaml'))).toMatchObject({ exit: 0 });
});
afterAll(async () => {
  await suite?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Result {
  readonly exit: number;
  // biome-ignore lint/suspicious/noExplicitAny: each command's own
  readonly json: any;
  readonly err: string;
}

async function gatepost(args: readonly string[]): Promise<Result> {
  const { exit, out, err } = await runCliHere([...args, '--json']);
  return { exit, json: out === '' ? undefined : JSON.parse(out), err };
}

const operator = (...args: string[]) => gatepost([...args, '--home', home]);
const anna = (...args: string[]) =>
  gatepost([...args, '--config', join(folder, 'anna', 'client.yaml')]);
/** Services read their allow-lists again every two seconds. */
const soon = (check: () => Promise<void>) => until('the list is read again', check);

it('lets somebody administer their domain, everywhere, and no other', async () => {
  const to = join(folder, 'anna');
  const added = await operator('access', 'add', 'anna', '--domain', 'A.tld', '--to', to);
  expect(added.json).toMatchObject({
    identity: 'spiffe://gatepost/admin/anna',
    domains: ['a.tld'],
  });
  await soon(async () => {
    for (const command of [
      ['policy', 'get', 'a.tld'],
      ['account', 'list', 'a.tld'],
      ['otp', 'list', 'luca@a.tld'],
      ['saml', 'metadata', 'a.tld'],
      ['trust', 'list', 'luca@a.tld'],
      ['audit', 'query', '--domain', 'a.tld'],
    ]) {
      expect(await anna(...command), command.join(' ')).toMatchObject({ exit: 0 });
    }
  });
  for (const command of [
    ['policy', 'get', 'b.tld'],
    ['policy', 'list'],
    ['policy', 'get', '*'],
    ['account', 'list', 'b.tld'],
    ['trust', 'list', 'bea@b.tld'],
    ['audit', 'query', '--domain', 'b.tld'],
    ['saml', 'remove', 'b.tld'],
  ]) {
    const refused = await anna(...command);
    expect([refused.exit, refused.err], command.join(' ')).toEqual([
      1,
      expect.stringContaining('PERMISSION_DENIED'),
    ]);
  }
});

it('shows what binds the domain, templates included, and nothing else', async () => {
  const { json } = await anna('policy', 'list', '--domain', 'a.tld');
  expect(json.map(({ name }: { name: string }) => name).sort()).toEqual([
    '*',
    'a.tld',
    'template:standard-isp',
  ]);
  for (const name of ['template:standard-isp', '*', 'a.tld']) {
    expect(await anna('policy', 'get', name, '--domain', 'a.tld')).toMatchObject({ exit: 0 });
  }
  for (const name of ['template:another', 'b.tld']) {
    const refused = await anna('policy', 'get', name, '--domain', 'a.tld');
    expect(refused.err).toContain('does not bind a.tld');
  }
  expect((await anna('policy', 'list', '--domain', 'b.tld')).exit).toBe(1);
  expect((await anna('policy', 'list', '--domain', '*')).exit).toBe(2);
});

it('survives `up` and a change of domains', async () => {
  await operator('access', 'add', 'bea', '--domain', 'b.tld');
  expect((await operator('access', 'list')).json).toMatchObject([
    { name: 'anna', domains: ['a.tld'] },
    { name: 'bea', domains: ['b.tld'] },
  ]);
  const { plan } = suite.installation;
  const options = { home, plan, database: 'gatepost', corpDomains: ['corp.tld'], now: Date.now() };
  await prepareInstallation({ ...options, stream: { kind: 'off' } } as never);
  const list = readFileSync(join(home, 'config', 'otp.access.yaml'), 'utf8');
  for (const name of ['anna', 'bea', 'corp-admin', 'operator']) {
    expect(list).toContain(`spiffe://gatepost/admin/${name}`);
  }
  expect(existsSync(join(home, 'access', 'bea', 'client.yaml'))).toBe(true);
});

it('ends with removal, for every service', async () => {
  expect(await operator('access', 'remove', 'anna')).toMatchObject({ exit: 0 });
  await soon(async () => {
    for (const command of [
      ['policy', 'get', 'a.tld'],
      ['account', 'list', 'a.tld'],
      ['trust', 'list', 'luca@a.tld'],
    ]) {
      expect((await anna(...command)).err, command.join(' ')).toContain('PERMISSION_DENIED');
    }
  });
  expect((await operator('access', 'remove', 'anna')).err).toContain('no administrator');
});

it('refuses a name of the installation, and text that is not a domain', async () => {
  for (const [name, domain] of [
    ['operator', 'a.tld'],
    ['Anna', 'a.tld'],
    ['../x', 'a.tld'],
    ['anna', '*'],
    ['anna', 'a b'],
  ] as const) {
    expect(await operator('access', 'add', name, '--domain', domain)).toMatchObject({ exit: 2 });
  }
});
