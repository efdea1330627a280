import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuthenticatorApp } from '../../cli/up/demo/authenticator-app.js';
import { until } from '../../libs/testing/until.js';
import { type Mailbox, openMailbox } from '../suite/mailbox.js';
import { fromBase32 } from './base32.js';
import { LANGUAGES } from './languages.js';
import { lookAt } from './look-at.js';
import { type BrowserStage, openBrowserStage, type Person } from './stage.js';

let mailbox: Mailbox;
let stage: BrowserStage;
let page: Page;
const refused: string[] = [];
let unique = 0;

beforeAll(async () => {
  mailbox = await openMailbox();
  stage = await openBrowserStage((origin) => ({
    relay: mailbox.url,
    own: { notice: { hosts: [{ url: origin }] } },
  }));
});
afterAll(async () => {
  await stage?.close();
  await mailbox?.close();
});
beforeEach(async () => {
  refused.length = 0;
  unique += 1;
  page = await newPage();
});
afterEach(async () => {
  await page.context().close();
  expect(refused).toEqual([]);
});

async function newPage(userAgent = CHROME): Promise<Page> {
  const context = await stage.browser.newContext({ locale: 'en-GB', userAgent });
  const opened = await context.newPage();
  opened.on('console', (message) => {
    if (/Content Security Policy|Refused/.test(message.text())) refused.push(message.text());
  });
  return opened;
}

const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0';

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
  const other = await newPage(FIREFOX);
  await signIn(luca, { on: other });
  await other.context().close();
  await signIn(luca, { trust: true });
  await page.click('text=Where you are signed in');
  expect(await heading()).toBe('Where you are signed in');
  const items = page.locator('.items li');
  expect(await items.count()).toBe(3);
  const mine = items.filter({ hasText: 'this browser' });
  expect(await mine.innerText()).toMatch(/^Chrome \(Linux\)/);
  const theirs = items.filter({ hasText: 'Firefox (Windows)' });
  expect(await theirs.innerText()).toContain('webmail (127.0.0.1)');
  expect(await items.filter({ hasText: 'where you are now' }).count()).toBe(1);
  await lookAt(page, 'my-access');
  await page.getByRole('button', { name: /Trust no longer/ }).click();
  expect(await page.locator('.note').innerText()).toBe('It is ended.');
  expect(await items.count()).toBe(2);
});

it('shows a browser that was given no session as what it is, and signs it out', async () => {
  await signIn(await someone('a.tld', { otp: 1 }));
  expect(await page.locator('main').innerText()).toContain('You stay signed in until');
  await page.click('text=Where you are signed in');
  const mine = page.locator('.items li');
  expect(await mine.innerText()).toContain('this browser');
  await lookAt(page, 'my-access-page');
  await mine.getByRole('button', { name: /Sign out/ }).click();
  expect(await heading()).toBe('You are signed out');
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
  expect(await page.locator('.note').innerText()).toContain('You are no longer signed in here');
  await lookAt(page, 'sign-in-ended');
});

const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
const open = (name: string) => page.getByRole('link', { name, exact: true }).first().click();
const summary = () => page.locator('.summary').innerText();

/** Gives the password, and a code if one is asked for. */
async function prove({ password }: Person, code?: string) {
  expect(await heading()).toBe('Confirm that it is you');
  await page.fill('#password', password);
  await submit();
  if (code === undefined) return;
  expect(await heading()).toBe('Enter your code');
  await page.fill('#code', code);
  await submit();
}

async function scan(): Promise<ReturnType<typeof createAuthenticatorApp>> {
  expect(await heading()).toBe('Scan this with your app');
  const secret = (await page.locator('.secret').innerText()).replaceAll(' ', '');
  return createAuthenticatorApp(fromBase32(secret), 'New phone');
}

describe('a lost phone', () => {
  it('is replaced with a recovery code, and signs nobody in', async () => {
    const luca = await someone('a.tld', { otp: 1, recovery: true });
    const [lost] = luca.apps;
    await page.goto(`${stage.origin}/sign-in`);
    await page.fill('#account', luca.account);
    await page.fill('#password', luca.password);
    await submit();
    await open('Use a recovery code instead');
    await page.fill('#recovery', luca.recoveryCodes[0] ?? '');
    await submit();
    expect(await heading()).toBe('You are signed in');
    await lookAt(page, 'my-sign-in');

    await open('Add an authenticator app');
    await lookAt(page, 'my-prove');
    await page.fill('#password', 'wrong');
    await submit();
    expect(await summary()).toContain('is wrong');
    await prove(luca);
    await open('Use a recovery code instead');
    await page.fill('#recovery', luca.recoveryCodes[1] ?? '');
    await submit();
    await lookAt(page, 'my-name-factor');
    await page.fill('#label', 'New phone');
    await submit();
    const phone = await scan();
    await page.fill('#code', stage.code(phone));
    await submit();
    // The new state is shown at once. A change of it needs a proof of its own.
    expect(await page.locator('.note').innerText()).toContain('The authenticator app is added.');
    expect(await page.locator('.items li').allInnerTexts()).toEqual([
      expect.stringContaining('Phone 1'),
      expect.stringContaining('New phone'),
    ]);
    expect(await page.locator('main').innerText()).toContain('8 codes are left');
    const itemOf = (name: string) => page.locator('.items li', { hasText: name });
    await itemOf('New phone').getByText('Rename').click();
    await prove(luca, stage.code(phone));
    expect(await heading()).toBe('Rename the authenticator app');
    await lookAt(page, 'my-rename');
    await page.fill('#label', '');
    await submit();
    expect(await summary()).toContain('Enter a name');
    await page.fill('#label', 'Blue phone');
    await submit();
    expect(await heading()).toBe('Authenticator apps, passkeys and recovery codes');
    expect(await page.locator('.note').innerText()).toContain('has its new name');
    expect(await itemOf('Blue phone').count()).toBe(1);
    await lookAt(page, 'my-ways');
    await itemOf('Phone 1').getByText('Remove').click();
    await prove(luca, stage.code(phone));
    expect(await heading()).toContain('Phone 1”?');
    await lookAt(page, 'my-remove');
    await press('Remove it');
    expect(await heading()).toBe('The authenticator app is removed');
    await page.goto(`${stage.origin}/`);
    expect(await heading()).toBe('Sign in to Example Mail');

    await page.fill('#account', luca.account);
    await page.fill('#password', luca.password);
    await submit();
    await page.fill('#code', stage.code(lost as Person['apps'][number]));
    await submit();
    expect(await summary()).toContain('code is wrong');
    await page.fill('#code', stage.code(phone));
    await submit();
    expect(await heading()).toBe('You are signed in');

    // The mailbox has all notices, and so has the page until the person marks them as seen.
    const subjects = [
      'An authenticator was removed',
      'An authenticator was added',
      'A recovery code was used',
    ];
    const mails = await Promise.all(subjects.map((each) => mailbox.mail(luca.account, each)));
    expect(mails[0]?.text).toContain('Phone 1');
    expect(mails[2]?.text).toContain('Recovery codes left: 8');
    await page.goto(`${stage.origin}/`);
    await page.getByRole('link', { name: 'notices that you have not seen yet' }).click();
    expect(await heading()).toBe('What changed');
    const unseen = page.locator('section', { hasText: 'Notices that you have not seen yet' });
    for (const each of subjects) expect(await unseen.innerText()).toContain(each);
    await lookAt(page, 'my-changes');
    for (const language of LANGUAGES) {
      await page.goto(`${stage.origin}/my/changes?lang=${language}`);
      await lookAt(page, `my-changes-${language}`);
    }
    await page.goto(`${stage.origin}/my/changes?lang=en`);
    await press('I have seen these');
    expect(await page.locator('.note').innerText()).toContain('marked as seen');
    expect(await unseen.count()).toBe(0);
    const changes = page.locator('.items li', { hasText: 'An authenticator was removed' });
    expect(await changes.innerText()).toContain('Phone 1');
    await page.goto(`${stage.origin}/`);
    expect(await page.getByRole('link', { name: /not seen yet/ }).count()).toBe(0);
  });
});

it('writes notices in the language of the page that a person signs in at', async () => {
  const { account, password } = await someone('plain.tld');
  const context = await stage.browser.newContext({ locale: 'de-DE' });
  const german = await context.newPage();
  await german.goto(`${stage.origin}/sign-in`);
  await german.fill('#account', account);
  await german.fill('#password', password);
  await submit(german);
  const told = await mailbox.mail(account, 'Neue Anmeldung an Ihrem Mailkonto');
  expect(told.headers.get('content-language')).toBe('de');
  expect(told.html).toContain('lang="de"');
  await context.close();
});

it('makes new recovery codes, and the old ones stop working', async () => {
  const luca = await someone('plain.tld', { otp: 1, recovery: true });
  const [phone] = luca.apps as [Person['apps'][number]];
  await page.goto(`${stage.origin}/sign-in`);
  await page.fill('#account', luca.account);
  await page.fill('#password', luca.password);
  await submit();
  await open('Authenticator apps, passkeys and recovery codes');
  // A password is enough to sign in there, but not for this.
  await prove(luca, stage.code(phone));
  await press('Make new recovery codes');
  expect(await page.locator('.codes li').count()).toBe(10);
  const fresh = await page.locator('.codes li').first().innerText();
  const file = await page.request.get(`${page.url()}/recovery-codes.txt`);
  expect(await file.text()).toContain(fresh);
  await submit();
  expect(await page.locator('.note').innerText()).toContain('recovery codes work');
  expect(await page.locator('main').innerText()).toContain('10 codes are left');
  await page.locator('.items li').getByText('Remove').click();
  await prove(luca, stage.code(phone));
  expect(await page.locator('main').innerText()).toContain('your recovery codes (10) end with it');
  await lookAt(page, 'my-remove-last');
  await open('Keep it');
  expect(await heading()).toBe('Authenticator apps, passkeys and recovery codes');
  await page.goto(`${stage.origin}/my/confirm?act=app-password`);
  await prove(luca, stage.code(phone));
  expect(await page.locator('main').innerText()).toContain('lets no program in');
  await lookAt(page, 'my-app-passwords-nowhere');
  await page.goto(`${stage.origin}/my/confirm?act=passkey`);
  await prove(luca);
  await open('Use a recovery code instead');
  await page.fill('#recovery', luca.recoveryCodes[0] ?? '');
  await submit();
  expect(await summary()).toContain('recovery code is wrong');
  await page.fill('#recovery', fresh);
  await submit();
  expect(await heading()).toBe('Add a passkey');
});

it('makes a mobile password in the office, where there is no second factor', async () => {
  const anna = await someone('office.tld');
  const eas = (password: string) =>
    stage.mail.call('gatepost.policy.v1.AuthorizationService/Authorize', {
      account: anna.account,
      service: 'SERVICE_EAS',
      client_ip: '198.51.100.7',
      password: Buffer.from(password),
    });
  await page.goto(`${stage.origin}/sign-in`);
  await page.fill('#account', anna.account);
  await page.fill('#password', anna.password);
  await submit();
  await lookAt(page, 'set-up-choice');
  await press('Not now');
  await open('Make an app password');
  await prove(anna);
  await lookAt(page, 'my-app-password');
  // A service is not offered if no rule lets app passwords in.
  expect(await page.locator('#services input').count()).toBe(1);
  await page.uncheck('#for-EAS');
  await page.fill('#label', 'Phone <b>');
  await submit();
  expect(await summary()).toContain('Choose what it opens');
  expect(await page.inputValue('#label')).toBe('Phone <b>');
  await page.check('#for-EAS');
  await submit();
  expect(await heading()).toBe('App password for “Phone <b>”');
  await lookAt(page, 'my-app-password-made');
  const secret = await page.locator('.secret').innerText();
  expect((await eas(secret)).decision).toBe('DECISION_ALLOW');
  await press('I have entered it');
  expect(await page.locator('.note[role=status]').innerText()).toContain('works from now on');
  await page.goBack();
  expect(await page.locator('body').innerText()).not.toContain(secret);

  // Everything else needs a second factor.
  await page.goto(`${stage.origin}/`);
  await open('App passwords');
  await prove(anna);
  expect(await heading()).toBe('First set up a second step');
  await lookAt(page, 'my-needs-second-factor');
  await page.getByRole('link', { name: 'Add an authenticator app' }).click();
  await prove(anna);
  await submit();
  const phone = await scan();
  await page.fill('#code', stage.code(phone));
  await submit();
  await submit();
  // A password is enough to sign in there, so nobody is signed out or asked for the code again.
  expect(await heading()).toBe('You are signed in');
  // The first second factor ended what the password alone made.
  expect((await eas(secret)).decision).toBe('DECISION_DENY');
});

it('offers nothing that opens nothing', async () => {
  const anna = await someone('plain.tld');
  await page.goto(`${stage.origin}/sign-in`);
  await page.fill('#account', anna.account);
  await page.fill('#password', anna.password);
  await submit();
  expect(await page.locator('.menu').innerText()).not.toMatch(/Add a passkey|Make an app password/);
  await page.goto(`${stage.origin}/my/confirm?act=app-password`);
  expect(await page.getByRole('button', { name: 'organisation' }).count()).toBe(0);
});

it('sees app passwords and ends several with one proof', async () => {
  const luca = await someone('a.tld', { otp: 1 });
  const create = 'gatepost.credential.v1.CredentialAdminService/CreateAppPassword';
  for (const label of ['Tablet', 'Old laptop']) {
    const wish = { account: luca.account, label, services: ['SERVICE_DAV'] };
    await stage.admin.call(create, wish);
  }
  await signIn(luca);
  await open('Make an app password');
  await prove(luca, stage.code(phoneOf(luca)));
  await page.fill('#label', 'Outlook');
  await submit();
  await press('I have entered it');
  // The remaining ticket of the proof shows the list with the new one.
  expect(await heading()).toBe('App passwords');
  expect(await page.locator('.note').innerText()).toContain('works from now on');
  expect(await page.locator('.items li').count()).toBe(3);
  await open('App passwords');
  await prove(luca, stage.code(phoneOf(luca)));
  await lookAt(page, 'my-app-passwords');
  await press('End the ticked ones');
  expect(await summary()).toContain('Tick what is to end');
  await page.getByLabel('Tablet').check();
  await page.getByLabel('Outlook').check();
  await press('End the ticked ones');
  expect(await heading()).toBe('App passwords');
  expect(await page.locator('.note').innerText()).toContain(
    '2 app passwords are ended. Each program that used one of them needs another.',
  );
  expect(await page.locator('.items li').allInnerTexts()).toEqual([
    expect.stringContaining('Old laptop'),
  ]);
  await lookAt(page, 'my-app-passwords-ended');
  // Another change needs another proof, and is made on the list as it is then.
  await page.getByLabel('Old laptop').check();
  await press('End the ticked ones');
  await prove(luca, stage.code(phoneOf(luca)));
  await page.getByLabel('Old laptop').check();
  await press('End the ticked ones');
  expect(await page.locator('.note').innerText()).toContain('The app password is ended.');
  expect(await page.locator('main').innerText()).toContain('You have none');
});

it('shows a new mail program at home that was refused, and lets it in by the button', async () => {
  const luca = await someone('a.tld', { otp: 1 });
  const imap = () =>
    stage.mail.call('gatepost.policy.v1.AuthorizationService/Authorize', {
      ...{ account: luca.account, service: 'SERVICE_IMAP', client_ip: '127.0.0.1' },
      password: Buffer.from(luca.password),
    });
  expect((await imap()).decision).toBe('DECISION_DENY');
  await signIn(luca);
  const refusal = page.locator('.items li', { hasText: 'Reading mail (IMAP)' });
  const shown = async () => {
    await page.goto(`${stage.origin}/my/sign-ins`);
    return (await refusal.count()) === 1;
  };
  await until('the record has the refusal', shown, { everyMs: 500 });
  expect(await refusal.innerText()).toContain('Refused');
  expect(await page.locator('main').innerText()).not.toMatch(
    /DENY|NO_RULE|[0-9a-f]{8}-[0-9a-f]{4}/,
  );
  await lookAt(page, 'my-sign-ins');
  await refusal.getByRole('link', { name: /^Trust this internet connection until/ }).click();
  await prove(luca, stage.code(phoneOf(luca)));
  expect(await page.locator('.note').innerText()).toContain('is trusted now');
  expect((await imap()).decision).toBe('DECISION_ALLOW');
});

it('changes the main password, with reasons in sentences, and ends what rests on the old one', async () => {
  const luca = await someone('a.tld', { otp: 1 });
  const other = await newPage();
  await signIn(luca, { on: other });
  await signIn(luca);
  await open('Change your password');
  await prove(luca, stage.code(phoneOf(luca)));
  await lookAt(page, 'my-password');
  const fill = async (current: string, next: string) => {
    await page.fill('#current', current);
    await page.fill('#new', next);
    await submit();
  };
  await fill('wrong', 'seven unrelated words on walls');
  expect(await summary()).toContain('The current password is wrong');
  await fill(luca.password, 'password1234');
  expect(await summary()).toMatch(/stolen passwords|too easy to guess/);
  await fill(luca.password, 'seven unrelated words on walls');
  expect(await heading()).toBe('Your password is changed');
  for (const each of [page, other]) {
    await each.goto(`${stage.origin}/`);
    expect(await heading(each)).toBe('Sign in to Example Mail');
  }
  await other.context().close();
  await signIn({ ...luca, password: 'seven unrelated words on walls' });
});

const PROGRAMS = ['Thunderbird', 'Outlook', 'Apple Mail', 'Android', 'iPhone and iPad'];

describe('in every language', () => {
  it.each(LANGUAGES)('%s: every page is whole', async (lang) => {
    const luca = await someone('w.tld', { otp: 1, recovery: true });
    const method = 'gatepost.portal.v1.PortalAdminService/SetBranding';
    const mail = {
      imap: { host: 'imap.w.tld', port: 993 },
      smtp: { host: 'smtp.w.tld', port: 587, starttls: true },
    };
    await stage.admin.call(method, { domain: 'w.tld', branding: { mail } });
    await signIn(luca, { trust: true });
    const see = async (path: string, name: string) => {
      await page.goto(`${stage.origin}${path}`);
      await lookAt(page, `my-${name}-${lang}`);
    };
    await see(`/?lang=${lang}`, 'sign-in');
    await see('/my/access', 'access');
    await see('/my/sign-ins', 'sign-ins');
    await see('/my/confirm?act=app-password', 'prove');
    const proveHere = async () => {
      await page.fill('#password', luca.password);
      await submit();
      await page.fill('#code', stage.code(phoneOf(luca)));
      await submit();
    };
    await proveHere();
    await lookAt(page, `my-app-password-${lang}`);
    await page.fill('#label', 'Thunderbird');
    await submit();
    const programs = page.locator('summary');
    if (lang === 'en') expect(await programs.allInnerTexts()).toEqual(PROGRAMS);
    expect(await page.locator('main').innerText()).toContain('smtp.w.tld');
    for (const program of await programs.all()) await program.click();
    await lookAt(page, `my-app-password-made-${lang}`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('form[action$=mobileconfig] button').first().click(),
    ]);
    expect(download.suggestedFilename()).toBe('mail.mobileconfig');
    await page.goto(`${stage.origin}/my/confirm?act=ways`);
    await proveHere();
    await lookAt(page, `my-ways-${lang}`);
    await page.locator('a[href*="?remove="]').first().click();
    await lookAt(page, `my-remove-${lang}`);
    await page.goto(`${stage.origin}/my/confirm?act=password`);
    await proveHere();
    await lookAt(page, `my-password-${lang}`);
    const answer = await page.request.get(
      `${stage.origin}/mail/config-v1.1.xml?emailaddress=${luca.account}`,
    );
    expect(await answer.text()).toContain('<hostname>imap.w.tld</hostname>');
  });
});
