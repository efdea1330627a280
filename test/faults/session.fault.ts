import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { seededNumbers } from '../properties/seed.js';
import { setUp } from '../stories/play.js';
import { type Suite, startSuite } from '../suite/start-suite.js';
import { useSessions } from './session/use-sessions.js';
import { readTrustEvents } from './trust/read-trust-events.js';

/** `npm run faults -- session --long` runs more. */
const KILLS = Number(process.env.FAULTS_KILLS ?? 12);
const LANES = 4;
const DOMAIN = 's.tld';
const VICTIMS = ['policy-1', 'trust-store-1', 'policy-2', 'trust-store-2'];
/** The number of sessions ended between two kills, so that each kill could lose an end. */
const ENDED_BETWEEN = 3;

const DOCUMENT = {
  domain: DOMAIN,
  networks: { webmail: ['127.0.0.0/8'] },
  rules: [
    { name: 'behind webmail', services: ['Imap'], from: ['webmail'], require: 'session' },
    { name: 'web', services: ['WebUI'], require: 'password' },
  ],
  trust: { session: { default: '1h', max: '2h', 'per-account': 20 } },
};

let suite: Suite;
beforeAll(async () => {
  suite = await startSuite({ replicas: { policy: 2, 'trust-store': 2 }, againAfterMs: 300 });
  const admin = suite.client('admin', 'operator');
  const story = { name: '', file: '', people: {}, logins: [], refused: [], accepted: [] };
  const frontEnd = suite.client('front-end', 'mail');
  await setUp({ ...story, policies: [DOCUMENT] as never }, { frontEnd, admin, clock: suite.clock });
  await admin.call('gatepost.policy.v1.ClientAdminService/PutClient', {
    client: {
      ...{ id: 'webmail', name: 'Webmail', service: 'SERVICE_WEB_UI', domains: [DOMAIN] },
      networks: ['127.0.0.0/8'],
      oidc: { redirect_uris: ['https://webmail.example/callback'] },
    },
  });
});
afterAll(() => suite?.close());

it('no session outlives its end and none is refused before, whichever of policy and trust-store is killed', {
  timeout: 120_000 + KILLS * 15_000,
}, async () => {
  const random = seededNumbers('sessions');
  const callers = {
    portal: suite.client('service', 'portal'),
    mail: suite.client('front-end', 'mail'),
    admin: suite.client('admin', 'operator'),
  };
  const stopped = new AbortController();
  const lanes = Array.from({ length: LANES }, (_, n) =>
    useSessions(callers, { account: `lane${n}@${DOMAIN}`, random, stopped: stopped.signal }),
  );
  const all = Promise.all(lanes.map(({ done }) => done));
  const sum = (of: (seen: (typeof lanes)[number]['seen']) => number) =>
    lanes.reduce((total, { seen }) => total + of(seen), 0);
  for (let kills = 0; kills < KILLS; kills += 1) {
    const enough = sum(({ ended }) => ended) + ENDED_BETWEEN;
    await Promise.race([
      all,
      until('more sessions ended', () => expect(sum(({ ended }) => ended)).toBeGreaterThan(enough)),
    ]);
    await suite.kill(VICTIMS[kills % VICTIMS.length] as string);
    await sleep(1_000 * random());
  }
  stopped.abort();
  await all;
  console.info(`${KILLS} kills`);
  console.table(lanes.map(({ seen }) => seen));
  expect(sum(({ late }) => late)).toBe(0);
  expect(sum(({ refusedEarly }) => refusedEarly)).toBe(0);
  // With fewer uses, the test would show too little.
  expect(sum(({ allowed }) => allowed)).toBeGreaterThan(4 * KILLS);
  expect(sum(({ deniedAfter }) => deniedAfter)).toBeGreaterThan(2 * KILLS);
  // Each end is reported once.
  await suite.serving();
  const auditor = suite.client('auditor', 'auditor');
  const ids = lanes.flatMap(({ endedIds }) => endedIds);
  const told = async () => {
    const events = await readTrustEvents(auditor, DOMAIN);
    const ends = events.filter(({ type }) => type !== 'granted');
    return ids.map((id) => ends.filter(({ trustId }) => trustId === id).length);
  };
  await until('each end is told', async () => expect((await told()).includes(0)).toBe(false));
  expect(new Set(await told())).toEqual(new Set([1]));
});
