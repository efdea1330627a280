import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { keepWatching } from '../faults/trust/keep-watching.js';
import { setUp } from '../stories/play.js';
import { linkIn, type Mailbox, openMailbox } from '../suite/mailbox.js';
import { COMES_FROM } from './balancer.js';
import {
  authorizeUrl,
  openImap,
  openWebmailHost,
  type RegisteredClient,
  redeem,
  refresh,
  register,
  type WebmailHost,
} from './openid-client.js';
import { type BrowserStage, openBrowserStage } from './stage.js';

// The story of a stolen password, as its thief and its owner live it.

const DOCUMENT = {
  domain: 'home.tld',
  networks: { home: ['127.0.0.0/24'], cafe: ['127.7.0.0/24'], webmail: ['127.0.0.0/8'] },
  rules: [
    { name: 'behind webmail', services: ['Imap'], from: ['webmail'], require: 'session' },
    { name: 'in town', services: ['WebUI'], from: ['home', 'cafe'], require: 'password' },
    { name: 'abroad', services: ['WebUI'], require: 'password + otp' },
  ],
  trust: { session: { default: '8h', max: '24h' } },
};
const HOME = '127.0.0.1';
const CAFE = '127.7.0.66';
const ABROAD = '127.66.0.66';
const HOUR = 3_600_000;

let mailbox: Mailbox;
let stage: BrowserStage;
let webmail: RegisteredClient;
let host: WebmailHost;

beforeAll(async () => {
  mailbox = await openMailbox();
  stage = await openBrowserStage((origin) => ({
    relay: mailbox.url,
    own: { notice: { hosts: [{ url: origin }] } },
  }));
  const { mail: frontEnd, admin } = stage;
  const story = { name: '', file: '', people: {}, logins: [], refused: [], accepted: [] };
  const clock = stage.suite.clock;
  await setUp({ ...story, policies: [DOCUMENT] as never }, { frontEnd, admin, clock });
  host = await openWebmailHost(stage);
  webmail = await register(stage, 'webmail', {}, ['home.tld']);
});
afterAll(async () => {
  await host?.close();
  await stage?.close();
  await mailbox?.close();
});

const openBrowser = (from: string): Promise<BrowserContext> =>
  stage.browser.newContext({
    ...{ locale: 'en-GB', ignoreHTTPSErrors: true, extraHTTPHeaders: { [COMES_FROM]: from } },
  });
const submit = (page: Page) => page.locator('main button[type=submit]').first().click();
const heading = (page: Page) => page.locator('h1').innerText();

it('is told to the owner, who ends what the thief has opened with it, within seconds', async () => {
  const owner = await stage.person('olga@home.tld');
  const { account } = owner;
  const told = (subject: string, to = account) => mailbox.mail(to, subject);
  const enter = async (page: Page) => {
    await page.fill('#account', account);
    await page.fill('#password', owner.password);
    await submit(page);
  };
  const isSignedIn = async (page: Page) => {
    await page.goto(`${stage.origin}/`);
    return (await heading(page)) === 'You are signed in';
  };

  // The owner has been signed in at home for long.
  const mine = await (await openBrowser(HOME)).newPage();
  await mine.goto(`${stage.origin}/sign-in`);
  await enter(mine);
  expect(await isSignedIn(mine)).toBe(true);
  stage.suite.clock.advance(HOUR);

  // The thief has the right password, and is refused abroad.
  const abroad = await (await openBrowser(ABROAD)).newPage();
  await abroad.goto(`${stage.origin}/sign-in`);
  await enter(abroad);
  expect(await abroad.locator('[role=alert]').innerText()).toContain('second step');
  expect(await isSignedIn(abroad)).toBe(false);
  await abroad.context().close();
  const refused = await told('Somebody with your password was refused');
  expect(refused.text).toContain(`From: ${ABROAD}`);

  // The thief goes to where a password is enough, signs in, and opens the webmail, which opens IMAP.
  const thief = await (await openBrowser(CAFE)).newPage();
  await thief.goto(`${stage.origin}/sign-in`);
  await enter(thief);
  expect(await isSignedIn(thief)).toBe(true);
  const arrived = host.arrival();
  await thief.goto(authorizeUrl(stage, webmail));
  await enter(thief);
  const { body: tokens } = await redeem(stage, webmail, (await arrived).get('code') ?? '');
  const imap = () => openImap(stage, account, tokens.access_token);
  expect(await imap()).toBe('DECISION_ALLOW REASON_RULE_SATISFIED');
  const watching = await keepWatching(stage.mail, ['home.tld']);

  // The owner follows the link of the first mail. Following it changes nothing, whoever does.
  await mine.goto(linkIn(refused, 'not-me'));
  expect(await heading(mine)).toBe('It was not you?');
  expect((await fetch(mine.url())).status).toBe(200);
  expect(await imap()).toBe('DECISION_ALLOW REASON_RULE_SATISFIED');
  await submit(mine);
  expect(await heading(mine)).toBe('It is ended');
  expect(await mine.locator('main').innerText()).toContain('Now change your password');

  // There is no wait: once the page says so, no replica accepts a session of the thief.
  expect(await imap()).toBe('DECISION_DENY REASON_SESSION_ENDED');
  expect((await refresh(stage, webmail, tokens.refresh_token)).status).toBe(400);
  expect(await isSignedIn(thief)).toBe(false);
  // Front-ends learn which connections to end.
  const endings = () => watching.ended.filter(({ why }) => why === 'revoked').length;
  await until('front-ends are told of each session', () => endings() >= 2);
  await watching.stop();
  expect(await isSignedIn(mine)).toBe(true);

  const administrators = await told(
    'A person says a sign-in was not theirs',
    'postmaster@home.tld',
  );
  expect(administrators.text).toContain(account);

  // With another password, the thief does not come back.
  await stage.admin.call('gatepost.credential.v1.CredentialAdminService/SetPassword', {
    account,
    password: Buffer.from('another password'),
  });
  await thief.goto(`${stage.origin}/sign-in`);
  await enter(thief);
  expect(await heading(thief)).not.toBe('You are signed in');
  await thief.context().close();
  await mine.context().close();
});
