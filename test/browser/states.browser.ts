import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lookAt } from './look-at.js';
import { authorizeUrl, type RegisteredClient, register } from './openid-client.js';
import { type BrowserStage, openBrowserStage, type Person } from './stage.js';

// What a person sees if a sign-in does not go straight on. Each state is shown once left to right and once right to
// left.

let stage: BrowserStage;
let webmail: RegisteredClient;
let elsewhere: RegisteredClient;
beforeAll(async () => {
  stage = await openBrowserStage();
  webmail = await register(stage, 'webmail');
  elsewhere = await register(stage, 'elsewhere', {}, ['b.tld']);
});
afterAll(() => stage?.close());

const submit = (page: Page) => page.locator('main button[type=submit]').first().click();

describe.each(['en', 'ar'])('in %s', (lang) => {
  let context: BrowserContext;
  let page: Page;
  let people = 0;
  beforeEach(async () => {
    context = await stage.browser.newContext();
    page = await context.newPage();
    await page.goto(`${stage.origin}/sign-in?lang=${lang}`);
    people += 1;
  });
  afterEach(() => context.close());
  const name = (text: string) => (lang === 'en' ? text : `${text}-${lang}`);
  const someone = (domain: string, has?: Parameters<BrowserStage['person']>[1]) =>
    stage.person(`s${people}-${lang}@${domain}`, has);

  async function enter({ account, password }: Pick<Person, 'account' | 'password'>) {
    await page.fill('#account', account);
    await page.fill('#password', password);
    await submit(page);
  }

  /** The page says this to screen readers as well, and has a way on. */
  async function sees(text: string, { isAlert = true, isLookedAt = true } = {}): Promise<void> {
    expect(await page.getAttribute('html', 'lang')).toBe(lang);
    expect(await page.locator('[role=alert]').count(), text).toBe(isAlert ? 1 : 0);
    expect(await page.locator('main a, main button').count(), text).toBeGreaterThan(0);
    if (isLookedAt) await lookAt(page, name(text));
  }

  it.each([
    ['not-found', '/nothing/here', 404],
    ['bad-request', '/forward?client=nobody', 400],
    ['out-of-date', `/sign-in/${'A'.repeat(43)}`, 409],
    ['client-unknown', '/openid/authorize?client_id=nobody&response_type=code', 400],
    ['client-out-of-date', `/openid/authorize/${'A'.repeat(43)}`, 400],
  ])('%s', async (state, path, status) => {
    const answer = await page.goto(`${stage.origin}${path}`);
    expect(answer?.status()).toBe(status);
    await sees(state, { isAlert: state !== 'not-found' });
  });

  it('a form of another page', async () => {
    await page
      .locator('input[type=hidden]')
      .first()
      .evaluate((field) => {
        field.setAttribute('value', 'stale');
      });
    await enter({ account: 'luca@a.tld', password: 'x' });
    await sees('form-of-another-page');
  });

  it('a browser without cookies', async () => {
    await context.clearCookies({ name: /^((?!lang).)*$/ });
    await enter({ account: 'luca@a.tld', password: 'x' });
    await sees('cookies');
  });

  it('a second factor is needed, and cannot be set up from here', async () => {
    await enter(await someone('a.tld'));
    await sees('refused-without-factor');
  });

  it('a domain that signs nobody in', async () => {
    await enter({ account: 'luca@nowhere.tld', password: 'x' });
    await sees('refused-elsewhere');
  });

  it('too many failed tries', async () => {
    const luca = await someone('plain.tld');
    for (let n = 0; n < 11; n += 1) await enter({ ...luca, password: `wrong ${n}` });
    await sees('refused-too-often');
  });

  it('a client that takes no account of the domain', async () => {
    await page.goto(authorizeUrl(stage, elsewhere));
    const luca = await someone('w.tld', { otp: 1 });
    await enter(luca);
    await page.fill('#code', stage.code(luca.apps[0] as Person['apps'][number]));
    await submit(page);
    await sees('refused-domain');
  });

  it('on the way to the client', async () => {
    await page.goto(authorizeUrl(stage, webmail));
    await lookAt(page, name('sign-in-for-client'));
    const luca = await someone('w.tld', { otp: 1 });
    await enter(luca);
    await sees('code-for-client', { isAlert: false });
    // The page goes on automatically, which the test prevents.
    await page.route('**/openid/authorize/**', (route) => route.abort('aborted'));
    await page.fill('#code', stage.code(luca.apps[0] as Person['apps'][number]));
    await submit(page);
    await page.locator('main a').waitFor();
    await sees('going-on', { isAlert: false });
  });

  // Another test looks at the left-to-right pages.
  const usual = { isAlert: false, isLookedAt: lang !== 'en' };

  it('the first set-up, and a code that does not confirm it', async () => {
    await enter(await someone('first.tld'));
    await sees('set-up', usual);
    await submit(page);
    await sees('set-up-confirm', usual);
    await submit(page);
    await sees('set-up-problem');
  });

  it('signed in, and signed out', async () => {
    await enter(await someone('plain.tld'));
    await sees('signed-in', usual);
    await submit(page);
    await sees('signed-out', usual);
  });

  it('a recovery code that is wrong', async () => {
    await enter(await someone('a.tld', { otp: 1, recovery: true }));
    await page.locator('a[href*="with=recovery"]').click();
    await page.fill('#recovery', 'wrong');
    await submit(page);
    await sees('recovery-problem');
  });
});
