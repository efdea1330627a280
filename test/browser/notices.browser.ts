import { once } from 'node:events';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { setUp } from '../stories/play.js';
import { lookAt } from './look-at.js';
import { type BrowserStage, openBrowserStage } from './stage.js';

const DOCUMENT = {
  domain: 'n.tld',
  rules: [
    { name: 'mail', services: ['Imap'], require: 'app-password' },
    { name: 'web', services: ['WebUI'], require: 'password' },
  ],
};
const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';

const mails: ParsedMail[] = [];
const relay = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData: (stream, _session, done) => {
    simpleParser(stream).then((mail) => {
      mails.push(mail);
      done();
    }, done);
  },
});
let stage: BrowserStage;

beforeAll(async () => {
  relay.listen(0, '127.0.0.1');
  await once(relay.server, 'listening');
  const { port } = relay.server.address() as { port: number };
  stage = await openBrowserStage((origin) => ({
    relay: new URL(`smtp://127.0.0.1:${port}`),
    own: { notice: { hosts: [{ url: origin }] } },
  }));
  const story = { name: '', file: '', people: {}, logins: [], refused: [], accepted: [] };
  const { mail: frontEnd, admin } = stage;
  await setUp(
    { ...story, policies: [DOCUMENT] as never },
    { frontEnd, admin, clock: stage.suite.clock },
  );
});
afterAll(async () => {
  await stage?.close();
  await new Promise((resolve) => relay.close(() => resolve(undefined)));
});

it('tells the owner of a stolen password, who takes away what the thief has gained', async () => {
  const { admin, mail } = stage;
  const owner = await stage.person('olga@n.tld');
  const { account } = owner;
  const subjects = () => mails.filter(({ to }) => JSON.stringify(to).includes(account));
  const told = (subject: string) =>
    until(
      `the mail "${subject}"`,
      () => subjects().find((one) => one.subject === subject) ?? false,
    );

  // The thief has the password, and is somewhere the owner never was.
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
  const link = /http:\S+\/not-me\/\S+/.exec(signIn.text ?? '')?.[0] ?? '';
  const answer = await page.goto(link);
  expect(answer?.headers()['referrer-policy']).toBe('strict-origin');
  await lookAt(page, 'not-me');
  // A scanner that follows the link changes nothing.
  expect(await opens()).toBe('DECISION_ALLOW');
  await page.locator('main button[type=submit]').click();
  expect(await page.locator('h1').innerText()).toBe('It is ended');
  expect(await page.locator('[role=status]').innerText()).toBe('One app password is ended.');
  await lookAt(page, 'not-me-ended');
  expect(await opens()).not.toBe('DECISION_ALLOW');
  const administrators = await until(
    'the mail to the administrators',
    () => mails.find(({ to }) => JSON.stringify(to).includes('postmaster@n.tld')) ?? false,
  );
  expect(administrators.text).toContain(account);

  // Once: what the owner makes from here on stays.
  const own = await admin.call(create, wish);
  await page.goto(link);
  await page.locator('main button[type=submit]').click();
  expect(await page.locator('[role=status]').innerText()).toContain('nothing to end');
  const kept = { ...imap, password: Buffer.from(own.secret) };
  expect((await mail.call(AUTHORIZE, kept)).decision).toBe('DECISION_ALLOW');

  // A link that somebody else made, or that is too old, does nothing and says so.
  const [head, body] = link.split('.');
  await page.goto(`${head}.${body}.AAAA`);
  await page.locator('main button[type=submit]').click();
  expect(await page.locator('h1').innerText()).toBe('This link works no longer');
  await lookAt(page, 'not-me-over');
  await page.context().close();
});
