import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticatorApp } from '../../cli/up/demo/authenticator-app.js';
import { packageRoot } from '../../libs/config/index.js';
import { until } from '../../libs/testing/until.js';
import { runCliHere } from '../suite/run-cli-here.js';
import { type Suite, startSuite } from '../suite/start-suite.js';

const DOCUMENT = `domain: a.tld
networks: { office: [203.0.113.0/24] }
rules:
  - { name: office, from: [office], require: password }
  - { name: phones, services: [EAS], require: app-password }
  - { name: home, when: trusted-ip, services: [Imap], require: password }
  - { name: web, services: [WebUI], require: password + otp }
trust: { ip: { default: 1h, max: 2h, per-account: 2, ipv6-prefix: 64 } }
assert:
  - never: { services: [Imap], outside: [office], unless: [trusted-ip], with: [password] }
`;

/** In the office, a password alone is enough to create an app password. */
const ONE_FACTOR = `domain: c.tld
networks: { office: [203.0.113.0/24] }
rules:
  - { name: office, from: [office], services: [WebUI], require: password }
  - { name: phones, services: [EAS], require: app-password }
  - { name: web, services: [WebUI], require: password + otp }
enrolment: { from: [office], app-passwords: true }
`;

const PERMISSION_DENIED = 7;

let suite: Suite;
let home = '';
beforeAll(async () => {
  suite = await startSuite({ corpDomains: ['b.tld'], processes: true });
  home = suite.installation.layout.home;
  write('a.tld.yaml', DOCUMENT);
  write('password', 'correct horse');
});
afterAll(() => suite?.close());

const write = (name: string, text: string) => writeFileSync(join(home, name), text);
const at = (name: string) => join(home, name);

interface Result {
  readonly exit: number | null;
  // biome-ignore lint/suspicious/noExplicitAny: each command's own
  readonly json: any;
  readonly err: string;
}

/** Runs one command line with --json, as a script would. It runs as a process of its own if it reads stdin. */
async function gatepost(args: readonly string[], stdin?: string): Promise<Result> {
  if (stdin !== undefined) return await gatepostReading(args, stdin);
  const { exit, out, err } = await runCliHere([...args, '--json', '--home', home]);
  return { exit, json: out === '' ? undefined : JSON.parse(out), err };
}

function gatepostReading(args: readonly string[], stdin: string): Promise<Result> {
  const main = join(packageRoot, 'dist', 'cli', 'main.js');
  const child = spawn(process.execPath, [main, ...args, '--json', '--home', home]);
  const text = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (text.out += chunk));
  child.stderr.on('data', (chunk) => (text.err += chunk));
  child.stdin.end(stdin);
  return new Promise((resolve) => {
    child.once('close', (exit) => {
      resolve({ exit, json: text.out === '' ? undefined : JSON.parse(text.out), err: text.err });
    });
  });
}

const authorize = (service: string, address: string, ...more: string[]) =>
  gatepost([
    'authorize',
    'luca@a.tld',
    service,
    address,
    '--password-file',
    at('password'),
    ...more,
  ]);

describe('the command line', () => {
  it('applies a policy, and refuses one whose promise does not hold', async () => {
    const applied = await gatepost(['policy', 'apply', at('a.tld.yaml'), '--comment', 'first']);
    expect(applied).toMatchObject({ exit: 0, json: { applied: { revision: 1 } } });
    write('open.yaml', DOCUMENT.replace('from: [office], ', ''));
    const refused = await gatepost(['policy', 'apply', at('open.yaml'), '--dry-run']);
    expect(refused.exit).toBe(3);
    const [problem] = refused.json.refused.problems;
    expect(problem).toMatchObject({ kind: expect.stringContaining('assert'), line: 10 });
    expect(problem.counterexample).toContain('Imap');
    const got = await gatepost(['policy', 'get', 'a.tld']);
    expect(got.json).toMatchObject({ content: DOCUMENT, active_revision: 1, comment: 'first' });
  });

  it('warns of single sign-on where the domain has no identity provider', async () => {
    write('s.tld.yaml', 'domain: s.tld\nrules: [{ name: in, services: [WebUI], require: saml }]\n');
    const { exit, json } = await gatepost(['policy', 'apply', at('s.tld.yaml'), '--dry-run']);
    expect(exit).toBe(0);
    expect(json.applied.warnings).toMatchObject([{ kind: 'no-provider', line: 2 }]);
    expect(json.applied.warnings[0].message).toContain('s.tld has no identity provider');
  });

  it('refuses a change of another revision than the one that is active', async () => {
    const apply = ['policy', 'apply', at('a.tld.yaml'), '--expect-revision', '7'];
    const refused = await gatepost(apply);
    expect(refused.exit).toBe(3);
    expect(JSON.parse(refused.err).error.code).toBe('FAILED_PRECONDITION');
  });

  it('says which connections a file decides differently, to callers who may apply it', async () => {
    const home = '  - { name: home, when: trusted-ip, services: [Imap], require: password }\n';
    write('narrow.yaml', DOCUMENT.replace(home, ''));
    const diff = ['policy', 'diff', 'a.tld', '--meaning', '--file'];
    const { exit, json } = await gatepost([...diff, at('narrow.yaml')]);
    expect(exit).toBe(3);
    expect(json).toMatchObject({ domains: 1, unchanged: 0, groups: [{ domains: ['a.tld'] }] });
    expect(json.groups[0].sentences).toMatchObject([
      {
        text: 'From outside office, where the address is trusted, Imap with a password is no longer allowed.',
        trusts: [['ip'], ['ip', 'device']],
        example: {
          ...{ account: 'someone@a.tld', client_ip: '192.0.2.1', factors: ['password'] },
          before: { decision: 'ALLOW', rule: 'home', line: 6 },
          after: { decision: 'DENY', reason: 'NO_RULE', rule: '' },
        },
      },
    ]);
    const tried = ['policy', 'apply', at('narrow.yaml'), '--dry-run', '--meaning'];
    expect((await gatepost(tried)).json.meaning.groups).toEqual(json.groups);
    write('words.yaml', DOCUMENT.replaceAll('name: ', 'name: now '));
    expect(await gatepost([...diff, at('words.yaml')])).toMatchObject({
      exit: 0,
      json: { domains: 1, unchanged: 1, groups: [] },
    });
    const others = await gatepost([...diff, at('narrow.yaml'), '--as', 'corp-admin']);
    expect(JSON.parse(others.err).error.code).toBe('PERMISSION_DENIED');
  });

  it('shows the matrix to the domain’s own administrator, including shared templates', async () => {
    write('shared.yaml', 'template: shared\nrules: [{ name: shared, require: password }]\n');
    write(
      'b.tld.yaml',
      'domain: b.tld\nextends: [shared]\nrules: [{ name: own, services: [EAS], deny: no }]\n',
    );
    const files = [at('shared.yaml'), at('b.tld.yaml')];
    expect((await gatepost(['policy', 'apply', ...files])).exit).toBe(0);
    const { exit, json } = await gatepost(['policy', 'matrix', 'b.tld', '--as', 'corp-admin']);
    expect(exit).toBe(0);
    expect(JSON.stringify(json)).toContain('shared');
    const own = await gatepost(['policy', 'get', 'template:shared', '--as', 'corp-admin']);
    expect(JSON.parse(own.err).error.code).toBe('PERMISSION_DENIED');
  });

  it('takes a password from stdin, and plays logins', async () => {
    const added = await gatepost(['account', 'add', 'luca@a.tld'], 'correct horse\n');
    expect(added.exit).toBe(0);
    expect(await authorize('Imap', '203.0.113.5')).toMatchObject({
      exit: 0,
      json: { decision: 'ALLOW', rule: 'office' },
    });
    const denied = await authorize('Imap', '198.51.100.5', '--explain');
    expect(denied).toMatchObject({ exit: 3, json: { decision: 'DENY', reason: 'NO_RULE' } });
    expect(denied.json.trace.length).toBeGreaterThan(3);
    const challenged = await authorize('WebUI', '198.51.100.5', '--no-password');
    expect(challenged.json.challenge.missing).toEqual([['password', 'otp']]);
  });

  it('makes an app password that opens its service alone', async () => {
    const flags = ['--label', 'phone', '--service', 'EAS'];
    const made = await gatepost(['app-password', 'add', 'luca@a.tld', ...flags]);
    write('phone', made.json.secret);
    const sync = ['authorize', 'luca@a.tld', 'EAS', '198.51.100.5', '--password-file', at('phone')];
    expect((await gatepost(sync)).exit).toBe(0);
    expect((await gatepost(['app-password', 'revoke', 'luca@a.tld', made.json.id])).exit).toBe(0);
    expect(await gatepost(sync)).toMatchObject({ exit: 3, json: { reason: 'BAD_CREDENTIALS' } });
    // There is no account with the misspelled name.
    const misspelled = await gatepost(['app-password', 'add', 'lcua@a.tld', ...flags]);
    expect(misspelled.exit).toBe(1);
    expect(JSON.parse(misspelled.err).error.code).toBe('NOT_FOUND');
  });

  it('trusts a home address, lists it and revokes it', async () => {
    const app = createAuthenticatorApp(Buffer.alloc(20, 'secret'), 'luca@a.tld');
    const imported = await gatepost(['otp', 'import', 'luca@a.tld'], app.otpauthUri);
    expect(imported.exit).toBe(0);
    const code = app.codeAt(suite.clock.now());
    const web = await authorize('WebUI', '192.0.2.80', '--otp', code, '--remember', 'ip=2h');
    expect(web.json).toMatchObject({ decision: 'ALLOW', grants: [{ kind: 'ip', refused: '' }] });
    expect((await authorize('Imap', '192.0.2.80')).json).toMatchObject({ rule: 'home' });
    const listed = await gatepost(['trust', 'list', 'a.tld']);
    expect(listed.json).toMatchObject([{ account: 'luca@a.tld', prefix: '192.0.2.80/32' }]);
    const revoke = ['trust', 'revoke', 'luca@a.tld', '--address', '192.0.2.80'];
    expect((await gatepost(revoke)).json).toEqual({ revoked: 1 });
    expect((await authorize('Imap', '192.0.2.80')).json).toMatchObject({ reason: 'NO_RULE' });
  });

  it('imports a first authenticator, which ends what one factor earned', async () => {
    write('c.tld.yaml', ONE_FACTOR);
    expect((await gatepost(['policy', 'apply', at('c.tld.yaml')])).exit).toBe(0);
    await gatepost(['account', 'add', 'mia@c.tld'], 'correct horse\n');
    const webmail = suite.client('front-end', 'webmail');
    const office = { account: 'mia@c.tld', client_ip: '203.0.113.5' };
    const password = Buffer.from('correct horse');
    const signIn = () =>
      webmail.call('gatepost.policy.v1.AuthorizationService/Authorize', {
        ...{ ...office, service: 'SERVICE_WEB_UI', password },
      });
    type Ticket = { purpose: string; token: string };
    const managing = ({ tickets }: { tickets: Ticket[] }) =>
      tickets.find(({ purpose }) => purpose === 'manage')?.token ?? '';
    const wish = { label: 'phone', services: ['SERVICE_EAS'] };
    const make = 'gatepost.credential.v1.AppPasswordService/CreateOwnAppPassword';
    const { secret } = await webmail.call(make, { ticket: managing(await signIn()), ...wish });
    const early = managing(await signIn());
    write('mobile', secret);
    const sync = ['authorize', 'mia@c.tld', 'EAS', '198.51.100.5', '--password-file', at('mobile')];
    expect((await gatepost(sync)).json).toMatchObject({ decision: 'ALLOW' });

    const app = createAuthenticatorApp(Buffer.alloc(20, 'another'), 'mia@c.tld');
    expect((await gatepost(['otp', 'import', 'mia@c.tld'], app.otpauthUri)).exit).toBe(0);
    expect((await gatepost(sync)).json).toMatchObject({ reason: 'BAD_CREDENTIALS' });
    const late = webmail.call(make, { ticket: early, ...wish });
    await expect(late).rejects.toMatchObject({ code: PERMISSION_DENIED });
    // A further authenticator is not a first one.
    const other = createAuthenticatorApp(Buffer.alloc(20, 'a third'), 'mia@c.tld');
    const flags = ['--label', 'tablet', '--service', 'EAS'];
    write('mobile', (await gatepost(['app-password', 'add', 'mia@c.tld', ...flags])).json.secret);
    expect((await gatepost(['otp', 'import', 'mia@c.tld'], other.otpauthUri)).exit).toBe(0);
    expect((await gatepost(sync)).json).toMatchObject({ decision: 'ALLOW' });
  });

  it('shows one person, and why sign-ins were refused', async () => {
    const shown = await until('the record has the last refusal', async () => {
      const result = await gatepost(['account', 'show', 'luca@a.tld']);
      return result.json?.refusals?.value?.length >= 3 && result;
    });
    expect(shown.exit).toBe(0);
    const { json } = shown;
    expect(json).toMatchObject({
      account: 'luca@a.tld',
      password: { value: { backend: 'embedded', account: { has_password: true } } },
      app_passwords: { value: [] },
      codes: { value: { authenticators: [{ digits: 6 }] } },
      trust: { value: [] },
      single_sign_on: { value: '' },
      policy: { value: ['a.tld'] },
    });
    expect(json.refusals.value[0]).toMatchObject({
      service: 'Imap',
      address: '192.0.2.80',
      reason: 'NO_RULE',
      helps: expect.stringContaining('gatepost policy explain luca@a.tld'),
      // The engine reports that the rules allow this service from here once the address is trusted.
      ways: expect.arrayContaining([expect.stringContaining('trust the address')]),
    });
    const reasons = json.refusals.value.map(({ reason }: { reason: string }) => reason);
    expect(reasons).toContain('BAD_CREDENTIALS');
    // An administrator of another domain is refused, and the refusal says why.
    const other = await gatepost(['account', 'show', 'luca@a.tld', '--as', 'corp-admin']);
    expect(other.exit).toBe(4);
    expect(Object.values(other.json).filter((part) => (part as Part).value)).toEqual([]);
    const unknown = await gatepost(['account', 'show', 'no-one-of-that-name@a.tld']);
    expect(unknown.exit).toBe(1);
    const nobody = await gatepost(['account', 'show', 'luca']);
    expect(nobody.exit).toBe(2);
  });

  interface Part {
    readonly value?: unknown;
  }

  it('finds, proves and verifies what happened', async () => {
    const found = await gatepost([
      'audit',
      'query',
      '--account',
      'luca@a.tld',
      '--decision',
      'DENY',
    ]);
    expect(found.exit).toBe(0);
    expect(found.json.length).toBeGreaterThan(2);
    const { id } = found.json.at(-1).event;
    const saved = await provable(id);
    expect(saved.json).toMatchObject({ holds: true, event: { id } });
    write('key', readFileSync(at('client.yaml'), 'utf8').match(/gatepost\.local\S+/)?.[0] ?? '');
    const offline = ['audit', 'prove', '--event', at('e.json'), '--proof', at('e.proof')];
    expect((await gatepost([...offline, '--key', at('key')])).exit).toBe(0);
    write('e.json', readFileSync(at('e.json'), 'utf8').replace('luca', 'anna'));
    const changed = await gatepost([...offline, '--key', at('key')]);
    expect(changed).toMatchObject({ exit: 3, json: { holds: false } });
    const csv = ['audit', 'export', '--format', 'csv', '--output', at('record.csv')];
    expect((await gatepost(csv)).exit).toBe(0);
    const line = readFileSync(at('record.csv'), 'utf8')
      .split('\r\n')
      .find((l) => l.includes(id));
    expect(line).toMatch(
      /^\d+,\/gatepost\/policy,\d+,.*,luca@a\.tld,198\.51\.100\.5,Imap,DENY,NO_RULE,,"\{/,
    );
    const verify = ['audit', 'verify', '--against', at('kept')];
    expect((await gatepost(verify)).exit).toBe(1);
    expect(await gatepost(['audit', 'verify', '--keep', at('kept')])).toMatchObject({ exit: 0 });
    expect((await gatepost(verify)).json).toMatchObject({ good: true });
    const tail = await gatepost([...verify, '--tail']);
    expect(tail).toMatchObject({ exit: 0, json: { good: true } });
    expect(tail.json.leaves).toBeLessThan((await gatepost(verify)).json.leaves);
    expect((await gatepost(['audit', 'verify', '--tail'])).exit).not.toBe(0);
    const repair = ['audit', 'repair', '--comment', 'to see that nothing is wrong'];
    expect((await gatepost(repair)).json).toMatchObject({ subtrees: 0, tree: false, sources: [] });
    expect((await gatepost([...repair, '--as', 'auditor'])).exit).toBe(1);
    const erase = ['audit', 'erase', 'luca@a.tld', '--comment'];
    expect((await gatepost([...erase, 'asked for it'])).json.erased).toBeGreaterThan(2);
    expect(await gatepost(['audit', 'prove', id])).toMatchObject({
      ...{ exit: 3, json: { erased: true } },
    });
    // Administrators' actions on the account stay in the record.
    const left = (await gatepost(['audit', 'query', '--account', 'luca@a.tld'])).json;
    const actors = new Set(left.map((one: Result['json']) => one.event.data.actor.certificate));
    expect([...actors]).toEqual(['spiffe://gatepost/admin/operator']);
    expect(await gatepost(verify)).toMatchObject({ exit: 0, json: { good: true } });
    expect((await gatepost([...erase, 'x', '--as', 'auditor'])).exit).toBe(1);
  });

  /** Checkpoints come every 2 s. Until the next one there is no proof of a recent event. */
  function provable(id: string): Promise<Result> {
    return until('there is a proof', async () => {
      const result = await gatepost(['audit', 'prove', id, '--save', at('e')]);
      return result.exit !== 1 && result;
    });
  }

  it('knows the difference between an error, no right and nobody there', async () => {
    const missing = await gatepost(['policy', 'get', 'nowhere.tld']);
    expect(missing.exit).toBe(1);
    expect(JSON.parse(missing.err).error.code).toBe('NOT_FOUND');
    const other = await gatepost(['policy', 'get', 'a.tld', '--as', 'corp-admin']);
    expect(JSON.parse(other.err).error.code).toBe('PERMISSION_DENIED');
    const bad = await gatepost(['authorize', 'luca', 'Imap', '192.0.2.1', '--no-password']);
    expect(bad.exit).toBe(2);
    expect(JSON.parse(bad.err).error.violations).toMatchObject([{ field: 'account' }]);
    const health = await gatepost(['health']);
    expect(health.exit).toBe(0);
    expect(health.json).toContainEqual(
      expect.objectContaining({ service: 'the record', status: 'COMPLETE' }),
    );
    await suite.end('policy-1');
    expect((await gatepost(['policy', 'list', '--timeout', '3'])).exit).toBe(4);
    expect((await gatepost(['health'])).exit).toBe(4);
  });
});
