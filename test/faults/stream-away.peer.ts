import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { NATS_USERS } from '../../cli/up/nats/nats-config.js';
import { until } from '../../libs/testing/until.js';
import { connectByProto, type ProtoClient } from '../suite/proto-client.js';
import { targetsOf } from '../suite/start-suite.js';
import { authorize } from './events/logins.js';
import { readStream } from './events/read-stream.js';
import { gatepost } from './events/run-cli.js';
import { outboxesEmpty, startVictims, type Victims } from './events/victims.js';

const MOST_PENDING = 1000;
const LOGINS = 1300;
const AT_ONCE = 8;
const GAP = 'gatepost.stream.gap.v1';

interface Gap {
  readonly event: { readonly data: { readonly first: number; readonly last: number } };
}

let home: string;
let victims: Victims;
let frontEnd: ProtoClient;
beforeAll(async () => {
  home = join(mkdtempSync(join(tmpdir(), 'gatepost-away-')), 'home');
  victims = await startVictims(home);
  const { installation } = victims.running;
  for (const replica of ['policy-1', 'policy-2'] as const) {
    const file = join(installation.layout.config, `${replica}.yaml`);
    const config = parse(readFileSync(file, 'utf8'));
    config.nats['most-pending'] = MOST_PENDING;
    writeFileSync(file, stringify(config));
    await victims.kill(replica);
  }
  await victims.serving();
  const tls = installation.tlsOf('front-end', 'mail');
  frontEnd = connectByProto({ targets: targetsOf(installation), tls });
});
afterAll(async () => {
  frontEnd?.close();
  await victims?.stop();
  rmSync(join(home, '..'), { recursive: true, force: true });
});

/** Makes logins. Each must be decided. */
async function logIn(count: number): Promise<string[]> {
  const ids: string[] = [];
  let next = 0;
  const frontEndOf = async () => {
    while (next < count) {
      next += 1;
      const { decision_id: id } = await authorize(frontEnd, `u${next}@a.tld`, '203.0.113.9');
      ids.push(id);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, frontEndOf));
  return ids;
}

it('a stream that is away stops no login, and the record has what it missed', async () => {
  const { installation } = victims.running;
  const { plan, secrets } = installation;
  const idsInStream = async () => (await readStream(installation)).map(({ id }) => id);

  victims.wire('nats').cut();
  const logins = await logIn(LOGINS);
  const gaps = async (): Promise<Gap[]> => {
    const { output } = await gatepost(home, 'audit', 'query', '--type', GAP, '--json');
    return JSON.parse(output);
  };
  await until('the record knows what the stream lacks', async () =>
    expect(await gaps()).not.toEqual([]),
  );

  victims.wire('nats').heal();
  await outboxesEmpty(victims, 60_000);
  const before = new Set(await idsInStream());
  const lacking = logins.filter((id) => !before.has(id));
  const told = (await gaps()).reduce(
    (sum, { event: { data } }) => sum + data.last - data.first + 1,
    0,
  );
  expect(lacking.length).toBeGreaterThan(0);
  expect(told).toBeGreaterThanOrEqual(lacking.length);

  const nats = {
    servers: [`nats://127.0.0.1:${plan.nats}`],
    user: NATS_USERS.services,
    'password-file': secrets.natsPasswords.services,
  };
  const file = join(home, 'nats.yaml');
  writeFileSync(file, stringify({ nats }));
  const { code, output } = await gatepost(home, 'audit', 'replay', '--nats', file);
  expect(output).toContain(`${told} events published, 0 were erased, 0 were not found`);
  expect(code).toBe(0);
  const after = new Set(await idsInStream());
  expect(logins.filter((id) => !after.has(id))).toEqual([]);
});
