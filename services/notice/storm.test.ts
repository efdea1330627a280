import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';
import {
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../libs/embedded-postgres/testing.js';
import { migrateService } from '../../libs/kit/migrations.js';
import { silentLog } from '../../libs/log/index.js';
import { type Database, openDatabase } from '../../libs/pg/index.js';
import { systemRandom } from '../../libs/random/index.js';
import { until } from '../../libs/testing/until.js';
import { DAY_MS } from './core/allowance.js';
import type { Notice, NoticeEvent } from './core/notice.js';
import { keepRecord } from './storage/record-keeping.js';
import { type NoticeWorld, recordOf, startNotice, startRelay } from './testing.js';

const START = Date.UTC(2026, 5, 1, 9);

let postgres: TestPostgres;
let database: TestDatabase;
let db: Database;
let world: NoticeWorld;
let now = START;

beforeEach(async () => {
  now = START;
  postgres = await startTestPostgres();
  database = await postgres.createDatabase(['notice']);
  const address = database.address('notice');
  await migrateService({ service: 'notice', address, log: silentLog });
  db = openDatabase({ ...address, log: silentLog });
  world = {
    db,
    clock: { now: () => now },
    stops: [() => postgres.stop(), () => db.close()],
  };
});
afterEach(async () => {
  for (const stop of world.stops.toReversed()) await stop();
});

function noticeOf(kind: Notice['kind'], account: string): Notice {
  return { id: systemRandom.id(), kind, account, at: now, facts: { label: 'x' } };
}
const eventOf = (...of: Parameters<typeof noticeOf>): NoticeEvent => ({
  is: 'notice',
  notice: noticeOf(...of),
});
const waiting = async () =>
  (await db.query("SELECT 1 FROM mail WHERE state = 'waiting' AND due_at <= $1", [new Date(now)]))
    .count;

it('turns ten thousand simultaneous events into the daily number of mails and a digest', async () => {
  const relay = await startRelay(world);
  const record = recordOf();
  const people = Array.from({ length: 10 }, (_, n) => `p${n}@a.tld`);
  const replicas = [1, 2].map(() => startNotice(world, relay.port, record));
  for (let n = 0; n < 1000; n++) {
    record.add(...people.map((account) => eventOf('trust-granted', account)));
  }
  // Other mails do not delay this one.
  record.add(eventOf('passkey-added', 'p0@a.tld'));
  await until('today’s mails', () => {
    expect(relay.mails).toHaveLength(101);
  });
  const position = async () =>
    (await db.query<{ position: string }>('SELECT * FROM followed')).rows[0];
  await until('the end of the record', async () => {
    expect(Number((await position())?.position)).toBe(10_000);
  });
  await until('that none waits', async () => {
    expect(await waiting()).toBe(0);
  });
  now += DAY_MS;
  for (const { wake } of replicas) wake();
  await until('a digest each', () => {
    expect(relay.mails).toHaveLength(111);
  });
  const perPerson = people.map(
    (account) => relay.mails.filter(({ to }) => JSON.stringify(to).includes(account)).length,
  );
  expect(perPerson).toEqual([12, ...people.slice(1).map(() => 11)]);
  expect(relay.mails.at(-1)?.text).toContain('And 940 more.');
});

it('keeps mails while the relay is down for a day, and sends each once when it is back', async () => {
  const relay = await startRelay(world, { code: 421, text: 'closed' });
  const record = recordOf();
  const { wake } = startNotice(world, relay.port, record);
  for (let n = 0; n < 20; n++) record.add(eventOf('password-changed', `p${n}@a.tld`));
  const kept = () =>
    db.query<{ due_at: Date; attempts: number }>("SELECT * FROM mail WHERE state = 'waiting'");
  for (let hour = 0; hour < 24; hour++) {
    await until('that all were tried and wait', async () => {
      const { rows } = await kept();
      expect(rows.filter(({ due_at }) => due_at.getTime() > now)).toHaveLength(20);
    });
    now += 3_600_000;
    wake();
  }
  expect(relay.mails).toEqual([]);
  relay.answer = undefined;
  now += 3_600_000;
  wake();
  await until('all mails', () => {
    expect(relay.mails).toHaveLength(20);
  });
  await until('that none waits', async () => {
    expect((await kept()).count).toBe(0);
  });
  expect(new Set(relay.mails.map(({ messageId }) => messageId)).size).toBe(20);
});

it('sends a mail again under its Message-ID where a replica is killed once the relay has it', async () => {
  const relay = await startRelay(world);
  const notice = noticeOf('password-changed', 'luca@a.tld');
  const limits = { perDay: 10, seenForMs: DAY_MS };
  await db.transaction((tx) =>
    keepRecord(tx, limits, () => systemRandom.id()).storeMails([notice], now),
  );
  // The relay takes the mail, and the replica is killed before it gets the answer.
  const child = startSender(relay.port);
  relay.onMail = () => child.kill('SIGKILL');
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
  expect(relay.mails).toHaveLength(1);
  expect((await db.query("SELECT 1 FROM mail WHERE state = 'waiting'")).count).toBe(1);
  expect((await db.query('SELECT 1 FROM outbox')).count).toBe(0);

  relay.onMail = undefined;
  const { wake } = startNotice(world, relay.port, recordOf());
  now += 299_999;
  wake();
  now += 1;
  wake();
  const events = () => db.query('SELECT 1 FROM outbox');
  await until('the note', async () => {
    expect((await events()).count).toBe(1);
  });
  expect(relay.mails.map(({ messageId }) => messageId)).toEqual([
    `<${notice.id}.password-changed@mail.example>`,
    `<${notice.id}.password-changed@mail.example>`,
  ]);
});

it('sends each of two replicas’ mails once, and what one had claimed when it was killed once the claim is over', async () => {
  const relay = await startRelay(world);
  const notices = Array.from({ length: 12 }, () => noticeOf('password-changed', 'luca@a.tld'));
  const limits = { perDay: 10, seenForMs: DAY_MS };
  await db.transaction((tx) =>
    keepRecord(tx, limits, () => systemRandom.id()).storeMails(notices, now),
  );
  const idsOf = (mails: typeof relay.mails) => mails.map(({ messageId }) => messageId).sort();
  // One replica hands over five mails, and is killed before it gets the answers.
  relay.onMail = () => undefined;
  const child = startSender(relay.port, 5);
  await until('the mails of one replica', () => {
    expect(relay.mails).toHaveLength(5);
  });
  const claimed = idsOf(relay.mails);

  // The other replica sends the remaining mails, and none of those five.
  relay.onMail = undefined;
  const { wake } = startNotice(world, relay.port, recordOf());
  const sent = async () => (await db.query('SELECT 1 FROM outbox')).count;
  await until('the other mails', async () => {
    expect(await sent()).toBe(7);
  });
  const all = idsOf(relay.mails);
  expect(new Set(all).size).toBe(12);
  expect(all).toHaveLength(12);

  child.kill('SIGKILL');
  await once(child, 'exit');
  now += 299_999;
  wake();
  expect(await waiting()).toBe(5);
  expect(relay.mails).toHaveLength(12);
  now += 1;
  wake();
  await until('the mails of the one that was killed', async () => {
    expect(await sent()).toBe(12);
  });
  expect(idsOf(relay.mails.slice(12))).toEqual(claimed);
});

/** A process that only sends due mails, over this many connections. */
function startSender(port: number, connections = 1): ChildProcess {
  const from = (path: string) => JSON.stringify(join(packageRoot, 'dist', path));
  const code = `
    import { openDatabase } from ${from('libs/pg/index.js')};
    import { silentLog } from ${from('libs/log/index.js')};
    import { openRelay } from ${from('services/notice/clients/relay.js')};
    import { sendDue } from ${from('services/notice/jobs/send-mails.js')};
    import { openMails } from ${from('services/notice/storage/mails.js')};
    const { address, port, now, connections } = JSON.parse(process.env.GIVEN);
    const db = openDatabase({ ...address, log: silentLog });
    const relay = openRelay({ host: '127.0.0.1', port, tls: 'none', connections, from: 'no-reply@mail.example' });
    const compose = async ({ id, kind, account }) => ({
      messageId: id + '.' + kind + '@mail.example', to: account,
      subject: 'x', text: 'x', html: 'x', language: 'en',
    });
    const mails = openMails({ db, newId: () => id });
    const clock = { now: () => now };
    await sendDue({ mails, relay, compose, clock, connections }, new AbortController().signal);
  `;
  const given = JSON.stringify({ address: database.address('notice'), port, now, connections });
  return spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, GIVEN: given },
    stdio: 'inherit',
  });
}
