import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { lookAt } from './look-at.js';
import { type BrowserStage, openBrowserStage, type Person } from './stage.js';

let stage: BrowserStage;
let page: Page;
const refused: string[] = [];
let unique = 0;

beforeAll(async () => {
  stage = await openBrowserStage();
});
afterAll(() => stage?.close());
beforeEach(async () => {
  refused.length = 0;
  unique += 1;
  page = await newPage();
});
afterEach(async () => {
  await page.context().close();
  expect(refused).toEqual([]);
});

async function newPage(): Promise<Page> {
  const context = await stage.browser.newContext({ locale: 'en-GB' });
  const opened = await context.newPage();
  opened.on('console', (message) => {
    if (/Content Security Policy|Refused/.test(message.text())) refused.push(message.text());
  });
  return opened;
}

const someone = (domain: string, has?: Parameters<BrowserStage['person']>[1]) =>
  stage.person(`m${unique}@${domain}`, has);
const heading = (of = page) => of.locator('h1').innerText();
const submit = (of = page) => of.locator('main button[type=submit]').first().click();
const phoneOf = ({ apps }: Person) => apps[0] as Person['apps'][number];

async function signIn(person: Person, { trust = false, on = page, code = '' } = {}) {
  await on.goto(`${stage.origin}/sign-in`);
  await on.fill('#account', person.account);
  await on.fill('#password', person.password);
  await submit(on);
  if (person.apps.length > 0) {
    if (trust) await on.check('#trust-ip');
    await on.fill('#code', code || stage.code(phoneOf(person)));
    await submit(on);
  }
  expect(await heading(on)).toBe('You are signed in');
}

it('shows sessions and trust, this one marked, and ends one with a click', async () => {
  const luca = await someone('w.tld', { otp: 1 });
  await signIn(luca, { trust: true });
  await page.click('text=Where you are signed in');
  expect(await heading()).toBe('Where you are signed in');
  const items = page.locator('.items li');
  expect(await items.count()).toBe(2);
  expect(await items.nth(0).innerText()).toContain('this browser');
  expect(await items.nth(1).innerText()).toContain('where you are now');
  await lookAt(page, 'my-access');
  await page.getByRole('button', { name: /Trust no longer/ }).click();
  expect(await page.locator('.note').innerText()).toBe('It is ended.');
  expect(await items.count()).toBe(1);
});

it('shows a session that was ended elsewhere as signed out', async () => {
  const luca = await someone('w.tld', { otp: 1 });
  const other = await newPage();
  await signIn(luca, { on: other });
  await signIn(luca);
  await page.goto(`${stage.origin}/my/access`);
  await page
    .locator('.items li', { hasNotText: 'this browser' })
    .getByRole('button', { name: /End the session/ })
    .click();
  for (const path of ['/', '/my/access']) {
    await other.goto(`${stage.origin}${path}`);
    expect(await heading(other)).toBe('Sign in to Example Mail');
  }
  await other.context().close();
  await page.goto(`${stage.origin}/`);
  expect(await heading()).toBe('You are signed in');
});

it.each([
  ['with a session', 'w.tld'],
  ['with none to renew from', 'a.tld'],
])('ends everything in every browser, %s', async (_, domain) => {
  const luca = await someone(domain, { otp: 1 });
  const other = await newPage();
  await signIn(luca, { on: other });
  await signIn(luca, { trust: true });
  await page.goto(`${stage.origin}/my/access`);
  await page.getByRole('button', { name: 'End everything' }).click();
  expect(await heading()).toBe('You are signed out');
  await other.goto(`${stage.origin}/`);
  expect(await heading(other)).toBe('Sign in to Example Mail');
  await other.context().close();
});

it('shows a ticket that was overtaken by a new password as signed out', async () => {
  const luca = await someone('a.tld', { otp: 1 });
  await signIn(luca);
  await stage.admin.call('gatepost.credential.v1.CredentialAdminService/SetPassword', {
    account: luca.account,
    password: Buffer.from('another password'),
  });
  await page.goto(`${stage.origin}/`);
  expect(await heading()).toBe('Sign in to Example Mail');
});
