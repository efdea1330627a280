import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STORING_SERVICES } from '../../cli/up/installation/services.js';
import { until } from '../../libs/testing/until.js';
import { seededNumbers } from '../properties/seed.js';
import { type Suite, startSuite } from '../suite/start-suite.js';
import { judge } from './events/judge.js';
import { keepLoggingIn, type Logins } from './events/logins.js';
import { readRecord } from './events/read-record.js';
import { readStream } from './events/read-stream.js';
import { type NatsCluster, startNatsCluster } from './nats/cluster.js';
import { readDeliveries } from './nats/read-deliveries.js';

/** `npm run faults -- nats --long` does it more often. */
const ROUNDS = process.env.FAULTS_LONG === 'true' ? 5 : 1;
const AT_ONCE = 3;
/** Logins between two kills, so that each kill could lose something. */
const LOGINS_BETWEEN = 30;

let cluster: NatsCluster;
let suite: Suite;
beforeAll(async () => {
  cluster = await startNatsCluster();
  const own = Object.fromEntries(STORING_SERVICES.map((name) => [name, cluster.settings]));
  suite = await startSuite({ own });
});
afterAll(async () => {
  await suite?.close();
  await cluster?.close();
});

async function moreLogins(logins: Logins): Promise<void> {
  const wanted = logins.answered + LOGINS_BETWEEN;
  await until('logins are answered', () => logins.answered >= wanted);
}

it('the stream loses and doubles no event when one of three servers dies, and no login waits for it', async () => {
  const admin = suite.client('admin', 'operator');
  const content = `domain: a.tld
networks: { office: [203.0.113.0/24] }
rules: [{ name: office, from: [office], require: password }]
`;
  const file = { name: 'a.yaml', content: Buffer.from(content), documents: ['a.tld'] };
  const apply = 'gatepost.policy.v1.PolicyAdminService/Apply';
  await admin.exchange(apply, [{ options: {} }, { file }]);
  const frontEnd = suite.client('front-end', 'mail');
  const logins = keepLoggingIn([frontEnd], { atOnce: AT_ONCE, random: seededNumbers('nats') });
  const killed: string[] = [];
  let away = 0;
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const name of cluster.names) {
        const leader = await cluster.whole();
        await moreLogins(logins);
        await cluster.kill(name);
        await moreLogins(logins);
        await suite.serving();
        killed.push(name === leader ? `${name} (leader)` : name);
        cluster.start(name);
      }
      const leader = await cluster.whole();
      await cluster.kill(leader);
      await moreLogins(logins);
      cluster.start(leader);
      killed.push(`${leader} (leader)`);
    }
    // Two at once: the stream has no leader and takes nothing.
    await cluster.whole();
    const [first = '', second = ''] = cluster.names;
    await Promise.all([cluster.kill(first), cluster.kill(second)]);
    const before = await readDeliveries(suite.installation, 'policy');
    await until('deliveries fail', async () => {
      const now = await readDeliveries(suite.installation, 'policy');
      return now.failed > before.failed + 1;
    });
    const middle = await readDeliveries(suite.installation, 'policy');
    await moreLogins(logins);
    await sleep(1_000);
    const after = await readDeliveries(suite.installation, 'policy');
    away = after.delivered - middle.delivered;
    await suite.serving();
    for (const name of [first, second]) cluster.start(name);
    await cluster.whole();
    await moreLogins(logins);
  } finally {
    await logins.stop();
  }
  const ids = new Set(logins.all.flatMap(({ answer }) => answer?.id ?? []));
  const { events } = await readRecord(suite.client('auditor', 'auditor'), []);
  expect(events.length).toBeGreaterThanOrEqual(ids.size);
  const stream = await until('the stream has every login', async () => {
    const read = await readStream({
      plan: { nats: cluster.portOf('n1') },
      secrets: { natsPasswords: { readers: cluster.readersPassword } },
    });
    const there = new Set(read.map(({ id }) => id));
    return [...ids].every((id) => there.has(id)) ? read : false;
  });
  const verdict = judge(logins.all, stream);
  console.info(`killed: ${killed.join(', ')}, then n1 and n2 at once`);
  console.table({ stream: verdict });
  expect(verdict).toMatchObject({ lost: 0, duplicated: 0, wrong: 0 });
  expect(logins.all.filter(({ answer }) => answer === undefined)).toEqual([]);
  expect(away, 'what the alert GatepostStreamAway asks: failures, and no delivery').toBe(0);
}, 900_000);
