import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../libs/embedded-postgres/testing.js';
import { migrateService } from '../../libs/kit/migrations.js';
import { silentLog } from '../../libs/log/index.js';
import { type Database, openDatabase } from '../../libs/pg/index.js';
import { systemRandom } from '../../libs/random/index.js';
import { until } from '../../libs/testing/until.js';
import { DAY_MS } from './core/allowance.js';
import type { Happening, Notice } from './core/notice.js';
import { openMails } from './storage/mails.js';
import { keepRecord } from './storage/record-keeping.js';
import { type NoticeWorld, recordOf, startNotice, startRelay } from './testing.js';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0';
const LUCA = 'luca@a.tld';
const START = Date.UTC(2026, 5, 1, 9);

let postgres: TestPostgres;
let db: Database;
let stops: (() => unknown)[] = [];
let world: NoticeWorld;
let now = START;
const clock = { now: () => now };

beforeEach(async () => {
  now = START;
  postgres = await startTestPostgres();
  const database = await postgres.createDatabase(['notice']);
  const address = database.address('notice');
  await migrateService({ service: 'notice', address, log: silentLog });
  db = openDatabase({ ...address, log: silentLog });
  stops = [() => postgres.stop(), () => db.close()];
  world = { db, clock, stops };
});
afterEach(async () => {
  for (const stop of stops.toReversed()) await stop();
});

/** Looks until what it sees is so, and returns that. */
function reached<T>(what: string, look: () => T | Promise<T>, isSo: (seen: T) => boolean) {
  return until(what, async () => {
    const seen = await look();
    if (!isSo(seen)) throw new Error(`it is not so yet: ${JSON.stringify(seen).slice(0, 300)}`);
    return seen;
  }) as Promise<T>;
}

function notice(kind: Notice['kind'], facts: Notice['facts'] = {}, at = now): Notice {
  return { id: systemRandom.id(), kind, account: LUCA, at, facts };
}
const told = (...args: Parameters<typeof notice>): Happening => ({
  is: 'notice',
  notice: notice(...args),
});
const signIn = (address: string, userAgent = FIREFOX): Happening => ({
  is: 'sign-in',
  notice: notice('sign-in', { address, userAgent, service: 'WebUI' }),
});

it('tells a person of what happened, in a mail that claims nothing in its headers', async () => {
  const relay = await startRelay(world);
  const record = recordOf();
  startNotice(world, relay.port, record);
  record.add(told('authenticator-added', { label: 'Phone\r\nBcc: eve@b.tld <b>' }));
  const [mail] = await reached(
    'the mail',
    () => relay.mails,
    (mails) => mails.length === 1,
  );
  expect(mail?.subject).toBe('An authenticator was added');
  expect(mail?.to).toMatchObject({ text: LUCA });
  expect(mail?.bcc).toBeUndefined();
  expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
  expect(mail?.messageId).toMatch(/^<[0-9a-f-]{36}\.authenticator-added@mail\.example>$/);
  expect(mail?.text).toContain('Name: Phone  Bcc: eve@b.tld <b>');
  expect(mail?.text).toContain('https://login.example/not-me/ey');
  expect(mail?.html).toContain('Phone  Bcc: eve@b.tld &lt;b>');
  expect(mail?.headerLines.map(({ line }) => line).join('\n')).not.toContain('Phone');
});

it('tells of a sign-in from a network or program that the account never had, and of no other', async () => {
  const relay = await startRelay(world);
  const record = recordOf();
  startNotice(world, relay.port, record, { learningMs: DAY_MS });
  record.add(signIn('192.0.2.80'));
  await reached(
    'what is learnt',
    () => db.query('SELECT 1 FROM seen'),
    ({ count }) => count === 2,
  );
  now += 2 * DAY_MS;
  // The same /24 and program; then another network; then another program at home.
  record.add(signIn('192.0.2.7'), signIn('203.0.113.5'), signIn('192.0.2.80', 'curl/8'));
  const mails = await reached(
    'both mails',
    () => relay.mails,
    ({ length }) => length === 2,
  );
  const addresses = mails.map(({ text }) => /From: (\S+)/.exec(text ?? '')?.[1]).sort();
  expect(addresses).toEqual(['192.0.2.80', '203.0.113.5']);
});

it('holds back what is beyond the day’s number, and sends it in one mail; never what is of factors', async () => {
  const relay = await startRelay(world);
  const record = recordOf();
  const running = startNotice(world, relay.port, record, { perDay: 2 });
  for (let n = 0; n < 70; n++) record.add(told('trust-granted', { address: `198.51.100.${n}` }));
  for (let n = 0; n < 5; n++) record.add(told('locked'));
  for (let n = 0; n < 5; n++) record.add(told('password-changed'));
  await reached(
    'the mails of today',
    () => relay.mails,
    ({ length }) => length === 8,
  );
  const subjects = relay.mails.map(({ subject }) => subject);
  expect(subjects.filter((subject) => subject === 'Your password was changed')).toHaveLength(5);
  expect(subjects.filter((subject) => subject?.startsWith('Somebody tried'))).toHaveLength(1);
  now += DAY_MS;
  running.wake();
  await reached(
    'the digest',
    () => relay.mails,
    ({ length }) => length === 9,
  );
  const text = relay.mails.at(-1)?.text ?? '';
  expect(text.match(/From: 198/g)).toHaveLength(50);
  expect(text).toContain('And 18 more.');
});

it('sends a mail again under the same Message-ID until the relay takes it, and gives up where it never will', async () => {
  const relay = await startRelay(world, { code: 451, text: 'later' });
  const record = recordOf();
  const running = startNotice(world, relay.port, record);
  record.add(told('password-changed'));
  const attempts = () => db.query<{ attempts: number; due_at: Date }>('SELECT * FROM mail');
  await reached(
    'a first attempt',
    attempts,
    ({ rows }) => rows[0] !== undefined && rows[0].due_at.getTime() > now,
  );
  relay.answer = undefined;
  now += 60_000;
  running.wake();
  await reached(
    'the mail',
    () => relay.mails,
    ({ length }) => length === 1,
  );
  relay.answer = { code: 550, text: 'no such mailbox' };
  record.add(told('factors-reset'));
  const events = () => db.query<{ subject: string }>('SELECT subject FROM outbox ORDER BY id');
  const { rows } = await reached('both ends', events, ({ count }) => count === 2);
  expect(rows.map(({ subject }) => subject)).toEqual([
    'gatepost.notice.sent.tld.a',
    'gatepost.notice.failed.tld.a',
  ]);
});

it('sends each mail once, however many replicas there are and whichever stops', async () => {
  const relay = await startRelay(world);
  const record = recordOf();
  const replicas = [1, 2, 3].map(() => startNotice(world, relay.port, record));
  for (let n = 0; n < 60; n++) record.add(told('app-password-added', { label: `${n}` }));
  await reached(
    'some mails',
    () => relay.mails,
    ({ length }) => length > 20,
  );
  await replicas[0]?.stop();
  await reached(
    'all mails',
    () => relay.mails,
    ({ length }) => length >= 60,
  );
  const done = () => db.query("SELECT 1 FROM mail WHERE state = 'waiting'");
  await reached('that none waits', done, ({ count }) => count === 0);
  expect(new Set(relay.mails.map(({ messageId }) => messageId)).size).toBe(60);
  expect(relay.mails).toHaveLength(60);
});

it('forgets a removed account', async () => {
  const relay = await startRelay(world, { code: 451, text: 'later' });
  const record = recordOf();
  startNotice(world, relay.port, record);
  record.add(signIn('192.0.2.80'), told('password-changed'));
  const kept = () => db.query('SELECT account FROM seen UNION ALL SELECT account FROM mail');
  await reached('what is kept', kept, ({ count }) => count === 4);
  record.add({ is: 'removal', account: LUCA });
  await reached('nothing', kept, ({ count }) => count === 0);
});

it('tells the administrators that a person disowned a sign-in', async () => {
  const relay = await startRelay(world);
  const record = recordOf();
  startNotice(world, relay.port, record);
  record.add(told('disowned'));
  const [mail] = await reached(
    'the mail',
    () => relay.mails,
    ({ length }) => length === 1,
  );
  expect(mail?.to).toMatchObject({ text: 'postmaster@a.tld' });
  expect(mail?.text).toContain(LUCA);
});

it('claims a mail for one replica, until the claim is over', async () => {
  const newId = () => systemRandom.id();
  const limits = { perDay: 10, seenForMs: DAY_MS };
  await db.transaction((tx) =>
    keepRecord(tx, limits, newId).layBy([notice('password-changed')], now),
  );
  const claim = async (at: number) =>
    (await openMails({ db, newId }).claim({ now: at, most: 5, forMs: 60_000 })).length;
  const atOnce = await Promise.all(Array.from({ length: 8 }, () => claim(now)));
  expect(atOnce.reduce((all, one) => all + one)).toBe(1);
  expect(await claim(now + 59_999)).toBe(0);
  expect(await claim(now + 60_000)).toBe(1);
});
