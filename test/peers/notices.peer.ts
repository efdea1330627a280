import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../libs/embedded-postgres/testing.js';
import { migrateService } from '../../libs/kit/migrations.js';
import { silentLog } from '../../libs/log/index.js';
import { openDatabase } from '../../libs/pg/index.js';
import { systemRandom } from '../../libs/random/index.js';
import { until } from '../../libs/testing/until.js';
import { type NoticeWorld, recordOf, startNotice } from '../../services/notice/testing.js';
import { type Dovecot, startDovecot } from '../front-ends/servers/dovecot.js';
import { type Postfix, startPostfix } from '../front-ends/servers/postfix.js';

const run = promisify(execFile);
const PASSWORD = 'of-the-mailbox';
const LUCA = 'luca@n.tld';

let dir: string;
let postgres: TestPostgres;
let dovecot: Dovecot;
let postfix: Postfix;
let world: NoticeWorld;
const record = recordOf();

/** The operator's relay is Debian's Postfix, over TLS only. It delivers into the mailboxes of Debian's Dovecot. */
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'gatepost-notices-'));
  chmodSync(dir, 0o755);
  const of = (name: string) => join(dir, name);
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-keyout', of('relay.key'), '-out', of('relay.crt'), '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
  ]);
  dovecot = await startDovecot({ kind: 'static', password: PASSWORD });
  postfix = await startPostfix({
    mainCf: `smtpd_tls_cert_file = ${of('relay.crt')}
smtpd_tls_key_file = ${of('relay.key')}
smtpd_tls_security_level = encrypt
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject`,
    delivers: { domain: 'n.tld', to: dovecot.mailboxes },
  });
  postgres = await startTestPostgres();
  const database = await postgres.createDatabase(['notice']);
  const address = database.address('notice');
  await migrateService({ service: 'notice', address, log: silentLog });
  const db = openDatabase({ ...address, log: silentLog });
  world = {
    ...{ db, clock: { now: () => Date.now() } },
    stops: [() => postgres.stop(), () => db.close()],
  };
});
afterAll(async () => {
  for (const stop of world?.stops.toReversed() ?? []) await stop();
  await postfix?.stop();
  await dovecot?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Fetches the inbox's mail with that number, as a mail program does. */
async function fetched(number: number) {
  const url = `imap://127.0.0.1:${dovecot.imap}/INBOX;MAILINDEX=${number}`;
  const { stdout } = await run('curl', ['-sS', '--user', `${LUCA}:${PASSWORD}`, url]);
  return simpleParser(stdout);
}

it('reaches a mailbox through a real relay, over TLS, in the person’s language', async () => {
  const { stop } = startNotice(world, postfix.port, record, {
    language: 'ar',
    relay: { host: 'localhost', tls: 'starttls', ca: join(dir, 'relay.crt') },
  });
  onTestFinished(stop);
  const tell = (kind: 'passkey-added' | 'trust-granted', label: string) => {
    const id = systemRandom.id();
    record.add({
      is: 'notice',
      notice: { id, kind, account: LUCA, at: Date.now(), facts: { label } },
    });
    return id;
  };
  const id = tell('passkey-added', 'Lucas\r\nBcc: eve@n.tld Läptop');
  const mail = await until('the mail in the mailbox', () => fetched(1));
  expect(mail.messageId).toBe(`<${id}.passkey-added@mail.example>`);
  expect(mail.subject).toBe('أُضيف مفتاح مرور');
  expect(mail.text).toContain('Lucas  Bcc: eve@n. tld Läptop');
  expect(mail.html).toContain('dir="rtl"');
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  expect(mail.headers.get('received')?.toString()).toContain('with ESMTPS');
  expect(mail.text).toContain('https://login.example/not-me/');
  tell('trust-granted', 'phone');
  expect((await until('the next', () => fetched(2))).subject).toBe('اتصال أو جهاز أصبح موثوقًا');
});

it('sends nothing to a relay whose certificate is not of the configured authority', async () => {
  const { stop } = startNotice(world, postfix.port, record, {
    relay: { host: 'localhost', tls: 'starttls' },
  });
  const id = systemRandom.id();
  record.add({
    is: 'notice',
    notice: { id, kind: 'password-changed', account: 'anna@n.tld', at: Date.now(), facts: {} },
  });
  const waiting = () =>
    world.db.query<{ attempts: number; due_at: Date }>('SELECT * FROM mail WHERE id = $1', [id]);
  await until('that it was tried and put off', async () => {
    const { rows } = await waiting();
    expect(rows[0]?.attempts).toBeGreaterThan(0);
    expect(rows[0]?.due_at.getTime()).toBeGreaterThan(Date.now());
  });
  await stop();
  expect(postfix.said()).not.toContain('to=<anna@n.tld>');
});
