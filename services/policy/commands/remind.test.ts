import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { unavailable } from '../../../libs/errors/index.js';
import { type Database, openDatabase } from '../../../libs/pg/index.js';
import { systemRandom } from '../../../libs/random/index.js';
import type { Reminders } from '../ports/reminders.js';
import { announceRemoval } from '../storage/announce.js';
import { announceReminders } from '../storage/announce-reminders.js';
import { reminderStore } from '../storage/reminders.js';
import { removalStore } from '../storage/removals.js';
import { policiesOf } from '../testing/fake-ports.js';
import { openPolicy, quiet } from '../testing/open-policy.js';
import { remind, type SendRemindersPorts, sendReminders } from './remind.js';

const DAY = 86_400_000;
const START = Date.UTC(2026, 11, 1);
const BY = { actor: 'spiffe://gatepost/service/console', onBehalfOf: 'anna@a.tld', comment: '' };

const documentOf = (everybody: string) => `domain: a.tld
groups: { directors: [dora@a.tld] }
rules: [{ name: web, services: [WebUI], require: password + otp }]
enrolment:
  from: anywhere
  grace-until: ${everybody}
  grace-groups: { directors: 2027-02-28 }
`;

let policy: Awaited<ReturnType<typeof openPolicy>>;
let replicas: { db: Database; reminders: Reminders }[];
let close: () => Promise<unknown>;
let now = START;
let document = '';
let enrolled: Set<string>;
let away: boolean;

beforeAll(async () => {
  policy = await openPolicy();
  const address = (await policy.newDatabase()).address('policy');
  const clock = { now: () => now };
  replicas = [1, 2].map(() => {
    const db = openDatabase({ ...address, log: quiet });
    const announce = announceReminders({ clock, random: systemRandom });
    return { db, reminders: reminderStore({ db, announce }) };
  });
  close = () => Promise.all(replicas.map(({ db }) => db.close()));
});
afterAll(async () => {
  await close?.();
  await policy?.stop();
});

beforeEach(async () => {
  now = START;
  document = documentOf('2027-01-31');
  enrolled = new Set();
  away = false;
  await at(0).db.query('TRUNCATE reminder, outbox');
});

const at = (n: number) => replicas[n] as (typeof replicas)[number];

function ports(n = 0): SendRemindersPorts {
  return {
    policies: { current: () => policiesOf(document), fresh: true },
    reminders: at(n).reminders,
    clock: { now: () => now },
    otp: {
      enrolment: async (account) => {
        if (away) throw unavailable('otp is away');
        return { enrolled: enrolled.has(account), authenticators: [] };
      },
    },
    passkeys: { enrolled: async () => false },
  };
}

const ask = (accounts: string[], daysBefore = 7, dryRun = false) =>
  remind(ports(), { ...BY, domain: 'a.tld', accounts, daysBefore, dryRun });
const send = (n = 0) => sendReminders(ports(n), new AbortController().signal);

/** Type and account, and with a mail its day, of each event in the outbox. */
async function events(): Promise<string[]> {
  const { rows } = await at(0).db.query<{ event: Buffer }>('SELECT event FROM outbox ORDER BY id');
  return rows.map(({ event }) => {
    const { type, data } = JSON.parse(event.toString());
    const [, , word] = type.split('.');
    expect(data.actor).toEqual({ certificate: BY.actor, on_behalf_of: BY.onBehalfOf });
    return [word, data.account ?? data.count, data.until?.slice(0, 10)].filter(Boolean).join(' ');
  });
}

it('reminds each person before the end of their own grace period', async () => {
  expect(await ask(['bea@a.tld', 'dora@a.tld'])).toBe(2);
  await send();
  expect(await events()).toEqual(['reminders-begun 2']);
  now = Date.UTC(2027, 0, 24);
  await send();
  now = Date.UTC(2027, 1, 20);
  await send();
  now = Date.UTC(2027, 1, 21);
  await send();
  await send();
  expect(await events()).toEqual([
    'reminders-begun 2',
    'enrolment-due bea@a.tld 2027-01-31',
    'enrolment-due dora@a.tld 2027-02-28',
  ]);
  expect(await at(0).reminders.waiting('a.tld')).toBe(0);
});

it('says how many that will be, and changes nothing', async () => {
  expect(await ask(['bea@a.tld', 'dora@a.tld'], 7, true)).toBe(2);
  now = Date.UTC(2027, 0, 31);
  expect(await ask(['bea@a.tld', 'dora@a.tld'], 7, true)).toBe(1);
  expect(await at(0).reminders.waiting('a.tld')).toBe(0);
  expect(await events()).toEqual([]);
});

it('reminds nobody who has a second factor by then', async () => {
  await ask(['bea@a.tld', 'carl@a.tld']);
  enrolled.add('bea@a.tld');
  now = Date.UTC(2027, 0, 24);
  await send();
  expect(await events()).toEqual(['reminders-begun 2', 'enrolment-due carl@a.tld 2027-01-31']);
  expect(await at(0).reminders.waiting('a.tld')).toBe(0);
});

it('reminds nobody while it cannot find out, and later once', async () => {
  await ask(['bea@a.tld']);
  now = Date.UTC(2027, 0, 24);
  away = true;
  await expect(send()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  away = false;
  await send();
  expect(await events()).toEqual(['reminders-begun 1']);
  now += 60_000;
  await send();
  expect((await events()).slice(1)).toEqual(['enrolment-due bea@a.tld 2027-01-31']);
});

it('reminds once, however many replicas look, and however long one of them takes', async () => {
  await ask(['bea@a.tld']);
  now = Date.UTC(2027, 0, 24);
  const [slow] = await at(0).reminders.claim(now);
  now += 60_000;
  await Promise.all([send(0), send(1), send(0), send(1)]);
  if (slow === undefined) throw new Error('nothing was claimed');
  await at(0).reminders.send(slow, Date.UTC(2027, 0, 31));
  expect(await events()).toEqual(['reminders-begun 1', 'enrolment-due bea@a.tld 2027-01-31']);
});

it('follows the document', async () => {
  await ask(['bea@a.tld']);
  document = documentOf('2026-12-10');
  now = START + DAY;
  await send();
  now = Date.UTC(2026, 11, 3);
  await send();
  expect((await events()).slice(1)).toEqual(['enrolment-due bea@a.tld 2026-12-10']);

  await ask(['carl@a.tld']);
  document = document.replace(/enrolment:[\s\S]*/, '');
  now += DAY;
  await send();
  expect(await at(0).reminders.waiting('a.tld')).toBe(0);
  expect((await events()).slice(2)).toEqual(['reminders-begun 1']);
});

it('forgets a removed account, and what was withdrawn', async () => {
  await ask(['bea@a.tld', 'carl@a.tld', 'dora@a.tld']);
  const announce = announceRemoval({ clock: { now: () => now }, random: systemRandom });
  const removals = removalStore({ db: at(0).db, announce });
  await removals.begin({ account: 'bea@a.tld', actor: BY.actor, requestedAt: now });
  expect(await at(0).reminders.waiting('a.tld')).toBe(2);
  expect(await at(0).reminders.end('b.tld', BY)).toBe(0);
  expect(await at(0).reminders.end('a.tld', BY)).toBe(2);
  now = Date.UTC(2027, 0, 24);
  await send();
  expect(await events()).toEqual(['reminders-begun 3', 'reminders-ended 2']);
});
