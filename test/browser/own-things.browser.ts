import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { lookAt } from './look-at.js';
import { type BrowserStage, openBrowserStage, type Person } from './stage.js';

// What a person trusts, seen and ended one by one. And what is said where no notices are sent.

const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';

let stage: BrowserStage;
let page: Page;
let unique = 0;

beforeAll(async () => {
  stage = await openBrowserStage();
});
afterAll(() => stage?.close());
beforeEach(async () => {
  unique += 1;
  const context = await stage.browser.newContext({ locale: 'en-GB' });
  page = await context.newPage();
});
afterEach(() => page.context().close());

const someone = (domain: string) => stage.person(`t${unique}@${domain}`, { otp: 1 });
const heading = () => page.locator('h1').innerText();
const note = () => page.locator('.note').innerText();
const submit = () => page.locator('main button[type=submit]').first().click();
const phoneOf = ({ apps }: Person) => apps[0] as Person['apps'][number];

async function signIn(person: Person, trust: readonly ('ip' | 'device')[] = []) {
  await page.goto(`${stage.origin}/sign-in`);
  await page.fill('#account', person.account);
  await page.fill('#password', person.password);
  await submit();
  for (const each of trust) await page.check(`#trust-${each}`);
  await page.fill('#code', stage.code(phoneOf(person)));
  await submit();
  expect(await heading()).toBe('You are signed in');
}

it('shows a trusted connection and a trusted browser, and ends each', async () => {
  const luca = await someone('a.tld');
  const { account } = luca;
  const imap = async () => {
    const login = { account, service: 'SERVICE_IMAP', client_ip: '127.0.0.1' };
    const password = Buffer.from(luca.password);
    return (await stage.mail.call(AUTHORIZE, { ...login, password })).decision;
  };
  const trusts = async () => {
    const method = 'gatepost.truststore.v1.TrustAdminService/ListTrust';
    const answer = await stage.admin.call(method, { account });
    return answer.trusts.map(({ kind }: { kind: string }) => kind).sort();
  };
  await signIn(luca, ['ip', 'device']);
  expect(await page.locator('.note').innerText()).toMatch(
    /connection is trusted until.*browser is trusted until/s,
  );
  expect(await imap()).toBe('DECISION_ALLOW');
  await page.goto(`${stage.origin}/my/access`);
  const connection = page.locator('section', { hasText: 'Trusted internet connections' });
  const browsers = page.locator('section', { hasText: 'Trusted browsers and devices' });
  expect(await connection.locator('li').innerText()).toMatch(
    /^127\.0\.0\.1\s*where you are now.*since today.*until.*Last used today.*from 127\.0\.0\.1/s,
  );
  expect(await browsers.locator('li').innerText()).toMatch(/Chrome.*since today.*until/s);
  await lookAt(page, 'my-access-trusted');

  await browsers.getByRole('button', { name: /^Trust no longer/ }).click();
  expect(await note()).toBe('It is ended.');
  expect(await browsers.innerText()).toContain('You trust no browser or device.');
  expect(await connection.locator('li').count()).toBe(1);
  expect(await trusts()).toEqual(['TRUST_KIND_IP']);
  expect(await imap()).toBe('DECISION_ALLOW');

  await connection.getByRole('button', { name: /^Trust no longer/ }).click();
  expect(await connection.innerText()).toContain('You trust no internet connection.');
  expect(await trusts()).toEqual([]);
  expect(await imap()).toBe('DECISION_DENY');
});

it('says that no notices are sent where they are not set up', async () => {
  await signIn(await someone('a.tld'));
  await page.getByRole('link', { name: 'Notices', exact: true }).click();
  expect(await heading()).toBe('Notices');
  expect(await page.locator('main').innerText()).toContain(
    'No notices are sent here: your administrator has not set them up.',
  );
  expect(await page.locator('main form').count()).toBe(0);
  await lookAt(page, 'my-notices-none');
  await page.goto(`${stage.origin}/my/confirm?act=second-address`);
  expect(page.url()).toBe(`${stage.origin}/my/notices`);
});
