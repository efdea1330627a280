import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  openWebmailHost,
  register,
  signIn,
  type WebmailHost,
} from '../../browser/openid-client.js';
import { type BrowserStage, openBrowserStage, type Person } from '../../browser/stage.js';

let stage: BrowserStage;
let host: WebmailHost;
let luca: Person;
beforeAll(async () => {
  stage = await openBrowserStage();
  host = await openWebmailHost(stage);
  await register(stage, 'webmail');
  luca = await stage.person('luca@w.tld', { otp: 1 });
});
afterAll(async () => {
  await host?.close();
  await stage?.close();
});

let context: BrowserContext;
let page: Page;
const refused: string[] = [];
beforeEach(async () => {
  context = await stage.browser.newContext({ locale: 'en-GB', ignoreHTTPSErrors: true });
  page = await context.newPage();
  refused.length = 0;
  page.on('console', (message) => {
    if (/Content Security Policy|Refused/.test(message.text())) refused.push(message.text());
  });
  await page.goto(`${stage.origin}/sign-in`);
  await signIn(stage, page, luca);
  await page.waitForURL(`${stage.origin}/`);
});
afterEach(async () => {
  await context.close();
  expect(refused).toEqual([]);
});

const SIGN_OUT =
  '/openid/sign-out?client_id=webmail&state=x&post_logout_redirect_uri=https%3A%2F%2Fwebmail.example%2Fbye';

// The browser is signed in at the page but at no client, so OpenID Connect has no session of it.
it('a stranger’s link to sign out only asks', async () => {
  await page.goto(`${stage.origin}${SIGN_OUT}`);
  expect(await page.locator('h1').innerText()).toBe('Sign out?');
  await page.goto(`${stage.origin}/`);
  expect(await page.locator('main').innerText()).toContain(luca.account);
});

it('a person who confirms is signed out, and returns to the client', async () => {
  await page.goto(`${stage.origin}${SIGN_OUT}`);
  await page.locator('button[name=logout]').click();
  await page.waitForURL('https://webmail.example/bye?state=x');
  await page.goto(`${stage.origin}/`);
  expect(await page.locator('#account').count()).toBe(1);
  // The page before is loaded again, not shown from the browser's history.
  await page.goBack();
  await page.goBack();
  await page.goBack();
  expect(await page.locator('body').innerText()).not.toContain(luca.account);
});
