import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { holdLock } from '../../../../libs/testing/hold-lock.js';
import { openPolicy, type Replica } from '../../testing/open-policy.js';
import { rollBack } from '../roll-back.js';
import { type ApplyOutcome, type ApplyPorts, type ApplyRequest, apply } from './apply.js';

let policy: Awaited<ReturnType<typeof openPolicy>>;
let replicas: Replica[];

beforeAll(async () => {
  policy = await openPolicy();
});
afterAll(() => policy.stop());
beforeEach(async () => {
  const database = await policy.newDatabase();
  replicas = await Promise.all(['one', 'two', 'three'].map((n) => policy.replica(database, n)));
});
afterEach(async () => {
  await Promise.all(replicas.map((replica) => replica.close()));
});

const AUTHOR = {
  ...{ actor: 'spiffe://gatepost/admin/operator', onBehalfOf: '', comment: 'test' },
  mayChangePrivileges: true,
};

const ANY = { revision: 1, confirmedAt: expect.any(Number) };

function replica(index: number): Replica {
  return replicas[index] as Replica;
}

async function put(
  texts: Readonly<Record<string, string>>,
  over: Partial<ApplyRequest> = {},
  by = replica(0),
): Promise<ApplyOutcome> {
  const sources = Object.entries(texts).map(([name, text]) => {
    return { file: `${name.replace(/\W/g, '_')}.yaml`, text, documents: [name] };
  });
  const request = { ...AUTHOR, sources, withdrawn: [], expectRevision: undefined, dryRun: false };
  return await apply({ ...request, ...over }, by.ports, () => {});
}

const open = (domain: string, name: string) =>
  `domain: "${domain}"\nrules: [{ name: ${name}, services: [WebUI], require: password }]\n`;

function ruleOf(by: Replica, domain: string): string | undefined {
  return by.policies.current().find(domain)?.policy.shape.rules[0]?.name;
}

it('serves a revision where it was applied at once, and knows when the others do', async () => {
  const outcome = await put({ 'a.tld': open('a.tld', 'first') });
  expect(outcome).toMatchObject({ kind: 'applied', revision: 1 });
  expect(ruleOf(replica(0), 'a.tld')).toBe('first');
  if (outcome.kind !== 'applied') throw new Error('refused');
  expect(outcome.replicas.map(({ name, revision }) => [name, revision])).toEqual([
    ['one', 1],
    ['three', 1],
    ['two', 1],
  ]);
  expect(ruleOf(replica(2), 'a.tld')).toBe('first');
});

it('refuses a whole set for one wrong document, and changes nothing', async () => {
  await put({ 'a.tld': open('a.tld', 'first') });
  const outcome = await put({
    'a.tld': open('a.tld', 'second'),
    'b.tld': 'domain: b.tld\nrules: [{ name: x, require: otp, colour: red }]\n',
  });
  if (outcome.kind !== 'refused') throw new Error('applied');
  expect(outcome.problems.map(({ file, line, document }) => [file, line, document])).toEqual([
    ['b_tld.yaml', 2, 'b.tld'],
    ['b_tld.yaml', 2, 'b.tld'],
  ]);
  expect(await replica(0).ports.documents.activeRevision()).toBe(1);
  expect(ruleOf(replica(0), 'a.tld')).toBe('first');
});

it('says at once what cannot be read and what does not fit together', async () => {
  const text = `domain: a.tld
extends: [none]
rules: [{ name: x, from: [nowhere], require: password, colour: red }]
`;
  const outcome = await put({ 'a.tld': text });
  if (outcome.kind !== 'refused') throw new Error('applied');
  expect(outcome.problems.map(({ line }) => line)).toEqual([2, 3, 3]);
  // Of a document that the sender's rights were not checked for, nothing more is said.
  const sources = [{ file: 'x.yaml', text, documents: ['b.tld'] }];
  const foreign = await put({}, { sources });
  if (foreign.kind !== 'refused') throw new Error('applied');
  expect(foreign.problems.map(({ path }) => path)).toEqual(['rules[0].colour']);
});

it('compiles what extends a template again when the template changes, or refuses it', async () => {
  const template = (name: string) =>
    `template: web\nrules: [{ name: ${name}, services: [WebUI], require: password }]\n`;
  await put({
    'template:web': template('old'),
    'a.tld': 'domain: a.tld\nextends: [web]\nrules: [{ name: none, services: [Cli], deny: no }]\n',
    'b.tld':
      'domain: b.tld\nextends: [web]\nrules: [{ name: own, services: [Cli], deny: no }]\nassert: [{ never: { services: [Imap] } }]\n',
  });
  expect(await put({ 'template:web': template('new') })).toMatchObject({ kind: 'applied' });
  const rules = replica(1).policies.current().find('a.tld')?.policy.shape.rules;
  expect(rules?.map(({ name }) => name)).toEqual(['none', 'new']);
  const wide = 'template: web\nrules: [{ name: wide, require: password }]\n';
  const outcome = await put({ 'template:web': wide });
  if (outcome.kind !== 'refused') throw new Error('applied');
  expect(outcome.problems).toMatchObject([{ kind: 'assert-failed', document: 'b.tld' }]);
});

it('accepts `*` together with the template that it extends', async () => {
  const set = {
    'template:web': 'template: web\nrules: [{ name: web, services: [WebUI], require: password }]\n',
    '*': 'domain: "*"\nextends: [web]\nrules: [{ name: none, services: [Cli], deny: no }]\n',
  };
  expect(await put(set)).toMatchObject({ kind: 'applied' });
  expect(replica(0).policies.current().find('any.tld')?.policy.shape.rules).toHaveLength(2);
});

it('says how far the documents in force have been decided again', async () => {
  const names = Array.from({ length: 210 }, (_, n) => `d${n}.tld`);
  await put(Object.fromEntries(names.map((name) => [name, open(name, 'web')])));
  const star = `domain: "*"\nrules: [{ name: x, services: [Cli], deny: no }]\nguardrails: [{ never: { services: [Imap] } }]\n`;
  const told: unknown[] = [];
  const sources = [{ file: 'star.yaml', text: star, documents: ['*'] }];
  const request = { ...AUTHOR, sources, withdrawn: [], expectRevision: undefined, dryRun: false };
  await apply(request, replica(0).ports, (phase, done, total) => {
    if (phase === 'verify') told.push([done, total]);
  });
  expect(told.length).toBeGreaterThan(1);
  expect(told.at(-1)).toEqual([210, 210]);
});

it('gives the history of a document in pages, each version once', async () => {
  for (const name of ['one', 'two', 'three']) await put({ 'a.tld': open('a.tld', name) });
  const { documents } = replica(0).ports;
  const pages = [await documents.history('a.tld', 2, undefined)];
  pages.push(await documents.history('a.tld', 2, pages[0]?.at(-1)?.revision));
  expect(pages.map((page) => page.map(({ revision }) => revision))).toEqual([[3, 2], [1]]);
});

it('decides every document again when a guardrail comes in', async () => {
  await put({ 'a.tld': open('a.tld', 'password alone') });
  const star = `domain: "*"\nrules: [{ name: x, services: [Cli], deny: no }]\nguardrails: [{ never: { services: [WebUI], with: [password] } }]\n`;
  const outcome = await put({ '*': star });
  if (outcome.kind !== 'refused') throw new Error('applied');
  expect(outcome.problems).toMatchObject([{ kind: 'guardrail-failed', document: 'a.tld' }]);
  expect(JSON.parse(outcome.problems[0]?.counterexample ?? '')).toMatchObject({ service: 'WebUI' });
});

it('lets one of two administrators at once win and tells the other, losing nothing', async () => {
  await put({ 'a.tld': open('a.tld', 'first') });
  const attempts = await Promise.allSettled(
    replicas.map((by, index) =>
      put({ 'a.tld': open('a.tld', `by-${index}`) }, { expectRevision: 1 }, by),
    ),
  );
  const won = attempts.filter(({ status }) => status === 'fulfilled');
  expect(won).toHaveLength(1);
  for (const attempt of attempts) {
    if (attempt.status === 'rejected') {
      expect(attempt.reason).toMatchObject({ code: 'FAILED_PRECONDITION' });
    }
  }
  // Without an expectation each comes through, one after the other, on numbers of its own.
  const free = await Promise.all(
    replicas.map((by, index) => put({ [`d${index}.tld`]: open(`d${index}.tld`, 'x') }, {}, by)),
  );
  const revisions = free.map((one) => (one.kind === 'applied' ? one.revision : 0));
  expect(revisions.sort()).toEqual([3, 4, 5]);
});

it('waits for a change that is being stored, and says so', async () => {
  const { db, ports } = replica(1);
  const other = await holdLock(db, 'SELECT revision FROM policy_state FOR UPDATE');
  let released: Promise<void> | undefined;
  const phases: string[] = [];
  const source = { file: 'a.yaml', text: open('a.tld', 'first'), documents: ['a.tld'] };
  const request = { ...AUTHOR, sources: [source], withdrawn: [], expectRevision: 0, dryRun: false };
  const outcome = await apply(request, ports, (phase) => {
    phases.push(phase);
    if (phase === 'wait') released = other.release();
  });
  await released;
  expect(outcome).toMatchObject({ kind: 'applied', revision: 1 });
  expect(phases.indexOf('wait')).toBeGreaterThan(0);
  expect(phases.indexOf('wait')).toBeLessThan(phases.indexOf('store'));
});

it('changes nothing where another revision is active than was expected', async () => {
  await put({ 'a.tld': open('a.tld', 'first') });
  const late = put({ 'a.tld': open('a.tld', 'second') }, { expectRevision: 0 });
  await expect(late).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  const dry = put({ 'a.tld': open('a.tld', 'second') }, { expectRevision: 0, dryRun: true });
  await expect(dry).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  expect(ruleOf(replica(0), 'a.tld')).toBe('first');
});

it('changes nothing on a dry run, and makes no revision of what is the same', async () => {
  await put({ 'a.tld': open('a.tld', 'first') });
  const dry = await put({ 'a.tld': open('a.tld', 'second') }, { dryRun: true });
  expect(dry).toMatchObject({ revision: 1, changes: [{ change: 'changed' }] });
  const same = await put({ 'a.tld': open('a.tld', 'first') });
  expect(same).toMatchObject({ revision: 1, changes: [{ change: 'unchanged' }] });
  // Whether a replica that was late serves it by now.
  expect(same).toMatchObject({ replicas: expect.arrayContaining([{ ...ANY, name: 'one' }]) });
  expect(ruleOf(replica(0), 'a.tld')).toBe('first');
});

it('checks a set of many documents in parts, and judges it as one', async () => {
  const names = Array.from({ length: 130 }, (_, n) => `d${n}.tld`);
  const web = 'template: web\nrules: [{ name: late, services: [Cli], deny: no }]\n';
  const extending = (name: string) => `${open(name, 'own')}extends: [web]\n`;
  const texts = Object.fromEntries(names.map((name) => [name, extending(name)]));
  const again = { file: 'again.yaml', text: open('d0.tld', 'again'), documents: ['d0.tld'] };
  const source = (name: string, text: string) => ({ file: name, text, documents: [name] });
  const sources = Object.entries(texts).map(([name, text]) => source(name, text));
  const twice = [source('template:web', web), ...sources, again];
  const refused = await put({}, { sources: twice });
  if (refused.kind !== 'refused') throw new Error('applied');
  expect(refused.problems).toMatchObject([{ file: 'again.yaml', document: 'd0.tld' }]);
  const outcome = await put({ ...texts, 'template:web': web });
  expect(outcome).toMatchObject({ kind: 'applied', revision: 1 });
  for (const name of names) {
    const rules = replica(1).policies.current().find(name)?.policy.shape.rules;
    expect(rules?.map(({ name }) => name)).toEqual(['own', 'late']);
  }
});

it('warns of what a document allows but probably does not mean', async () => {
  const text =
    'domain: a.tld\nrules: [{ name: all, require: password }, { name: late, services: [Cli], deny: no }]\n';
  const outcome = await put({ 'a.tld': text }, { dryRun: true });
  if (outcome.kind !== 'applied') throw new Error('refused');
  expect(outcome.warnings.map(({ kind }) => kind).sort()).toEqual(['open-password', 'unreachable']);
});

describe('a rule that takes SAML', () => {
  const single = (name: string) =>
    `domain: ${name}\nrules: [{ name: one, services: [WebUI], require: [password + otp, saml] }]\nenrolment: { from: anywhere }\n`;
  const shared = 'template: sso\nrules: [{ name: in, services: [WebUI], require: saml }]\n';
  const extending = (name: string) =>
    `domain: ${name}\nextends: [sso]\nrules: [{ name: no, services: [Cli], deny: no }]\n`;

  async function told(texts: Readonly<Record<string, string>>, availableAmong: Asked) {
    const by = { ...replica(0), ports: { ...replica(0).ports, saml: { availableAmong } } };
    const outcome = await put(texts, { dryRun: true }, by);
    if (outcome.kind !== 'applied') throw new Error('refused');
    return outcome.warnings
      .filter(({ kind }) => kind === 'no-provider')
      .map(({ file, line, message }) => `${file}:${line} ${message}`);
  }
  type Asked = ApplyPorts['saml']['availableAmong'];

  it('is warned of where its domain has no identity provider, asked for once', async () => {
    const asked: (readonly string[])[] = [];
    const texts = {
      'a.tld': single('a.tld'),
      'b.tld': single('b.tld'),
      'c.tld': open('c.tld', 'password'),
      '*': single('"*"'),
      'template:sso': shared,
      'd.tld': extending('d.tld'),
      'e.tld': extending('e.tld'),
    };
    const warnings = await told(texts, async (domains) => {
      asked.push([...domains].sort());
      return new Set(['a.tld']);
    });
    expect(asked).toEqual([['a.tld', 'b.tld', 'd.tld', 'e.tld']]);
    const advice = 'set one with "gatepost saml import", or leave saml out';
    expect(warnings.sort()).toEqual([
      `b_tld.yaml:2 "one" takes SAML, and b.tld has no identity provider: ${advice}`,
      `template_sso.yaml:2 "in" takes SAML, and d.tld and 1 more have no identity provider: ${advice}`,
    ]);
  });

  it('is applied where saml cannot be asked, and one line says so', async () => {
    const warnings = await told({ 'a.tld': single('a.tld'), 'b.tld': single('b.tld') }, () =>
      Promise.reject(new Error('down')),
    );
    expect(warnings).toEqual([
      'a_tld.yaml:2 saml cannot be asked whether a.tld has an identity provider, which "one" needs, nor about other domains: apply with --dry-run again later',
    ]);
  });
});

it('goes back to what was in force, as a new revision', async () => {
  await put({ 'a.tld': open('a.tld', 'first') });
  await put({ 'a.tld': open('a.tld', 'second'), 'b.tld': open('b.tld', 'new') });
  const request = { ...AUTHOR, document: undefined, toRevision: 1, expectRevision: undefined };
  const outcome = await rollBack(request, replica(0).ports);
  expect(outcome).toMatchObject({ kind: 'applied', revision: 3 });
  expect(ruleOf(replica(0), 'a.tld')).toBe('first');
  expect(replica(0).policies.current().find('b.tld')).toBeUndefined();
  const history = await replica(0).ports.documents.history('b.tld', 10, undefined);
  expect(history.map(({ revision, removed }) => [revision, removed])).toEqual([
    [3, true],
    [2, false],
  ]);
});

it('stores for each document its own part of a file with several', async () => {
  const text = `${open('a.tld', 'one')}---\n${open('b.tld', 'two')}`;
  const source = { file: 'both.yaml', text, documents: ['a.tld', 'b.tld'] };
  await put({}, { sources: [source] });
  const { documents } = replica(0).ports;
  expect((await documents.versionAt('a.tld', undefined))?.content).toBe(open('a.tld', 'one'));
  expect((await documents.versionAt('b.tld', undefined))?.content).toBe(
    `---\n${open('b.tld', 'two')}`,
  );
  const wrong = { ...source, documents: ['a.tld'] };
  expect(await put({}, { sources: [wrong] })).toMatchObject({ kind: 'refused' });
});

it('writes one event for each changed document, with the change', async () => {
  await put({ 'a.tld': open('a.tld', 'first'), '*': open('*', 'all') });
  const { rows } = await replica(0).db.query<{ event: Buffer }>(
    'SELECT event FROM outbox ORDER BY id',
  );
  const events = rows.map(({ event }) => JSON.parse(event.toString()));
  expect(events.map(({ type, subject, data }) => [type, subject, data.document])).toEqual([
    ['gatepost.policy.applied.v1', 'gatepost.policy.applied.tld.a', 'a.tld'],
    ['gatepost.policy.applied.v1', 'gatepost.policy.applied.unknown', '*'],
  ]);
});
