import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAuthenticatorApp } from '../../cli/up/demo/authenticator-app.js';
import { pagesUrl } from '../../cli/up/installation/service-config.js';
import { until } from '../../libs/testing/until.js';
import { openByHand, type Page } from '../attacks/sign-in/browser-by-hand.js';
import { fromBase32 } from '../browser/base32.js';
import { type Mailbox, openMailbox } from './mailbox.js';
import type { Message } from './proto-client.js';
import { runCliHere } from './run-cli-here.js';
import { type Suite, startSuite } from './start-suite.js';

// A domain's administrator moves it to a second factor, with the command line alone.

const DAY = 86_400_000;
const SUBJECT = 'Set up your second factor';
const LUCA = 'luca@a.tld';
const NORA = 'nora@a.tld';
/** Has an account, and no mailbox. */
const GONE = 'gone@a.tld';
const ANNA = 'anna@a.tld';
const ELSEWHERE = '198.51.100.7';

let suite: Suite;
let mailbox: Mailbox;
let home: string;
/** When the grace period of the group ends, in ms since the epoch. */
let day: number;

beforeAll(async () => {
  mailbox = await openMailbox({ refuses: [GONE] });
  suite = await startSuite({ relay: mailbox.url });
  home = suite.installation.layout.home;
  day = Math.ceil(suite.clock.now() / DAY) * DAY + 10 * DAY;
  await run(
    '--home',
    home,
    'access',
    'add',
    'anna',
    '--domain',
    'a.tld',
    '--to',
    join(home, 'anna'),
  );
  mkdirSync(join(home, 'files'));
  await until('the services know her', async () => {
    const asked = [
      ['policy', 'list', '--domain', 'a.tld'],
      ['enrolment', 'show', 'a.tld'],
      ['otp', 'list', LUCA],
      ['passkey', 'list', LUCA],
    ];
    for (const words of asked) if ((await cli(...words)).exit !== 0) return false;
    return true;
  });
});
afterAll(async () => {
  await suite?.close();
  await mailbox?.close();
});

async function run(...words: string[]): Promise<{ exit: number; said: Message; err: string }> {
  const { exit, out, err } = await runCliHere([...words, '--json']);
  return { exit, err, said: out === '' ? undefined : JSON.parse(out) };
}

/** What the domain's administrator enters, with her own certificate. */
const cli = (...words: string[]) => run('--config', join(home, 'anna', 'client.yaml'), ...words);

function file(name: string, content: string): string {
  const path = join(home, 'files', name);
  writeFileSync(path, content);
  return path;
}

const passwordOf = (account: string) => `Right-Horse-7 ${account}`;

async function apply(): Promise<void> {
  const grace = new Date(day).toISOString().slice(0, 10);
  const document = file(
    'a.tld.yaml',
    `domain: a.tld
networks: { here: [127.0.0.0/8] }
groups: { sales: [${LUCA}, ${NORA}, ${GONE}] }
rules: [{ name: webmail, services: [WebUI], require: password + otp }]
enrolment: { from: [here], grace-groups: { sales: ${grace} } }
`,
  );
  expect(await cli('policy', 'apply', document)).toMatchObject({ exit: 0 });
}

/** A sign-in to webmail from outside, with the right password. */
async function authorize(account: string, ...more: string[]): Promise<Message> {
  const password = ['--password-file', file(account, passwordOf(account))];
  const login = ['authorize', account, 'WebUI', ELSEWHERE, ...password, ...more];
  return (await run('--home', home, ...login)).said;
}

async function show(): Promise<Message> {
  const { exit, said, err } = await cli('enrolment', 'show', 'a.tld');
  expect(exit, err).toBe(0);
  return said;
}

const reminders = () => mailbox.mails.filter(({ subject }) => subject === SUBJECT);

const namesOf = (list: readonly { account: string }[]) => list.map(({ account }) => account).sort();

/** Follows the link of a mail, signs in, and sets up an authenticator as the pages say. */
async function enrol(account: string, link: string) {
  const { origin, pathname } = new URL(link);
  const browser = openByHand(origin);
  const path = (location: string) => location.replace(origin, '');
  const follow = async (page: Page): Promise<Page> => {
    const next = page.location || /url=(.+)$/.exec(page.headers.get('refresh') ?? '')?.[1] || '';
    return next === '' ? page : follow(await browser.get(path(next)));
  };
  const first = await follow(await browser.get(pathname));
  const fields = { token: first.field('token'), flow: first.field('flow') };
  const signedIn = { account, password: passwordOf(account), ...fields };
  const posted = await browser.post('/sign-in', signedIn);
  const step = path(posted.location);
  const asked = await follow(posted);
  expect(asked.body).toContain('set-up');
  const press = async (page: Page, name: string, form: Record<string, string> = {}) => {
    const key = { token: page.field('token'), step: page.field('step') };
    return follow(await browser.post(`${step}/${name}`, { ...key, ...form }));
  };
  const shown = await press(asked, 'set-up', { label: 'phone' });
  const secret = /class="secret"[^>]*>([A-Z2-7 ]+)</.exec(shown.body)?.[1]?.replaceAll(' ', '');
  const app = createAuthenticatorApp(fromBase32(secret ?? ''), account);
  const confirmed = await press(shown, 'confirm', { code: app.codeAt(suite.clock.now()) });
  expect(confirmed.body).toContain('class="codes"');
  await press(confirmed, 'kept');
  return app;
}

it('a domain moves to a second factor: whom it asks, who does it, and who is refused on the day', async () => {
  await apply();
  for (const account of [ANNA, LUCA, NORA, GONE]) {
    const password = file(account, passwordOf(account));
    const added = await cli('account', 'add', account, '--password-file', password);
    expect(added, added.err).toMatchObject({ exit: 0 });
  }
  const before = await show();
  expect(before.accounts).toBe(4);
  expect(namesOf(before.without)).toEqual([ANNA, GONE, LUCA, NORA]);
  const graceOf = (account: string) =>
    before.without.find((one: Message) => one.account === account)?.until;
  expect(graceOf(LUCA)).toBe(new Date(day).toISOString());
  expect(graceOf(ANNA) ?? null).toBeNull();
  expect(await authorize(NORA)).toMatchObject({ decision: 'ALLOW', reason: 'GRACE_PERIOD' });

  const reminding = ['enrolment', 'remind', 'a.tld', '--days-before', '3'];
  const dry = await cli(...reminding, '--dry-run');
  expect(dry.said).toMatchObject({ waiting: 3, without_grace: 1 });
  expect((await cli(...reminding)).said).toMatchObject({ waiting: 3, without_grace: 1 });
  expect(reminders()).toEqual([]);

  // Three days before.
  suite.clock.advance(day - 3 * DAY - suite.clock.now() + 60_000);
  const mail = await mailbox.mail(LUCA, SUBJECT);
  await mailbox.mail(NORA, SUBJECT);
  const link = /http:\S+/.exec(mail.text ?? '')?.[0] ?? '';
  expect(link).toBe(`${pagesUrl(suite.installation.plan)}/`);
  const app = await enrol(LUCA, link);
  const after = await until('the one without a mailbox is listed', async () => {
    const said = await show();
    return said.undelivered.length > 0 && said;
  });
  expect(namesOf(after.without)).toEqual([ANNA, GONE, NORA]);
  expect(after.undelivered).toMatchObject([{ account: GONE, why: /550.*no such mailbox/ }]);
  expect(reminders()).toHaveLength(2);

  // On the day.
  expect(await authorize(NORA)).toMatchObject({ decision: 'ALLOW', reason: 'GRACE_PERIOD' });
  suite.clock.advance(day - suite.clock.now() + 1_000);
  const refused = await until('the grace period has ended', async () => {
    const answer = await authorize(NORA);
    return answer.reason !== 'GRACE_PERIOD' && answer;
  });
  expect(refused).toMatchObject({ decision: 'DENY', reason: 'ENROLMENT_REQUIRED' });
  expect(await authorize(LUCA)).toMatchObject({ decision: 'CHALLENGE', reason: 'FACTOR_REQUIRED' });
  const code = app.codeAt(suite.clock.now());
  expect(await authorize(LUCA, '--otp', code)).toMatchObject({ decision: 'ALLOW' });
  // Days passed, and nobody tried the refused mail again.
  expect(mailbox.tried).toEqual([GONE]);
});
