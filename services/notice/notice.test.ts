import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../libs/embedded-postgres/testing.js';
import { migrateService } from '../../libs/kit/migrations.js';
import { silentLog } from '../../libs/log/index.js';
import { type Database, openDatabase } from '../../libs/pg/index.js';
import { systemRandom } from '../../libs/random/index.js';
import { until } from '../../libs/testing/until.js';
import { DAY_MS } from './core/allowance.js';
import type { Notice, NoticeEvent } from './core/notice.js';
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
  // A loaded machine must not give up a call that has already taken effect.
  db = openDatabase({ ...address, log: silentLog });
  stops = [() => postgres.stop(), () => db.close()];
  world = { db, clock, stops };
});
afterEach(async () => {
  for (const stop of stops.toReversed()) await stop();
});

/** Repeats `look` until `isSo` accepts the result, and returns the result. */
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
const eventOf = (...args: Parameters<typeof notice>): NoticeEvent => ({
  is: 'notice',
  notice: notice(...args),
});
const signIn = (address: string, userAgent = FIREFOX, language?: string): NoticeEvent => ({
  is: 'sign-in',
  notice: notice('sign-in', { address, userAgent, service: 'WebUI' }),
  language,
});

it('tells a person what happened, in a mail with neutral headers', async () => {
  const relay = await startRelay(world);
  const record = recordOf();
  startNotice(world, relay.port, record);
  record.add(eventOf('authenticator-added', { label: 'Phone\r\nBcc: eve@b.tld <b>' }));
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
  expect(mail?.text).toContain('Name: Phone  Bcc: eve@b. tld <b>');
  expect(mail?.text).toContain('https://login.example/not-me/ey');
  expect(mail?.html).toContain('Phone  Bcc: eve@b. tld &lt;b>');
  expect(mail?.headerLines.map(({ line }) => line).join('\n')).not.toContain('Phone');
});

it('reports only sign-ins from a network or program that is new to the account', async () => {
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
  // First the known network and program, then another network, then another program at home.
  record.add(signIn('192.0.2.7'), signIn('203.0.113.5'), signIn('192.0.2.80', 'curl/8'));
  const mails = await reached(
    'both mails',
    () => relay.mails,
    ({ length }) => length === 2,
  );
  const addresses = mails.map(({ text }) => /From: (\S+)/.exec(text ?? '')?.[1]).sort();
  expect(addresses).toEqual(['192.0.2.80', '203.0.113.5']);
});

it('reports a refused sign-in with the right password once for each network, and learns nothing from it', async () => {
  const relay = await startRelay(world);
  const record = recordOf();
  startNotice(world, relay.port, record, { learningMs: DAY_MS });
  const refused = (address: string): NoticeEvent => ({
    ...{ is: 'sign-in', language: undefined },
    notice: notice('sign-in-refused', { address, userAgent: FIREFOX, service: 'Imap' }),
  });
  record.add(signIn('192.0.2.80'));
  await reached(
    'what is learnt',
    () => db.query('SELECT 1 FROM seen'),
    ({ count }) => count === 2,
  );
  now += 2 * DAY_MS;
  // At home it is the person. Elsewhere a program tries repeatedly, and then somebody is let in from there.
  record.add(refused('192.0.2.7'), refused('203.0.113.5'), refused('203.0.113.5'));
  record.add(refused('203.0.113.9'), refused('198.51.100.5'), signIn('203.0.113.5'));
  const mails = await reached(
    'the mails',
    () => relay.mails,
    ({ length }) => length === 3,
  );
  record.add(refused('203.0.113.5'), eventOf('password-changed'));
  await reached(
    'no more of them',
    () => relay.mails,
    ({ length }) => length === 4,
  );
  const said = mails.slice(0, 3).map(({ subject, text }) => {
    return `${subject} ${/From: (\S+)/.exec(text ?? '')?.[1]}`;
  });
  expect(said.sort()).toEqual([
    'New sign-in to your mail 203.0.113.5',
    'Somebody with your password was refused 198.51.100.5',
    'Somebody with your password was refused 203.0.113.5',
  ]);
  expect(relay.mails[0]?.text).toContain('https://login.example/not-me/ey');
});

it('writes in the language of the sign-in page, which a sign-in from elsewhere does not change', async () => {
  const relay = await startRelay(world);
  const record = recordOf();
  startNotice(world, relay.port, record, { learningMs: 0 });
  const languages = async (count: number) => {
    const mails = await reached(
      `${count} mails`,
      () => relay.mails,
      ({ length }) => length === count,
    );
    return mails.map(({ headers }) => headers.get('content-language')).sort();
  };
  // The first mail already uses the language of that sign-in.
  record.add(signIn('192.0.2.80', FIREFOX, 'it'));
  expect(await languages(1)).toEqual(['it']);
  now += 15 * DAY_MS;
  // Two sign-ins from elsewhere choose another language.
  record.add(signIn('203.0.113.5', FIREFOX, 'es'), signIn('203.0.113.5', FIREFOX, 'es'));
  record.add(signIn('192.0.2.80', FIREFOX), eventOf('password-changed'));
  expect(await languages(3)).toEqual(['it', 'it', 'it']);
  // At home, the person chooses another language. Administrators get mails in their own.
  record.add(signIn('192.0.2.80', FIREFOX, 'de'), eventOf('factors-reset'), eventOf('disowned'));
  expect(await languages(5)).toEqual(['de', 'en', 'it', 'it', 'it']);
});

it.each([
  ['en', 'Your sign-in page is moving', 'New address: https://login.a.tld'],
  ['de', 'Ihre Anmeldeseite zieht um', 'Neue Adresse: https://login.a.tld'],
  ['fr', 'Votre page de connexion change d’adresse', 'Nouvelle adresse : https://login.a.tld'],
  ['es', 'Su página de inicio de sesión se traslada', 'Dirección nueva: https://login.a.tld'],
  ['it', 'La tua pagina di accesso si sposta', 'Nuovo indirizzo: https://login.a.tld'],
  ['ar', 'ستنتقل صفحة تسجيل دخولك', 'العنوان الجديد: https://login.a.tld'],
] as const)(
  'says before a sign-in host moves where to make other passkeys (%s)',
  async (...row) => {
    const [language, subject, newAddress] = row;
    const relay = await startRelay(world);
    const record = recordOf();
    startNotice(world, relay.port, record, { language });
    const facts = { oldHost: 'login.example', newHost: 'https://login.a.tld' };
    record.add(eventOf('passkey-host-moves', { ...facts, until: Date.UTC(2027, 2, 31) }));
    const [mail] = await reached(
      'the mail',
      () => relay.mails,
      ({ length }) => length === 1,
    );
    expect(mail?.subject).toBe(subject);
    // Removes the isolates that keep text directions apart.
    const text = mail?.text?.replace(/[\u2068\u2069]/g, '') ?? '';
    expect(text).toContain(newAddress);
    expect(text).toContain('login.example');
    expect(text).toMatch(/31.*2027.*00 .*UTC/);
    expect(text.split('\n')).toContain('https://login.a.tld/my/confirm?act=passkey');
    expect(mail?.html).toContain('href="https://login.a.tld/my/confirm?act=passkey"');
    expect(text).not.toContain('not-me');
  },
);

it.each([
  ['en', 'Set up your second factor'],
  ['de', 'Richten Sie Ihren zweiten Faktor ein'],
  ['fr', 'Configurez votre second facteur'],
  ['es', 'Configure su segundo factor'],
  ['it', 'Configura il tuo secondo fattore'],
  ['ar', 'أعدّ عامل التحقق الثاني'],
] as const)(
  'reminds to set up a second factor, once a day at most (%s)',
  async (language, subject) => {
    const relay = await startRelay(world);
    const record = recordOf();
    startNotice(world, relay.port, record, { language });
    record.add(
      eventOf('enrolment-due', { until: Date.UTC(2027, 0, 31) }),
      eventOf('enrolment-due', { until: Date.UTC(2027, 0, 31) }),
      eventOf('password-changed', {}),
    );
    const mails = await reached(
      'the mails',
      () => relay.mails,
      ({ length }) => length === 2,
    );
    const mail = mails.find((one) => one.subject === subject);
    const text = mail?.text?.replace(/[\u2068\u2069]/g, '') ?? '';
    expect(text).toMatch(/31.*2027.*00 .*UTC/);
    expect(text).toMatch(/^https:\/\/\S+\/$/m);
    expect(text).not.toContain('not-me');
    expect(mail?.html).toContain('<a href="https://');
  },
);

it('sends notices beyond the daily limit in one mail, but never holds back those about factors', async () => {
  const relay = await startRelay(world);
  const record = recordOf();
  const running = startNotice(world, relay.port, record, { perDay: 2 });
  for (let n = 0; n < 70; n++) record.add(eventOf('trust-granted', { address: `198.51.100.${n}` }));
  for (let n = 0; n < 5; n++) record.add(eventOf('locked'));
  for (let n = 0; n < 5; n++) record.add(eventOf('password-changed'));
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
  record.add(eventOf('password-changed'));
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
  record.add(eventOf('factors-reset'));
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
  for (let n = 0; n < 60; n++) record.add(eventOf('app-password-added', { label: `${n}` }));
  await reached(
    'some mails',
    () => relay.mails,
    ({ length }) => length > 20,
  );
  await replicas[0]?.stop();
  await reached(
    'that all are done',
    async () => {
      // If a loaded machine was too slow to connect, the mail is due again later.
      const { rows } = await db.query<{ state: string; due_at: Date; claimed_until: Date | null }>(
        'SELECT state, due_at, claimed_until FROM mail',
      );
      const free = rows.filter(({ state, claimed_until: c }) => state === 'waiting' && c === null);
      now = Math.max(now, ...free.map(({ due_at }) => due_at.getTime()));
      for (const { wake } of replicas) wake();
      return rows.filter(({ state }) => state === 'done').length;
    },
    (done) => done === 60,
  );
  expect(new Set(relay.mails.map(({ messageId }) => messageId)).size).toBe(60);
  expect(relay.mails).toHaveLength(60);
});

it('gives up a mail that cannot be written, and sends the others', async () => {
  const relay = await startRelay(world);
  const record = recordOf();
  const tries: string[] = [];
  const { wake } = startNotice(world, relay.port, record, {
    async compose({ id, kind, account }) {
      if (kind === 'locked') throw new Error('there is no word for it');
      const body = { subject: 'x', text: 'x', html: 'x', language: 'en', unsubscribe: undefined };
      return { messageId: `${id}@mail.example`, to: account, ...body };
    },
    onAttempt: (attempt) => tries.push(attempt),
  });
  record.add(eventOf('locked'), eventOf('password-changed'));
  const failed = () =>
    db.query("SELECT 1 FROM outbox WHERE subject = 'gatepost.notice.failed.tld.a'");
  await reached(
    'an end',
    async () => {
      now += 60_000;
      wake();
      return failed();
    },
    ({ count }) => count === 1,
  );
  expect(tries.filter((one) => one === 'unwritten')).toHaveLength(10);
  expect(tries.filter((one) => one === 'taken')).toHaveLength(1);
  expect((await db.query("SELECT 1 FROM mail WHERE state = 'waiting'")).count).toBe(0);
});

it('does not resend at once when the relay ends the connection', async () => {
  const relay = await startRelay(world);
  relay.onMail = () => relay.cut();
  const record = recordOf();
  const tries: string[] = [];
  startNotice(world, relay.port, record, { onAttempt: (attempt) => tries.push(attempt) });
  record.add(eventOf('password-changed'));
  await reached(
    'the try',
    () => tries,
    ({ length }) => length === 1,
  );
  expect(tries).toEqual(['later']);
  expect(relay.mails).toHaveLength(1);
});

it('is not sent again if it was sent and the record accepts nothing', async () => {
  const relay = await startRelay(world);
  const record = recordOf();
  const { wake } = startNotice(world, relay.port, record);
  await db.query('ALTER TABLE outbox ADD CONSTRAINT closed CHECK (false) NOT VALID');
  record.add(eventOf('password-changed'));
  const done = () => db.query("SELECT 1 FROM mail WHERE state = 'done'");
  await reached('the end', done, ({ count }) => count === 1);
  now += 600_000;
  wake();
  expect(relay.mails).toHaveLength(1);
});

it('gives up every mail in the end, whatever ends the replica that has it', async () => {
  const relay = await startRelay(world);
  await db.transaction((tx) =>
    keepRecord(tx, { perDay: 10, seenForMs: DAY_MS }, () => systemRandom.id()).storeMails(
      [notice('password-changed')],
      now,
    ),
  );
  await db.query('UPDATE mail SET attempts = 200');
  startNotice(world, relay.port, recordOf());
  const events = () => db.query<{ subject: string }>('SELECT subject FROM outbox');
  const { rows } = await reached('the end', events, ({ count }) => count === 1);
  expect(rows[0]?.subject).toBe('gatepost.notice.failed.tld.a');
  expect(relay.mails).toEqual([]);
});

it('skips an event that cannot be processed, reports it, and processes the others', async () => {
  const relay = await startRelay(world);
  const record = recordOf();
  startNotice(world, relay.port, record);
  // Postgres cannot store NUL in JSON.
  record.add(eventOf('app-password-added', { label: 'a' }), eventOf('locked', { label: '\0' }));
  record.add(signIn('192.0.2.80'), { is: 'skipped', why: 'SyntaxError' });
  record.add(eventOf('password-changed'));
  await reached(
    'the others',
    () => relay.mails.map(({ subject }) => subject).sort(),
    ({ length }) => length === 3,
  );
  const skipped = () =>
    db.query("SELECT 1 FROM outbox WHERE subject = 'gatepost.notice.skipped.unknown'");
  expect((await skipped()).count).toBe(2);
});

it('forgets a removed account', async () => {
  const relay = await startRelay(world, { code: 451, text: 'later' });
  const record = recordOf();
  startNotice(world, relay.port, record);
  record.add(signIn('192.0.2.80'), eventOf('password-changed'));
  const kept = () => db.query('SELECT account FROM seen UNION ALL SELECT account FROM mail');
  await reached('what is kept', kept, ({ count }) => count === 4);
  record.add({ is: 'removal', account: LUCA });
  await reached('nothing', kept, ({ count }) => count === 0);
});

it('tells the administrators that a person disowned a sign-in', async () => {
  const relay = await startRelay(world);
  const record = recordOf();
  startNotice(world, relay.port, record);
  record.add(eventOf('disowned'));
  const [mail] = await reached(
    'the mail',
    () => relay.mails,
    ({ length }) => length === 1,
  );
  expect(mail?.to).toMatchObject({ text: 'postmaster@a.tld' });
  expect(mail?.text).toContain(LUCA);
});

it('claims a mail for one replica until the claim expires', async () => {
  const newId = () => systemRandom.id();
  const limits = { perDay: 10, seenForMs: DAY_MS };
  await db.transaction((tx) =>
    keepRecord(tx, limits, newId).storeMails([notice('password-changed')], now),
  );
  const claim = async (at: number) =>
    (await openMails({ db, newId }).claim({ now: at, most: 5, forMs: 60_000 })).length;
  const atOnce = await Promise.all(Array.from({ length: 8 }, () => claim(now)));
  expect(atOnce.reduce((all, one) => all + one)).toBe(1);
  expect(await claim(now + 59_999)).toBe(0);
  expect(await claim(now + 60_000)).toBe(1);
});
