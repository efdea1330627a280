import { afterAll, beforeAll, expect, it } from 'vitest';
import { readRecord, readSources } from './events/read-record.js';
import { outboxesEmpty } from './events/victims.js';
import { type Cluster, startCluster } from './postgres/cluster.js';
import { type Fault, faultsOf } from './postgres/faults.js';
import { guess } from './postgres/guess.js';
import { type ClusterInstallation, installOn } from './postgres/installation.js';
import { judge } from './postgres/judge.js';
import { keepLoggingIn, type Load } from './postgres/logins.js';

/** Patroni's defaults, and the shortest that fit together: `npm run faults -- postgres --long` takes the former. */
const LONG = process.env.FAULTS_LONG === 'true';
const TIMES = LONG
  ? { ttl: 30, loop_wait: 10, retry_timeout: 10, primary_start_timeout: 300 }
  : { ttl: 8, loop_wait: 1, retry_timeout: 3, primary_start_timeout: 5 };
const ROUNDS = LONG ? 3 : 1;
const CALLERS = 6;
/** What is promised: every caller is answered so soon after Patroni has promoted. */
const BACK_MS = 10_000;
/** Most wrong passwords of an account from one address; a fail-over may allow as many again. */
const GUESSES = 10;
const CAUGHT_UP_MS = 90_000;

let cluster: Cluster;
let running: ClusterInstallation;
beforeAll(async () => {
  cluster = await startCluster(TIMES);
  running = await installOn(cluster);
});
afterAll(async () => {
  await running?.close();
  await cluster?.close();
});

interface Outcome {
  readonly fault: string;
  readonly 'promoted after, s': number;
  readonly 'answered then after, s': number;
  readonly 'in all, s': number;
  readonly 'slowest answer, s': number;
  readonly undecided: number;
}

async function suffer(fault: Fault, load: Load): Promise<Outcome> {
  const primary = await cluster.primary();
  await load.everyoneIsAnswered();
  load.takeSlowest();
  const undecided = load.undecided;
  const harmed = performance.now();
  await fault.harm(primary, cluster);
  await cluster.primary(primary);
  const promoted = performance.now();
  await load.everyoneIsAnswered();
  const back = performance.now();
  fault.mend(primary);
  await cluster.whole();
  await load.everyoneIsAnswered();
  return {
    fault: fault.name,
    'promoted after, s': seconds(promoted - harmed),
    'answered then after, s': seconds(back - promoted),
    'in all, s': seconds(back - harmed),
    'slowest answer, s': seconds(load.takeSlowest()),
    undecided: load.undecided - undecided,
  };
}

it('an answered login is never lost, and logins go on once a standby is promoted', async () => {
  const admin = running.client('admin', 'operator');
  const frontEnd = running.client('front-end', 'mail');
  const auditor = running.client('auditor', 'auditor');
  const load = await keepLoggingIn({ admin, frontEnd, callers: CALLERS });
  const outcomes: Outcome[] = [];
  // Guesses are under way when the first primary is killed.
  const guesser = guess(running.client('front-end', 'mail'), 'person0@a.tld');
  try {
    await guesser.begun();
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const fault of faultsOf(cluster)) outcomes.push(await suffer(fault, load));
    }
    await guesser.refused();
  } finally {
    guesser.stop();
    await load.stop();
    console.info(`ttl ${TIMES.ttl} s, loop_wait ${TIMES.loop_wait} s, ${CALLERS} callers`);
    console.table(outcomes);
  }
  await running.serving();
  const primary = await cluster.primary();
  const query = <Row extends object>(sql: string) =>
    cluster.query<Row>(primary, sql, running.database);
  await outboxesEmpty({ query }, CAUGHT_UP_MS);
  const { events, report } = await readRecord(auditor, []);
  const verdict = judge([...load.answers, ...guesser.answers], events);
  console.table({ record: verdict });
  console.info(`${running.ended.length} processes of Gatepost ended`);
  console.info(`a guesser learned of ${guesser.known} guesses that they are wrong`);

  expect(running.ended).toEqual([]);
  expect(load.strange).toEqual([]);
  expect(verdict).toMatchObject({ lost: 0, doubled: 0, wrong: 0 });
  expect(outcomes.filter((each) => each['answered then after, s'] * 1000 > BACK_MS)).toEqual([]);
  expect(guesser.known).toBeLessThanOrEqual(2 * GUESSES);
  expect(report.findings).toEqual([]);
  const sources = await readSources(auditor);
  expect(sources.filter(({ missing }) => missing.length > 0)).toEqual([]);
}, 3_600_000);

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
