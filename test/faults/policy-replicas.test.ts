import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import type { Message, ProtoClient } from '../suite/proto-client.js';
import { type Suite, startSuite } from '../suite/start-suite.js';

const SERVICE = 'gatepost.policy.v1.PolicyAdminService';
const NAMES = ['policy-1', 'policy-2', 'policy-3'];
const UNAVAILABLE = 14;

let suite: Suite;
const replicas = new Map<string, ProtoClient>();
beforeAll(async () => {
  suite = await startSuite({
    ...{ replicas: { policy: 3 }, wires: ['policy-3>postgres'], processes: true },
  });
  for (const name of NAMES) replicas.set(name, suite.clientOf(name, 'admin', 'operator'));
});
afterAll(() => suite?.close());
beforeEach(() => suite.serving());

const at = (name: string) => replicas.get(name) as ProtoClient;

async function apply(by: string, rule: string, options: object = {}): Promise<Message> {
  const content = `domain: a.tld\nrules: [{ name: ${rule}, services: [Imap], require: password }]\n`;
  const file = { name: 'a.yaml', content: Buffer.from(content), documents: ['a.tld'] };
  return (await at(by).exchange(`${SERVICE}/Apply`, [{ options }, { file }])).at(-1);
}

/** The rule by which this replica decides. */
async function ruleAt(name: string): Promise<string> {
  const login = { account: 'luca@a.tld', service: 'SERVICE_IMAP', client_ip: '192.0.2.1' };
  const { rule } = await at(name).call(`${SERVICE}/Explain`, { ...login, presented: [] });
  return rule;
}

it('serves what was applied at one replica at all three, and says so', async () => {
  const { applied } = await apply('policy-1', 'first');
  // All three serve it within a second. If a replica was late, applying the same document again shows its revision.
  await until('all three serve it', async () => {
    const { applied: again } = await apply('policy-1', 'first');
    const serving = again.replicas.map((one: Message) => [one.name, one.revision]);
    expect(serving).toEqual(NAMES.map((name) => [name, applied.revision]));
  });
  for (const name of NAMES) expect(await ruleAt(name)).toBe('first');
});

it('lets one of two administrators at two replicas win, and tells the other', async () => {
  const { applied } = await apply('policy-1', 'base');
  const options = { expect_revision: applied.revision };
  const [one, two] = await Promise.allSettled([
    apply('policy-1', 'one', options),
    apply('policy-2', 'two', options),
  ]);
  const failed = [one, two].filter((each) => each?.status === 'rejected');
  expect(failed).toHaveLength(1);
  const winner = one?.status === 'fulfilled' ? 'one' : 'two';
  for (const name of NAMES) {
    await until(`${name} serves ${winner}`, async () => expect(await ruleAt(name)).toBe(winner));
  }
});

it('stops serving a revision that it cannot confirm', async () => {
  // A limit short enough to wait for. The configuration's default is 60 s.
  const file = suite.installation.configOf('policy-3');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\nstale-after: 3s\n`);
  await suite.kill('policy-3');
  await suite.serving();
  await apply('policy-1', 'old');
  await until('policy-3 serves it', async () => expect(await ruleAt('policy-3')).toBe('old'));
  suite.wire('policy-3>postgres').cut();
  const { applied } = await apply('policy-1', 'tighter');
  // policy-3 is late, or has been silent for so long that it is not listed.
  const serving = applied.replicas.filter((one: Message) => one.revision === applied.revision);
  expect(serving.map(({ name }: Message) => name)).not.toContain('policy-3');
  const answers = new Set<string>();
  await until('policy-3 decides no more', async () => {
    answers.add(await ruleAt('policy-3').catch(({ code }) => nameOf(code)));
    expect(answers).toContain('UNAVAILABLE');
  });
  expect(answers).not.toContain('tighter');
  suite.wire('policy-3>postgres').heal();
  await until('policy-3 serves the tighter one', async () =>
    expect(await ruleAt('policy-3').catch(({ code }) => nameOf(code))).toBe('tighter'),
  );
});

function nameOf(code: number): string {
  return code === UNAVAILABLE ? 'UNAVAILABLE' : `code ${code}`;
}
