import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAuthenticatorApp } from '../../cli/up/demo/authenticator-app.js';
import { until } from '../../libs/testing/until.js';
import { seededNumbers } from '../properties/seed.js';
import { setUp } from '../stories/play.js';
import type { Message, ProtoClient } from '../suite/proto-client.js';
import { type Suite, startSuite } from '../suite/start-suite.js';
import { judge } from './trust/judge.js';
import { keepTrusting } from './trust/keep-trusting.js';
import { keepWatching } from './trust/keep-watching.js';
import { readTrustEvents } from './trust/read-trust-events.js';
import { revokeAmongLogins } from './trust/revoke-among-logins.js';

/** `npm run faults -- trust --long` runs more. */
const KILLS = Number(process.env.FAULTS_KILLS ?? 12);
/** 1,020 in a long run. */
const INTERLEAVINGS = 17 * KILLS;
const LANES = ['a.tld', 'b.tld', 'c.tld', 'd.tld'];
/** A domain in which nothing else happens. */
const QUIET = 'quiet.tld';
const PER_ACCOUNT = 5;
const GRANTS = 200;
const AT_ONCE = 12;
const CAUGHT_UP_MS = 60_000;
/** The number of grants between two kills, so that each kill could lose a grant. */
const GRANTS_BETWEEN = 8;
const STORES = ['trust-store-1', 'trust-store-2', 'trust-store-3'];
const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';

let suite: Suite;
let frontEnd: ProtoClient;
let admin: ProtoClient;
let policy: ProtoClient;
beforeAll(async () => {
  suite = await startSuite({ replicas: { policy: 2, 'trust-store': 3 }, againAfterMs: 300 });
  frontEnd = suite.client('front-end', 'mail');
  admin = suite.client('admin', 'operator');
  policy = suite.client('service', 'policy');
  const story = { name: '', file: '', people: {}, logins: [], refused: [], accepted: [] };
  const policies = [...LANES, QUIET].map(documentOf) as never;
  await setUp({ ...story, policies }, { frontEnd, admin, clock: suite.clock });
});
afterAll(() => suite?.close());

function documentOf(domain: string): object {
  return {
    domain,
    rules: [
      { name: 'home', when: 'trusted-ip', services: ['Imap'], require: 'password' },
      { name: 'web', services: ['WebUI'], require: 'password + otp' },
    ],
    trust: { ip: { default: '1h', max: '2h', 'per-account': PER_ACCOUNT, 'ipv6-prefix': 64 } },
  };
}

/** The limits in the document of `domain`, as policy would send them. */
async function limitsOf(domain: string): Promise<object> {
  const login = { account: `nobody@${domain}`, service: 'SERVICE_IMAP', client_ip: '192.0.2.1' };
  const { policy_revision: revision } = await frontEnd.call(AUTHORIZE, login);
  const ip = { default_seconds: 3600, max_seconds: 7200, per_account: PER_ACCOUNT };
  return { domain, revision, ip: { ...ip, ipv6_prefix: 64 } };
}

it('gives an account exactly what it may have, of 200 grants at once', async () => {
  const account = 'luca@a.tld';
  const app = createAuthenticatorApp(randomBytes(20), account);
  const otpauth_uri = Buffer.from(app.otpauthUri);
  await admin.call('gatepost.otp.v1.OtpAdminService/ImportAuthenticator', { account, otpauth_uri });
  // One attempt for all, so that one code is enough.
  const login = {
    ...{ account, service: 'SERVICE_WEB_UI', password_verified: true, attempt_id: randomUUID() },
    ...{ otp_code: app.codeAt(suite.clock.now()), remember: { ip_seconds: 3600 } },
  };
  const logins = Array.from({ length: GRANTS }, (_, n) =>
    frontEnd.call(AUTHORIZE, { ...login, client_ip: `198.51.100.${n}` }),
  );
  const answers: Message[] = await Promise.all(logins);
  expect(answers.filter(({ decision }) => decision !== 'DECISION_ALLOW')).toEqual([]);
  const grants = answers.flatMap((answer) => answer.grants);
  expect(grants.filter(({ until }) => until !== null)).toHaveLength(PER_ACCOUNT);
  expect(grants.filter(({ refused }) => refused === 'limit')).toHaveLength(GRANTS - PER_ACCOUNT);
  const list = 'gatepost.truststore.v1.TrustAdminService/ListTrust';
  expect((await admin.call(list, { account })).trusts).toHaveLength(PER_ACCOUNT);
});

it(`allows no login on trust whose Revoke has returned, in ${INTERLEAVINGS} interleavings`, {
  timeout: 60_000 + INTERLEAVINGS * 1_000,
}, async () => {
  const random = seededNumbers('interleavings');
  const otp = suite.client('service', 'otp');
  const rounds = Math.ceil(INTERLEAVINGS / LANES.length);
  const lanes = LANES.map(async (domain) =>
    revokeAmongLogins(
      { frontEnd, admin, policy, otp },
      { domain, rounds, limits: await limitsOf(domain), random },
    ),
  );
  const seen = await Promise.all(lanes);
  const sum = (of: (lane: (typeof seen)[number]) => number) =>
    seen.reduce((total, lane) => total + of(lane), 0);
  console.table(seen);
  expect(sum(({ late }) => late)).toBe(0);
  expect(sum(({ strange }) => strange)).toBe(0);
  // With fewer, calls would not have overlapped.
  expect(sum(({ allowedDuring }) => allowedDuring)).toBeGreaterThan(INTERLEAVINGS / 20);
  expect(sum(({ deniedDuring }) => deniedDuring)).toBeGreaterThan(INTERLEAVINGS / 20);
});

it('ends each trust once, and tells it, whichever of three replicas is killed', {
  timeout: 120_000 + KILLS * 10_000,
}, async () => {
  const random = seededNumbers('expiry');
  const auditor = suite.client('auditor', 'auditor');
  const watching = await keepWatching(frontEnd, [QUIET]);
  const limits = await limitsOf(QUIET);
  const trusting = keepTrusting(
    { policy, admin },
    { domain: QUIET, limits, atOnce: AT_ONCE, random },
  );
  const first = Math.floor(random() * STORES.length);
  for (let kills = 0; kills < KILLS; kills += 1) {
    for (let moves = 0; moves < 4; moves += 1) {
      suite.clock.advance(Math.round(20_000 * random()));
      await sleep(250 * random());
    }
    const enough = trusting.granted.length + GRANTS_BETWEEN;
    await until('more trust was granted', () =>
      expect(trusting.granted.length).toBeGreaterThan(enough),
    );
    // Kills the replicas in turn, so one of them serves the watcher.
    await suite.kill(STORES[(kills + first) % STORES.length] as string);
    await sleep(1_500 * random());
  }
  await trusting.stop();
  await suite.serving();
  suite.clock.advance(7_200_000);
  const events = () => readTrustEvents(auditor, QUIET);
  const left = async () => {
    const all = await events();
    const over = new Set(all.filter(({ type }) => type !== 'granted').map((e) => e.trustId));
    return all.filter((e) => e.type === 'granted' && !over.has(e.trustId)).length;
  };
  const patiently = { withinMs: CAUGHT_UP_MS, everyMs: 200 };
  await until('all has ended', async () => expect(await left()).toBe(0), patiently);
  // Ends are reported in order, so a second report of an earlier end would arrive before this one.
  const last = {
    account: `last@${QUIET}`,
    client_ip: '192.0.2.1',
    from_ip: '192.0.2.1',
    ip_seconds: 60,
  };
  const decision_id = '0197c2a0-0000-7000-8000-000000000000';
  await policy.call('gatepost.truststore.v1.TrustService/Grant', { ...last, decision_id, limits });
  suite.clock.advance(60_000);
  const lastOver = async () =>
    (await events()).some((e) => e.account === last.account && e.type === 'expired');
  await until('the last has ended', lastOver, patiently);
  const told = await events();
  const ended = told.filter(({ type }) => type !== 'granted').length;
  const seen = () => new Set(watching.ended.map(({ trustId }) => trustId)).size;
  await until('the watcher saw it', () => expect(seen()).toBeGreaterThanOrEqual(ended), patiently);
  await watching.stop();

  const verdict = judge(told, trusting, watching);
  console.info(
    `${KILLS} kills, ${trusting.failed} calls failed, ${watching.resumed} times resumed`,
  );
  console.table([verdict]);
  expect(verdict).toMatchObject({ ungranted: 0, lost: 0, twice: 0, wrong: 0, unseen: 0 });
  expect(trusting.strange).toEqual([]);
  expect(watching).toMatchObject({ strange: [], backwards: 0 });
  // With fewer expiries, the test would show too little.
  expect(verdict.expired).toBeGreaterThan(4 * KILLS);
  expect(verdict.revoked).toBeGreaterThan(KILLS / 2);
  expect(verdict.renewals).toBeGreaterThan(KILLS);
  expect(watching.resumed).toBeGreaterThan(KILLS < STORES.length ? -1 : 0);
});
