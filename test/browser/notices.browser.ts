import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuthenticatorApp } from '../../cli/up/demo/authenticator-app.js';
import { setUp } from '../stories/play.js';
import { linkIn, type Mailbox, openMailbox } from '../suite/mailbox.js';
import { lookAt } from './look-at.js';
import { type BrowserStage, openBrowserStage } from './stage.js';
import { openWebAuthn, plugIn } from './virtual-authenticator.js';

const DOCUMENT = {
  domain: 'n.tld',
  rules: [
    { name: 'mail', services: ['Imap'], require: 'app-password' },
    { name: 'web', services: ['WebUI'], require: 'password' },
  ],
};
const KEYS = {
  domain: 'k.tld',
  networks: { here: ['127.0.0.0/8'] },
  rules: [{ name: 'web', services: ['WebUI'], require: ['password + otp', 'passkey'] }],
  trust: { session: { default: '8h', max: '24h' } },
  enrolment: { from: ['here'] },
};
const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';

let mailbox: Mailbox;
let stage: BrowserStage;

beforeAll(async () => {
  mailbox = await openMailbox();
  stage = await openBrowserStage((origin) => ({
    relay: mailbox.url,
    own: { notice: { hosts: [{ url: origin }] } },
  }));
  const story = { name: '', file: '', people: {}, logins: [], refused: [], accepted: [] };
  const { mail: frontEnd, admin } = stage;
  await setUp(
    { ...story, policies: [DOCUMENT, KEYS] as never },
    { frontEnd, admin, clock: stage.suite.clock },
  );
});
afterAll(async () => {
  await stage?.close();
  await mailbox?.close();
});

it('tells the owner of a stolen password, who takes away what the thief has gained', async () => {
  const { admin, mail } = stage;
  const owner = await stage.person('olga@n.tld');
  const { account } = owner;
  const told = (subject: string) => mailbox.mail(account, subject);

  // The thief has the password, and is somewhere the owner has never been.
  const thief = { account, service: 'SERVICE_WEB_UI', client_ip: '203.0.113.66' };
  const password = Buffer.from(owner.password);
  expect((await mail.call(AUTHORIZE, { ...thief, password })).decision).toBe('DECISION_ALLOW');
  const signIn = await told('New sign-in to your mail');
  expect(signIn.text).toContain('From: 203.0.113.66');
  const create = 'gatepost.credential.v1.CredentialAdminService/CreateAppPassword';
  const wish = { account, label: 'theirs', services: ['SERVICE_IMAP'] };
  const { secret } = await admin.call(create, wish);
  const imap = { account, service: 'SERVICE_IMAP', client_ip: '203.0.113.66' };
  const opens = async () =>
    (await mail.call(AUTHORIZE, { ...imap, password: Buffer.from(secret) })).decision;
  expect(await opens()).toBe('DECISION_ALLOW');
  await told('An app password was made');

  const page = await (await stage.browser.newContext({ locale: 'en-GB' })).newPage();
  const link = linkIn(signIn, 'not-me');
  const answer = await page.goto(link);
  expect(answer?.headers()['referrer-policy']).toBe('strict-origin');
  await lookAt(page, 'not-me');
  // A scanner that follows the link changes nothing, nor does a foreign page that posts to it.
  for (const origin of ['https://evil.example', 'null', stage.origin]) {
    const posted = await page.request.post(link, { form: { token: 'x' }, headers: { origin } });
    expect(posted.status(), origin).toBe(403);
  }
  expect(await opens()).toBe('DECISION_ALLOW');
  await page.locator('main button[type=submit]').click();
  expect(await page.locator('h1').innerText()).toBe('It is ended');
  expect(await page.locator('[role=status]').innerText()).toBe('One app password is ended.');
  await lookAt(page, 'not-me-ended');
  expect(await opens()).not.toBe('DECISION_ALLOW');
  const administrators = await mailbox.mail(
    'postmaster@n.tld',
    'A person says a sign-in was not theirs',
  );
  expect(administrators.text).toContain(account);

  // The link works once. What the owner creates from now on stays.
  const own = await admin.call(create, wish);
  await page.goto(link);
  await page.locator('main button[type=submit]').click();
  expect(await page.locator('[role=status]').innerText()).toContain('nothing to end');
  const kept = { ...imap, password: Buffer.from(own.secret) };
  expect((await mail.call(AUTHORIZE, kept)).decision).toBe('DECISION_ALLOW');

  // A forged or expired link does nothing and says so.
  const [head, body] = link.split('.');
  await page.goto(`${head}.${body}.AAAA`);
  await page.locator('main button[type=submit]').click();
  expect(await page.locator('h1').innerText()).toBe('This link works no longer');
  await lookAt(page, 'not-me-over');
  await page.context().close();
});

it('tells the owner of phished codes, who suspends the thief’s passkey and comes back', async () => {
  const owner = await stage.person('piet@k.tld', { otp: 1, recovery: true });
  const [phone] = owner.apps as [AuthenticatorApp];
  // Disowning reaches back to a little before the event. The owner's app password is far older.
  stage.suite.clock.advance(3_600_000);
  const open = async (userAgent: string) => {
    const page = await (await stage.browser.newContext({ locale: 'en-GB', userAgent })).newPage();
    return { page, devtools: await openWebAuthn(page) };
  };
  const heading = (page: Page) => page.locator('h1').innerText();
  const submit = (page: Page) => page.locator('main button[type=submit]').first().click();
  const signIn = async (page: Page) => {
    await page.goto(`${stage.origin}/sign-in`);
    await page.fill('#account', owner.account);
    await prove(page);
    expect(await page.locator('main').innerText()).toContain('You are signed in');
  };
  const prove = async (page: Page) => {
    await page.fill('#password', owner.password);
    await submit(page);
    await page.fill('#code', stage.code(phone));
    await submit(page);
  };

  // The thief has phished the password and two codes, and makes a passkey in order to come back.
  const thief = await open('Mozilla/5.0 (Windows NT 10.0; rv:142.0) Gecko/20100101 Firefox/142.0');
  await plugIn(thief.devtools, { transport: 'internal', resident: true, verifies: true });
  await signIn(thief.page);
  await thief.page.goto(`${stage.origin}/my/confirm?act=passkey`);
  await prove(thief.page);
  await thief.page.fill('#label', 'theirs');
  await submit(thief.page);
  await thief.page.getByRole('button', { name: 'Make a passkey' }).click();
  // The account already had a second factor, so another one ends nothing.
  await thief.page.waitForURL(/my\/change/);

  const told = await mailbox.mail(owner.account, 'New sign-in to your mail');
  const link = linkIn(told, 'not-me');
  const mine = await open('Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0 Safari/537.36');
  await mine.page.goto(link);
  await submit(mine.page);
  expect(await mine.page.locator('[role=status]').innerText()).toContain(
    'One passkey opens nothing any more.',
  );

  // The thief is signed out, and the passkey no longer works.
  await thief.page.goto(`${stage.origin}/`);
  await thief.page.waitForSelector('.summary');
  expect(await thief.page.locator('.summary').innerText()).toContain('was not accepted');
  await thief.page.context().close();

  // The owner signs in with an older factor, sees what is suspended, and removes it.
  await signIn(mine.page);
  await mine.page.goto(`${stage.origin}/my/confirm?act=ways`);
  await prove(mine.page);
  const theirs = mine.page.locator('.items li', { hasText: 'theirs' });
  expect(await theirs.innerText()).toContain('opens nothing');
  await lookAt(mine.page, 'my-ways-suspended');
  await theirs.getByText('Remove').click();
  await mine.page.getByRole('button', { name: 'Remove it' }).click();
  expect(await heading(mine.page)).toBe('The passkey is removed');
  await signIn(mine.page);
  await mine.page.goto(`${stage.origin}/my/confirm?act=ways`);
  await prove(mine.page);
  expect(await mine.page.locator('.items li').count()).toBe(1);
  await mine.page.context().close();
});
