import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SignedCheckpoint } from '../../libs/merkle/index.js';
import { until } from '../../libs/testing/until.js';
import { seededNumbers } from '../properties/seed.js';
import { connectByProto, type ProtoClient } from '../suite/proto-client.js';
import { targetsOf } from '../suite/start-suite.js';
import { answersGoOn, EVERYONE, hurt } from './events/hurt.js';
import { judge } from './events/judge.js';
import { authorize, keepLoggingIn, strangeErrors } from './events/logins.js';
import { readCheckpoint, readRecord, readSources } from './events/read-record.js';
import { readStream } from './events/read-stream.js';
import { gatepost } from './events/run-cli.js';
import { outboxesEmpty, startVictims, type Victims } from './events/victims.js';

/** `npm run faults -- events --long` runs more. */
const KILLS = Number(process.env.FAULTS_KILLS ?? 12);
const LIMIT_MS = 60_000 + KILLS * 20_000;
const CAUGHT_UP_MS = 90_000;
const FRONT_ENDS = 3;
const AT_ONCE = 4;
const CHECKPOINT_EVERY_MS = 1_500;
const UNAVAILABLE = 14;

let home: string;
let victims: Victims;
const clients: ProtoClient[] = [];
function client(role: 'front-end' | 'admin' | 'auditor', name: string): ProtoClient {
  const { installation } = victims.running;
  const targets = targetsOf(installation);
  clients.push(connectByProto({ targets, tls: installation.tlsOf(role, name) }));
  return clients.at(-1) as ProtoClient;
}

beforeAll(async () => {
  home = join(mkdtempSync(join(tmpdir(), 'gatepost-faults-')), 'home');
  victims = await startVictims(home);
  const content = `domain: a.tld
networks: { office: [203.0.113.0/24] }
rules: [{ name: office, from: [office], require: password }]
`;
  const file = { name: 'a.yaml', content: Buffer.from(content), documents: ['a.tld'] };
  const apply = 'gatepost.policy.v1.PolicyAdminService/Apply';
  await client('admin', 'operator').exchange(apply, [{ options: {} }, { file }]);
});
afterAll(async () => {
  for (const each of clients) each.close();
  await victims?.stop();
  rmSync(join(home, '..'), { recursive: true, force: true });
});

it('neither loses, doubles nor forges an event, whatever dies', {
  timeout: LIMIT_MS,
}, async () => {
  const random = seededNumbers('events');
  const auditor = client('auditor', 'auditor');
  const { installation } = victims.running;
  const kept: SignedCheckpoint[] = [];
  const keep = async () => {
    // audit is one of the services that are killed.
    const checkpoint = await readCheckpoint(auditor, installation).catch(() => undefined);
    if (checkpoint !== undefined) kept.push(checkpoint);
  };
  await keep();
  const keeping = setInterval(keep, CHECKPOINT_EVERY_MS);
  const frontEnds = Array.from({ length: FRONT_ENDS }, () => client('front-end', 'mail'));
  const logins = keepLoggingIn(frontEnds, { atOnce: AT_ONCE, random });
  const killed: string[] = [];
  const began = performance.now();
  try {
    await answersGoOn(logins);
    const part = Math.round(KILLS / 4);
    const wires = ['postgres', 'nats', 'audit-1'] as const;
    const kills = KILLS - 2 * part;
    killed.push(...(await hurt(victims, logins, { kills, victims: EVERYONE, wires, random })));

    await victims.serving();
    const thaw = victims.freeze('audit-1');
    const noAudit = EVERYONE.filter((name) => name !== 'audit-1');
    const parts = { kills: part, random };
    killed.push(
      ...(await hurt(victims, logins, { ...parts, victims: noAudit, wires: ['nats', 'postgres'] })),
    );
    thaw();

    victims.wire('nats').cut();
    const noNats = EVERYONE.filter((name) => name !== 'nats');
    killed.push(
      ...(await hurt(victims, logins, { ...parts, victims: noNats, wires: ['audit-1'] })),
    );
    victims.wire('nats').heal();
    await answersGoOn(logins);
  } finally {
    await logins.stop();
    clearInterval(keeping);
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  await victims.serving();
  await outboxesEmpty(victims, CAUGHT_UP_MS);
  await keep();

  const { events, report } = await readRecord(auditor, kept);
  const stream = await readStream(installation);
  const verdicts = { record: judge(logins.all, events), stream: judge(logins.all, stream) };
  console.info(`${killed.length} kills in ${seconds} s: ${tally(killed)}`);
  console.info(`${logins.all.length} calls, ${kept.length} checkpoints kept`);
  console.table(verdicts);

  expect(strangeErrors(logins.all)).toEqual([]);
  expect(verdicts.record).toMatchObject({ lost: 0, duplicated: 0, wrong: 0 });
  expect(verdicts.stream).toMatchObject({ lost: 0, duplicated: 0, wrong: 0 });
  expect(new Set(stream.map(({ id }) => id))).toEqual(new Set(events.map(({ id }) => id)));
  const sources = await readSources(auditor);
  expect(sources.filter(({ missing }) => missing.length > 0)).toEqual([]);
  expect(report).toMatchObject({ findings: [], leaves: events.length });
  expect(report.verifiedSize).toBe(kept.at(-1)?.size);
});

it('decides nothing while too many events wait, says so, and goes on once they do not', async () => {
  const frontEnd = client('front-end', 'mail');
  const ask = () =>
    authorize(frontEnd, 'full@a.tld', '203.0.113.9').then(
      ({ decision }) => decision,
      ({ code }) => code,
    );
  const { installation } = victims.running;
  const alarm = async () => (await gatepost(installation.layout.home, 'health')).code !== 0;
  await until('logins are decided', async () => expect(await ask()).toBe('DECISION_ALLOW'));
  victims.wire('audit-1').cut();
  try {
    // Sets the position back, as if a million more events waited.
    const move = `update policy.outbox_position set sequence = sequence + $1 where sink = 'record'`;
    await victims.query(move, [-1_000_000]);
    expect(await ask()).toBe(UNAVAILABLE);
    await until('it says so', alarm);
    await victims.query(move, [1_000_000]);
    expect(await ask()).toBe('DECISION_ALLOW');
    await until('it says so no more', async () => !(await alarm()));
  } finally {
    victims.wire('audit-1').heal();
  }
});

function tally(names: readonly string[]): string {
  const count = (name: string) => names.filter((each) => each === name).length;
  return [...new Set(names)].map((name) => `${name} ${count(name)}`).join(', ');
}
