import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuthenticatorApp } from '../../cli/up/demo/authenticator-app.js';
import { fromBase32 } from './base32.js';
import { LANGUAGES } from './languages.js';
import { lookAt, lookAtWithoutScript } from './look-at.js';
import { type BrowserStage, openBrowserStage, type Person } from './stage.js';

let stage: BrowserStage;
beforeAll(async () => {
  stage = await openBrowserStage();
});
afterAll(() => stage?.close());

const heading = (page: Page) => page.locator('h1').innerText();
const submit = (page: Page) => page.locator('main button[type=submit]').first().click();

async function enterPassword(
  page: Page,
  { account, password }: Pick<Person, 'account' | 'password'>,
) {
  await page.goto(`${stage.origin}/`);
  await page.fill('#account', account);
  await page.fill('#password', password);
  await submit(page);
}

async function enterCode(page: Page, code: string) {
  await page.fill('#code', code);
  await submit(page);
}

describe.each([
  ['with script', true],
  ['without script', false],
])('a person, %s', (_, javaScriptEnabled) => {
  let page: Page;
  let unique = 0;
  const name = (text: string) => (javaScriptEnabled ? text : `${text}-no-script`);
  const look = (text: string) =>
    javaScriptEnabled ? lookAt(page, text) : lookAtWithoutScript(page, text);
  const refused: string[] = [];

  beforeEach(async () => {
    refused.length = 0;
    const context = await stage.browser.newContext({ javaScriptEnabled, locale: 'en-GB' });
    page = await context.newPage();
    page.on('console', (message) => {
      if (/Content Security Policy|Refused/.test(message.text())) refused.push(message.text());
    });
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== stage.origin && protocol !== 'data:') refused.push(request.url());
    });
    unique += 1;
  });
  afterEach(async () => {
    await page.context().close();
    expect(refused).toEqual([]);
  });
  const someone = (domain: string, has?: Parameters<BrowserStage['person']>[1]) =>
    stage.person(`${name(`p${unique}`)}@${domain}`, has);

  it('signs in with a password and a code, trusts the address, and mail works from there', async () => {
    const luca = await someone('a.tld', { otp: 2, recovery: true });
    const [phone] = luca.apps;
    if (phone === undefined) throw new Error('no phone');
    const imap = () =>
      stage.mail.call('gatepost.policy.v1.AuthorizationService/Authorize', {
        account: luca.account,
        service: 'SERVICE_IMAP',
        client_ip: '127.0.0.1',
        password: Buffer.from(luca.password),
      });
    await page.goto(`${stage.origin}/`);
    await look('sign-in');
    await submit(page);
    await look('sign-in-problem');
    await enterPassword(page, { ...luca, password: 'wrong' });
    expect(await page.locator('.summary').innerText()).toContain('is wrong');
    expect(await page.inputValue('#account')).toBe(luca.account);
    expect(await page.inputValue('#password')).toBe('');
    await enterPassword(page, luca);
    await look('code');
    await enterCode(page, '000000');
    expect(await page.locator('.error').innerText()).toContain('code is wrong');
    await look('code-problem');
    expect((await imap()).decision).toBe('DECISION_DENY');
    expect(await page.isChecked('#trust-ip')).toBe(false);
    expect(await page.isChecked('#trust-device')).toBe(false);
    await page.check('#trust-ip');
    await enterCode(page, stage.code(phone).replace(/(...)/, '$1 '));
    expect(await heading(page)).toBe('You are signed in');
    await look('signed-in');
    expect((await imap()).decision).toBe('DECISION_ALLOW');
    await submit(page);
    expect(await heading(page)).toBe('You are signed out');
    await look('signed-out');
    await page.goBack();
    await page.goto(`${stage.origin}/`);
    expect(await heading(page)).toBe('Sign in to Example Mail');
  });

  it('uses a recovery code', async () => {
    const luca = await someone('a.tld', { otp: 1, recovery: true });
    await enterPassword(page, luca);
    await page.click('text=recovery code');
    await look('recovery');
    await page.fill('#recovery', luca.recoveryCodes[0] ?? '');
    await submit(page);
    expect(await heading(page)).toBe('You are signed in');
  });

  it('chooses the authenticator of the code, of two', async () => {
    const luca = await someone('a.tld', { otp: 2 });
    const second = luca.apps[1] as Person['apps'][number];
    await enterPassword(page, luca);
    const labels = await page.locator('#authenticator option').allInnerTexts();
    expect(labels).toHaveLength(3);
    await page.selectOption('#authenticator', { index: 1 });
    await enterCode(page, stage.code(second));
    expect(await page.locator('.error').innerText()).toContain('code is wrong');
    await page.selectOption('#authenticator', { index: 2 });
    await enterCode(page, stage.code(second));
    expect(await heading(page)).toBe('You are signed in');
  });

  it.each([
    ['that is needed at once', 'first.tld'],
    ['while there is grace', 'grace.tld'],
  ])('sets up a second factor %s', async (_when, domain) => {
    const anna = await someone(domain);
    const isGrace = domain === 'grace.tld';
    await enterPassword(page, anna);
    await look(isGrace ? 'set-up-grace' : 'set-up');
    await submit(page);
    await look(isGrace ? 'set-up-confirm-grace' : 'set-up-confirm');
    const secret = (await page.locator('.secret').innerText()).replaceAll(' ', '');
    const app = createAuthenticatorApp(fromBase32(secret), anna.account);
    await enterCode(page, '000000');
    expect(await page.locator('.error').innerText()).toContain('code is wrong');
    await enterCode(page, stage.code(app));
    expect(await page.locator('.codes li').count()).toBe(10);
    await look('recovery-codes');
    const file = await page.request.get(`${page.url()}/recovery-codes.txt`);
    expect(await file.text()).toContain(await page.locator('.codes li').first().innerText());
    await submit(page);
    // The code that confirmed the app is used up. The password need not be typed again.
    expect(await heading(page)).toBe('One more code');
    await look('code-next');
    await enterCode(page, stage.code(app));
    expect(await heading(page)).toBe('You are signed in');
    await submit(page);
    // From now on a code is required.
    await enterPassword(page, anna);
    expect(await heading(page)).toBe('Enter your code');
  });

  it('postpones the set-up during grace, before it or in the middle', async () => {
    const anna = await someone('grace.tld');
    await enterPassword(page, anna);
    await page.click('text=Not now');
    expect(await heading(page)).toBe('You are signed in');
    await submit(page);
    await enterPassword(page, anna);
    await submit(page);
    expect(await heading(page)).toBe('Scan this with your app');
    await page.click('text=Not now');
    expect(await heading(page)).toBe('You are signed in');
  });

  it('is told why, and what would help, and nothing of the machine', async () => {
    await enterPassword(page, await someone('no.tld'));
    expect(await heading(page)).toBe('You cannot sign in here');
    const text = await page.locator('main').innerText();
    expect(text).toContain('The office is closed until Monday.');
    expect(text).toMatch(/Reference: [0-9A-F]{4}-[0-9A-F]{4}/);
    expect(text).not.toMatch(/DENY|DENIED_BY_RULE|nobody|[0-9a-f]{8}-[0-9a-f]{4}/);
    await look('refused');
  });

  it('is let in by a password if that is enough', async () => {
    await enterPassword(page, await someone('plain.tld'));
    expect(await heading(page)).toBe('You are signed in');
  });

  it('enters only the account, and then the password', async () => {
    const luca = await someone('plain.tld');
    await page.goto(`${stage.origin}/`);
    await page.fill('#account', luca.account);
    await submit(page);
    expect(await heading(page)).toBe('Enter your password');
    await look('password');
    await page.fill('#password', luca.password);
    await submit(page);
    expect(await heading(page)).toBe('You are signed in');
  });

  it('continues in the first window, whatever the second one does', async () => {
    const luca = await someone('a.tld', { otp: 1 });
    await enterPassword(page, luca);
    const second = await page.context().newPage();
    await second.goto(page.url());
    await enterCode(page, '000000');
    await enterCode(second, stage.code(luca.apps[0] as Person['apps'][number]));
    // The other tab took the step, so this one is shown where the sign-in is. Nothing was used up.
    expect(await second.locator('#code').count()).toBe(1);
    await second.close();
  });
});

describe('in every language', () => {
  it.each(LANGUAGES)('%s: every page is whole', async (lang) => {
    const context = await stage.browser.newContext();
    const page = await context.newPage();
    const luca = await stage.person(`luca-${lang}@a.tld`, { otp: 1 });
    await page.goto(`${stage.origin}/sign-in?lang=${lang}`);
    expect(await page.getAttribute('html', 'dir')).toBe(lang === 'ar' ? 'rtl' : 'ltr');
    await lookAt(page, `sign-in-${lang}`);
    await page.fill('#account', luca.account);
    await page.fill('#password', luca.password);
    await submit(page);
    expect(await page.getAttribute('html', 'lang')).toBe(lang);
    await lookAt(page, `code-${lang}`);
    await context.close();
  });
});

it('works with the keyboard alone', async () => {
  const context = await stage.browser.newContext();
  const page = await context.newPage();
  const luca = await stage.person('keys@a.tld', { otp: 1 });
  await page.goto(`${stage.origin}/`);
  // The first field has the focus, the password is next, and Enter submits.
  await page.keyboard.type(luca.account);
  await page.keyboard.press('Tab');
  await page.keyboard.type(luca.password);
  await page.keyboard.press('Enter');
  await page.waitForURL(/sign-in\/.{43}$/);
  await page.keyboard.type('000000');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.summary');
  expect(await page.evaluate('document.activeElement.className')).toBe('summary');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.type(stage.code(luca.apps[0] as Person['apps'][number]));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  expect(await page.isChecked('#trust-ip')).toBe(true);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${stage.origin}/?granted=*`);
  await context.close();
});
