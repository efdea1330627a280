import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { silentLog } from '../../../../libs/log/index.js';
import { systemRandom } from '../../../../libs/random/index.js';
import { MOST_RULES } from '../../core/trial/trial.js';
import { followTrials, type TrialFollower } from '../../jobs/follow-trials.js';
import { announceTrial } from '../../storage/announce-trial.js';
import { trialStore } from '../../storage/trials.js';
import { openPolicy, type Replica } from '../../testing/open-policy.js';
import { apply } from '../apply/apply.js';
import { startTrial } from './start-trial.js';
import { tendTrials } from './tend-trials.js';

const DAY = 86_400_000;
const BY = { actor: 'spiffe://gatepost/admin/operator', onBehalfOf: '', comment: 'test' };

interface Trying extends Replica {
  readonly trialFollower: TrialFollower;
  readonly start: (name: string, text: string) => ReturnType<typeof startTrial>;
  readonly tend: () => Promise<void>;
  readonly put: (texts: Readonly<Record<string, string>>) => ReturnType<typeof apply>;
  readonly store: ReturnType<typeof trialStore>;
}

let policy: Awaited<ReturnType<typeof openPolicy>>;
let replicas: Trying[];
let late = 0;
beforeAll(async () => {
  policy = await openPolicy();
});
afterAll(() => policy.stop());
beforeEach(async () => {
  late = 0;
  const database = await policy.newDatabase();
  replicas = await Promise.all(
    ['one', 'two'].map(async (name) => trying(await policy.replica(database, name))),
  );
});
afterEach(async () => {
  await Promise.all(replicas.map((replica) => replica.close()));
});

async function trying(replica: Replica): Promise<Trying> {
  const clock = { now: () => Date.now() + late };
  const { db, ports } = replica;
  const store = trialStore({ db, announce: announceTrial({ clock, random: systemRandom }) });
  const trialFollower = await followTrials({ db, store, clock, log: silentLog });
  const started = {
    ...ports,
    clock,
    trials: store,
    refreshTrials: trialFollower.refresh,
    random: systemRandom,
  };
  const source = (name: string, text: string) => ({ file: 'a.yaml', text, documents: [name] });
  return {
    ...replica,
    ...{ trialFollower, store },
    start: (name, text) =>
      startTrial(
        { ...BY, sources: [source(name, text)], remindAfterMs: 30 * DAY },
        started,
        () => {},
      ),
    tend: async () => {
      await trialFollower.report();
      await tendTrials(started, new AbortController().signal);
      await trialFollower.refresh();
    },
    put: (texts) => {
      const sources = Object.entries(texts).map(([name, text]) => source(name, text));
      const request = {
        ...BY,
        sources,
        withdrawn: [],
        expectRevision: undefined,
        dryRun: false,
        mayChangePrivileges: true,
      };
      return apply(request, ports, () => {});
    },
  };
}

const at = (index: number) => replicas[index] as Trying;
const document = (rule: string, domain = 'a.tld', more = '') =>
  `domain: ${domain}\n${more}rules: [{ name: ${rule}, require: password }]\n`;
const template = (rule: string) => `template: t\nrules: [{ name: ${rule}, require: password }]\n`;
const extending = (domain: string) =>
  `domain: ${domain}\nextends: [t]\nrules: [{ name: own, services: [Imap], require: password }]\n`;

/** The names of the candidate's rules for a domain, as a login would meet them. */
function rulesAt(replica: Trying, domain: string, decidedBy: string | null = domain) {
  const active = replica.trialFollower.find(domain, decidedBy ?? undefined);
  return active?.candidate?.shape.rules.map(({ name }) => name);
}

async function events(): Promise<{ type: string; data: Record<string, unknown> }[]> {
  const { rows } = await at(0).db.query<{ event: Buffer }>('SELECT event FROM outbox ORDER BY id');
  return rows
    .map(({ event }) => JSON.parse(event.toString()))
    .filter(({ type }) => type.includes('.trial-'));
}

it('a trial that starts at one replica runs at the other, until it ends', async () => {
  await at(0).put({ 'a.tld': document('now') });
  expect(await at(0).start('a.tld', document('then'))).toMatchObject({ kind: 'started' });
  expect(rulesAt(at(0), 'a.tld')).toEqual(['then']);
  expect(rulesAt(at(1), 'a.tld')).toBeUndefined();
  await at(1).trialFollower.refresh();
  expect(rulesAt(at(1), 'a.tld')).toEqual(['then']);
  expect(at(1).trialFollower.find('b.tld', 'b.tld')).toBeUndefined();
  expect(await at(1).store.end('a.tld', BY)).toMatchObject({ document: 'a.tld' });
  await at(0).trialFollower.refresh();
  expect(rulesAt(at(0), 'a.tld')).toBeUndefined();
  expect((await events()).map(({ type }) => type)).toEqual([
    'gatepost.policy.trial-started.v1',
    'gatepost.policy.trial-ended.v1',
  ]);
});

it('a document has one trial at a time', async () => {
  await at(0).start('a.tld', document('then'));
  await expect(at(1).start('a.tld', document('other'))).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: 'a trial of a.tld is running: end it first',
  });
  const both = await Promise.allSettled([
    at(0).start('b.tld', document('one', 'b.tld')),
    at(1).start('b.tld', document('two', 'b.tld')),
  ]);
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it('refuses what could not be applied, what is in force already, and more rules than a trial may have', async () => {
  await at(0).put({ 'a.tld': document('now') });
  const broken = await at(0).start(
    'a.tld',
    'domain: a.tld\nrules: [{ name: x, require: magic }]\n',
  );
  expect(broken).toMatchObject({ kind: 'refused' });
  await expect(at(0).start('a.tld', document('now'))).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
  });
  const rules = (count: number) =>
    `domain: a.tld\nrules:\n${Array.from({ length: count }, (_, n) => `- { name: r${n}, accounts: [u${n}@a.tld], require: password }\n`).join('')}`;
  await expect(at(0).start('a.tld', rules(MOST_RULES + 1))).rejects.toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
    message: `a document in trial has at most ${MOST_RULES} rules, not ${MOST_RULES + 1}`,
  });
  expect(await at(0).store.find('a.tld')).toBeUndefined();
  expect(await at(0).start('a.tld', rules(MOST_RULES))).toMatchObject({ kind: 'started' });
});

it('a template is tried for each domain that it binds, but for one with a trial of its own', async () => {
  await at(0).put({
    'template:t': template('old'),
    'a.tld': extending('a.tld'),
    'b.tld': extending('b.tld'),
    'c.tld': document('now', 'c.tld'),
  });
  await at(0).start('template:t', template('new'));
  await at(0).start('b.tld', document('mine', 'b.tld'));
  expect(rulesAt(at(0), 'a.tld')).toEqual(['own', 'new']);
  expect(rulesAt(at(0), 'b.tld')).toEqual(['mine']);
  expect(rulesAt(at(0), 'c.tld')).toBeUndefined();
  expect(await at(0).store.find('template:t')).toMatchObject({ domains: 2 });
});

it('"*" is tried where no document of the domain decides', async () => {
  await at(0).start('*', 'domain: "*"\nrules: [{ name: rest, require: password }]\n');
  expect(rulesAt(at(0), 'new.tld', null)).toEqual(['rest']);
  expect(rulesAt(at(0), 'new.tld', '*')).toEqual(['rest']);
  expect(rulesAt(at(0), 'a.tld', 'a.tld')).toBeUndefined();
});

it('a candidate follows its templates, and a template the domains that it binds', async () => {
  await at(0).put({ 'template:t': template('old'), 'a.tld': extending('a.tld') });
  await at(0).start('b.tld', extending('b.tld'));
  await at(0).start('template:t', template('tried'));
  await at(0).put({ 'template:t': template('newer'), 'c.tld': extending('c.tld') });
  await at(1).tend();
  expect(rulesAt(at(1), 'b.tld')).toEqual(['own', 'newer']);
  expect(rulesAt(at(1), 'c.tld')).toEqual(['own', 'tried']);
  await at(0).trialFollower.refresh();
  expect(rulesAt(at(0), 'c.tld')).toEqual(['own', 'tried']);
});

it('unrelated changes leave a candidate as it is', async () => {
  await at(0).start('a.tld', document('then'));
  await at(0).put({ 'b.tld': document('now', 'b.tld') });
  const version = async () =>
    (
      await at(0).db.query<{ version: number; compiled_revision: number }>(
        'SELECT version, compiled_revision FROM trial',
      )
    ).rows[0];
  await at(0).tend();
  expect(await version()).toEqual({ version: 1, compiled_revision: 1 });
});

it('a trial ends when its document comes into force', async () => {
  await at(0).start('a.tld', document('then'));
  await at(0).put({ 'a.tld': document('another') });
  await at(0).tend();
  expect(rulesAt(at(0), 'a.tld')).toEqual(['then']);
  await at(0).put({ 'a.tld': document('then') });
  await at(1).tend();
  expect(rulesAt(at(1), 'a.tld')).toBeUndefined();
  expect((await events()).at(-1)).toMatchObject({
    type: 'gatepost.policy.trial-ended.v1',
    data: { document: 'a.tld', because: 'applied' },
  });
});

it('a candidate that no longer fits its templates fails, and is told of once', async () => {
  await at(0).put({ 'template:t': template('old') });
  await at(0).start('b.tld', extending('b.tld'));
  await at(0).put({ 'template:t': template('own') });
  await at(0).tend();
  await at(1).tend();
  expect(at(1).trialFollower.find('b.tld', undefined)).toMatchObject({
    document: 'b.tld',
    candidate: undefined,
  });
  expect(at(1).trialFollower.count()).toEqual({ running: 0, forgotten: 0, failed: 1 });
  const failed = (await events()).filter(({ type }) => type.includes('failed'));
  expect(failed).toHaveLength(1);
  await at(0).put({ 'template:t': template('mended') });
  await at(0).tend();
  expect(rulesAt(at(0), 'b.tld')).toEqual(['own', 'mended']);
});

it('a candidate that threw is evaluated nowhere any more, and is told of once', async () => {
  await at(0).start('a.tld', document('then'));
  await at(1).trialFollower.refresh();
  const active = at(0).trialFollower.find('a.tld', undefined);
  if (active === undefined) throw new Error('the trial runs');
  for (const replica of replicas) replica.trialFollower.fail(active, new Error('a fault of ours'));
  expect(rulesAt(at(0), 'a.tld')).toBeUndefined();
  for (const replica of replicas) await replica.tend();
  expect(await at(0).store.find('a.tld')).toMatchObject({
    failure: 'evaluating it threw: a fault of ours',
  });
  const failed = (await events()).filter(({ type }) => type.includes('failed'));
  expect(failed).toHaveLength(1);
  expect(at(1).trialFollower.count()).toEqual({ running: 0, forgotten: 0, failed: 1 });
});

it('a trial that is forgotten is told of once, and counts as that until it ends', async () => {
  await at(0).start('a.tld', document('then'));
  late = 30 * DAY - 60_000;
  await at(0).tend();
  expect(at(0).trialFollower.count()).toMatchObject({ running: 1, forgotten: 0 });
  late = 30 * DAY + 60_000;
  for (const replica of replicas) await replica.tend();
  expect(at(1).trialFollower.count()).toMatchObject({ running: 0, forgotten: 1 });
  const forgotten = (await events()).filter(({ type }) => type.includes('forgotten'));
  expect(forgotten).toMatchObject([{ data: { document: 'a.tld' } }]);
  await at(0).store.end('a.tld', BY);
  await at(0).trialFollower.refresh();
  expect(at(0).trialFollower.count()).toEqual({ running: 0, forgotten: 0, failed: 0 });
});

it('lists the documents that a template binds, and the trials of documents by how they begin', async () => {
  await at(0).put({ 'template:t': template('t'), 'a.tld': extending('a.tld') });
  await at(0).put({ 'b.tld': extending('b.tld'), 'c.tld': document('c', 'c.tld') });
  const { documents } = at(0).ports;
  const bound = async (prefix: string, size = 10, after?: string) =>
    (await documents.list({ prefix, template: 'template:t' }, { size, after })).map(
      ({ name }) => name,
    );
  expect(await bound('')).toEqual(['a.tld', 'b.tld']);
  expect(await bound('b')).toEqual(['b.tld']);
  expect(await bound('', 1, 'a.tld')).toEqual(['b.tld']);
  for (const domain of ['a.tld', 'c.tld']) await at(0).start(domain, document('then', domain));
  const begins = async (prefix: string) =>
    (await at(0).store.list(prefix, { size: 10, after: undefined })).map((one) => one.document);
  expect(await begins('')).toEqual(['a.tld', 'c.tld']);
  expect(await begins('c.')).toEqual(['c.tld']);
});
