import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { lookAt } from './look-at.js';
import { type BrowserStage, openBrowserStage, type Person } from './stage.js';
import { openWebAuthn, plugIn } from './virtual-authenticator.js';

// A person sees their trust, passkeys and app passwords, and ends them one by one. Also tests what pages say if no
// notices are sent.

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

async function prove(person: Person) {
  expect(await heading()).toBe('Confirm that it is you');
  await page.fill('#password', person.password);
  await submit();
  await page.fill('#code', stage.code(phoneOf(person)));
  await submit();
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
  expect(await browsers.locator('li').innerText()).toMatch(
    /Chrome.*this browser.*since today.*until/s,
  );
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

it('renames a passkey, which still signs in', async () => {
  const luca = await someone('key.tld');
  const devtools = await openWebAuthn(page);
  await plugIn(devtools, { transport: 'internal', resident: true, verifies: true });
  await signIn(luca);
  await page.goto(`${stage.origin}/my/confirm?act=passkey`);
  await prove(luca);
  await page.fill('#label', 'Old laptop');
  await submit();
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  // An imported authenticator came without recovery codes.
  await page.waitForSelector('.codes');
  await submit();
  await page.waitForURL(/my\/change/);
  const itemOf = (name: string) => page.locator('.items li', { hasText: name });
  await itemOf('Old laptop').getByText('Rename').click();
  // Making the passkey used up the proof, and this is another change.
  await prove(luca);
  expect(await heading()).toBe('Rename the passkey');
  expect(await page.inputValue('#label')).toBe('Old laptop');
  await lookAt(page, 'my-rename-passkey');
  await page.fill('#label', '');
  await submit();
  expect(await page.locator('.summary').innerText()).toContain('Enter a name');
  await page.fill('#label', 'New laptop');
  await submit();
  expect(await note()).toContain('The passkey has its new name.');
  expect(await itemOf('New laptop').count()).toBe(1);
  expect(await itemOf('Old laptop').count()).toBe(0);
  await page.goto(`${stage.origin}/`);
  expect(await heading()).toBe('You are signed in');
});

it('makes the app password that a refused program needs, and tells of its use and its end', async () => {
  const luca = await someone('w.tld');
  const { account } = luca;
  const send = (password: string, client_ip = '198.51.100.9') =>
    stage.mail.call(AUTHORIZE, {
      ...{ account, service: 'SERVICE_SMTP', client_ip, password: Buffer.from(password) },
      user_agent: 'Microsoft Outlook 16.0.17928',
    });
  expect((await send(luca.password)).decision).toBe('DECISION_DENY');
  await signIn(luca);
  const refusal = page.locator('.items > li', { hasText: 'Sending mail (SMTP)' });
  const shown = async () => {
    await page.goto(`${stage.origin}/my/sign-ins`);
    return (await refusal.count()) === 1;
  };
  await until('the record has the refusal', shown, { everyMs: 500 });
  const help = refusal.getByRole('link', { name: /^Make an app password for Microsoft Outlook/ });
  await lookAt(page, 'my-sign-ins-outlook');
  await help.click();
  await prove(luca);
  expect(await heading()).toBe('Make an app password');
  expect(await page.isChecked('#for-Smtp')).toBe(true);
  await page.fill('#label', 'Outlook');
  await page.selectOption('#expiry', '30');
  await submit();
  const secret = await page.locator('.secret').innerText();
  await page.getByRole('button', { name: 'I have entered it' }).click();
  const item = page.locator('.items li', { hasText: 'Outlook' });
  expect(await item.innerText()).toContain('Not used yet');
  expect((await send(secret)).decision).toBe('DECISION_ALLOW');
  await page.goto(`${stage.origin}/my/confirm?act=app-passwords`);
  await prove(luca);
  const days = new Date(stage.suite.clock.now() + 30 * 86_400_000);
  const day = days.toLocaleDateString('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long' });
  const text = await item.innerText();
  expect(text).toMatch(/Sending mail \(SMTP\).*since today/s);
  expect(text).toContain('Last used today');
  expect(text).toContain('from 198.51.100.9');
  expect(text).toContain(`${day}, `);
  await lookAt(page, 'my-app-passwords-used');
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
