import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { linkIn, type Mailbox, openMailbox } from '../suite/mailbox.js';
import { lookAt } from './look-at.js';
import { type BrowserStage, openBrowserStage, type Person } from './stage.js';

// Which notices a person gets, and where: the person's own page, and the links in mails.

const HOUR = 3_600_000;
const LANGUAGES = ['en', 'it', 'de', 'fr', 'es', 'ar'];

let stage: BrowserStage;
let mailbox: Mailbox;
let context: BrowserContext;
let page: Page;
let unique = 0;

beforeAll(async () => {
  mailbox = await openMailbox();
  stage = await openBrowserStage((origin) => ({
    relay: mailbox.url,
    processes: true,
    own: { notice: { hosts: [{ url: origin }] } },
  }));
});
afterAll(async () => {
  await stage?.close();
  await mailbox?.close();
});
beforeEach(async () => {
  unique += 1;
  context = await stage.browser.newContext({ locale: 'en-GB' });
  page = await context.newPage();
});
afterEach(() => context.close());

const heading = (of = page) => of.locator('h1').innerText();
const main = (of = page) => of.locator('main').innerText();
const submit = (of = page) => of.locator('main button[type=submit]').first().click();
const open = (name: string, of = page) =>
  of.getByRole('link', { name, exact: true }).first().click();
const note = () => page.locator('.note').innerText();
const items = () => page.locator('.items').first().locator('li').allInnerTexts();
const someone = () => stage.person(`n${unique}@a.tld`, { otp: 1 });
const second = () => `second${unique}@else.example`;
/** The kinds that are switched off, as the person sees them. */
const kinds = async () => {
  await page.goto(`${stage.origin}/my/notices`);
  return page
    .locator('.items li:has(.badge:text-is("off")) form input[name=kind]')
    .evaluateAll((all) => (all as unknown as { value: string }[]).map(({ value }) => value));
};

async function prove({ password, apps }: Person, of = page) {
  const [phone] = apps as [Person['apps'][number]];
  await of.fill('#password', password);
  await submit(of);
  await of.fill('#code', stage.code(phone));
  await submit(of);
}

async function signIn(person: Person, of = page) {
  await of.goto(`${stage.origin}/sign-in`);
  await of.fill('#account', person.account);
  await prove(person, of);
}

/** Goes to the page on which the person gives a second address. */
async function toSecondAddress(person: Person, of = page) {
  await of.goto(`${stage.origin}/my/confirm?act=second-address`);
  await prove(person, of);
  expect(await heading(of)).toBe('Give a second address');
}

/** Asks for a second address. Returns the link that was sent to it. */
async function ask(person: Person, address: string): Promise<string> {
  const from = mailbox.mails.length;
  await toSecondAddress(person);
  await page.fill('#address', address);
  await submit();
  expect(await heading()).toBe('Notices');
  return linkIn(await mailbox.mail(address, CONFIRM, from), 'confirm-address');
}
const CONFIRM = 'Do you want notices about a mail account here?';

/** A page in a browser in which nobody is signed in. */
async function stranger(): Promise<Page> {
  return (await stage.browser.newContext({ locale: 'en-GB' })).newPage();
}

describe('a second address', () => {
  it('is given, confirmed where it is read, changed, and removed', async () => {
    const luca = await someone();
    await signIn(luca);
    await open('Notices');
    expect(await heading()).toBe('Notices');
    expect(await main()).toContain('You have no second address.');
    await lookAt(page, 'my-notices');
    await open('Give a second address');
    expect(await main()).toContain('Next: Give a second address');
    await prove(luca);
    await lookAt(page, 'my-second-address');

    // The error is at its field, the typed text stays, and the proof is not used up.
    const wrong = [
      ['', 'Enter a mail address.'],
      ['luca at home', 'Enter a whole mail address, such as anna@example.org.'],
      [luca.account, 'That is your own mailbox'],
    ] as const;
    for (const [address, text] of wrong) {
      await page.fill('#address', address);
      await submit();
      expect(await page.locator('.summary').innerText()).toContain(text);
      expect(await page.inputValue('#address')).toBe(address);
    }
    await lookAt(page, 'my-second-address-problem');
    await page.fill('#address', second().toUpperCase());
    await submit();
    expect(await heading()).toBe('Notices');
    expect(await note()).toContain('The link is on its way.');
    expect(await items()).toEqual([
      expect.stringMatching(new RegExp(`^${second()}\\s*not confirmed yet.*It works until`, 's')),
    ]);
    await lookAt(page, 'my-notices-asked');

    // The reader of that mailbox confirms in any browser. Opening the link, as scanners do, confirms nothing.
    const link = linkIn(await mailbox.mail(second(), CONFIRM), 'confirm-address');
    const theirs = await stranger();
    const answer = await theirs.goto(link);
    expect(answer?.headers()['referrer-policy']).toBe('strict-origin');
    expect(await heading(theirs)).toBe('Notices to this address?');
    await lookAt(theirs, 'confirm-address');
    await page.reload();
    expect(await items()).toEqual([expect.stringContaining('not confirmed yet')]);
    await submit(theirs);
    expect(await heading(theirs)).toBe('This address gets notices');
    await lookAt(theirs, 'address-confirmed');
    await page.reload();
    expect(await items()).toEqual([expect.stringContaining('It gets notices · since today')]);
    for (const to of [luca.account, second()]) {
      await mailbox.mail(to, 'Your notices go to a second address, too');
    }

    // The link works once.
    expect((await theirs.goto(link))?.status()).toBe(410);
    expect(await heading(theirs)).toBe('This link is over');
    await lookAt(theirs, 'link-over');
    await theirs.context().close();

    // A new address replaces it once it is confirmed. The old one is told, and gets notices for a while.
    await toSecondAddress(luca);
    expect(await main()).toContain(`It takes the place of ${second()}.`);
    await page.fill('#address', `new-${second()}`);
    await submit();
    const replaced = linkIn(await mailbox.mail(`new-${second()}`, CONFIRM), 'confirm-address');
    expect(await items()).toEqual([
      expect.stringContaining('It gets notices'),
      expect.stringContaining('not confirmed yet'),
    ]);
    await open('Remove the second address');
    await prove(luca);
    expect(await heading()).toBe(`Remove “${second()}”?`);
    await lookAt(page, 'my-remove-second-address');
    await open('Keep it');
    expect(await items()).toHaveLength(2);
    await open('Remove the second address');
    await prove(luca);
    await page.getByRole('button', { name: 'Remove it' }).click();
    expect(await note()).toBe('The second address is removed.');
    expect(await items()).toEqual([expect.stringMatching(/removed.*It still gets notices until/s)]);
    await lookAt(page, 'my-notices-removed');
    await mailbox.mail(second(), 'Your notices go to no second address any more');
    expect((await page.goto(replaced))?.status()).toBe(410);
    await page.goto(`${stage.origin}/my/confirm?act=remove-second-address`);
    await prove(luca);
    expect(await main()).toContain('You have no second address.');
  });

  it('is asked for three times a day at most, and the page says so', async () => {
    const luca = await someone();
    await signIn(luca);
    for (let n = 0; n < 3; n += 1) await ask(luca, `${n}-${second()}`);
    await toSecondAddress(luca);
    await page.fill('#address', second());
    await submit();
    expect(await page.locator('.summary').innerText()).toContain('Try again tomorrow.');
    expect(mailbox.mails.filter(({ to }) => JSON.stringify(to).includes(second()))).toHaveLength(3);
  });
});

describe('a kind of notice', () => {
  it('is switched off on the page, and on again', async () => {
    const luca = await someone();
    await signIn(luca);
    await page.goto(`${stage.origin}/my/notices`);
    const locked = page.locator('.items li', { hasText: 'Somebody tried to sign in' });
    await locked.getByRole('button', { name: /^Switch off/ }).click();
    expect(await note()).toBe('These mails do not come any more.');
    expect(await locked.innerText()).toContain('off');
    expect(await kinds()).toEqual(['locked']);
    await lookAt(page, 'my-notices-off');
    await locked.getByRole('button', { name: /^Switch on/ }).click();
    expect(await note()).toBe('These mails come again.');
    expect(await kinds()).toEqual([]);
  });

  it('is switched off by its mail’s link: by a person with a button, by a mail program alone', async () => {
    const luca = await someone();
    const grants = async () => {
      const from = mailbox.mails.length;
      await page.context().clearCookies();
      await page.goto(`${stage.origin}/sign-in`);
      await page.fill('#account', luca.account);
      await page.fill('#password', luca.password);
      await submit();
      await page.check('#trust-ip');
      await page.fill('#code', stage.code(luca.apps[0] as Person['apps'][number]));
      await submit();
      const subject = 'A connection or device is now trusted';
      return linkIn(await mailbox.mail(luca.account, subject, from), 'notices-off');
    };
    const link = await grants();
    const theirs = await stranger();
    expect((await theirs.goto(link))?.headers()['referrer-policy']).toBe('strict-origin');
    expect(await heading(theirs)).toBe('No more mails of this kind?');
    expect(await main(theirs)).toContain('A connection or device is trusted');
    await lookAt(theirs, 'switch-off');
    expect(await kinds()).toEqual([]);
    await submit(theirs);
    expect(await heading(theirs)).toBe('Switched off');
    await lookAt(theirs, 'switched-off');
    await theirs.context().close();
    expect(await kinds()).toEqual(['trust-granted']);

    // RFC 8058: one POST without cookies and without a page before it, any number of times.
    await page.getByRole('button', { name: /^Switch on/ }).click();
    const oneClick = (url: string, body = 'List-Unsubscribe=One-Click') =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
    // The link changed, or used for another page, does nothing.
    const [head = '', body = '', mac = ''] = link.split('.');
    for (const changed of [
      `${head}.${body}.${'A'.repeat(mac.length)}`,
      `${link}x`,
      `${head}.${body}`,
    ]) {
      expect((await oneClick(changed)).status, changed).toBe(410);
    }
    expect((await oneClick(link.replace('notices-off', 'confirm-address'))).status).toBe(403);
    expect(await kinds()).toEqual([]);
    expect((await fetch(link, { method: 'HEAD' })).status).toBe(200);
    expect(await kinds()).toEqual([]);
    for (let n = 0; n < 2; n += 1) expect((await oneClick(link)).status).toBe(200);
    expect(await kinds()).toEqual(['trust-granted']);
  });
});

describe('who is not the person', () => {
  it('changes nothing of theirs by a form of another page or browser', async () => {
    const luca = await someone();
    const eve = await stage.person(`eve${unique}@a.tld`, { otp: 1 });
    await signIn(luca);
    await toSecondAddress(luca);
    const change = page.url();
    const formOf = (of: Page, n = 0) =>
      of
        .locator('main form')
        .nth(n)
        .evaluate((form) => Object.fromEntries(new FormData(form as never) as never));
    const mine = (await formOf(page)) as Record<string, string>;
    const theirs = await stranger();
    await signIn(eve, theirs);
    await theirs.goto(`${stage.origin}/my/notices`);
    const eves = (await formOf(theirs)) as Record<string, string>;

    const post = (of: Page, url: string, form: Record<string, string>, origin = stage.origin) =>
      of.request.post(url, { form, headers: { origin }, maxRedirects: 0 });
    const address = 'eve@evil.example';
    const wish = { ...mine, address };
    const off = { kind: 'locked', off: 'yes' };
    const flip = `${stage.origin}/my/notices/switch`;
    // A foreign page has this browser's cookies, but neither its origin nor its token.
    for (const [url, form, origin] of [
      [`${change}/second-address`, wish, 'https://evil.example'],
      [`${change}/second-address`, { ...wish, token: eves.token ?? '' }, undefined],
      [`${change}/second-address`, { address, step: mine.step ?? '' }, undefined],
      [flip, off, undefined],
      [flip, { ...off, token: mine.token ?? '' }, 'https://evil.example'],
      [flip, { ...off, token: eves.token ?? '' }, undefined],
    ] as const) {
      expect((await post(page, url, form, origin)).status()).toBe(403);
    }
    // In Eve's own browser, where she is signed in, the proof is not valid.
    expect((await theirs.goto(change))?.status()).toBe(409);
    const taken = { ...wish, token: eves.token ?? '' };
    expect((await post(theirs, `${change}/second-address`, taken)).status()).toBe(409);
    // A kind that may not be switched off stays on.
    const token = mine.token ?? '';
    expect((await post(page, flip, { kind: 'sign-in', off: 'yes', token })).status()).toBe(400);
    // A proof is for one act. This one removes nothing, and is valid once.
    const remove = `${change}/remove-second-address`;
    expect((await post(page, remove, mine)).status()).toBe(409);
    await page.goto(change);
    const again = (await formOf(page)) as Record<string, string>;
    const own = { ...again, address: second() };
    expect((await post(page, `${change}/second-address`, own)).status()).toBe(303);
    expect((await post(page, `${change}/second-address`, { ...own, address })).status()).toBe(409);
    expect(await kinds()).toEqual([]);
    expect(JSON.stringify(mailbox.mails.map(({ to }) => to))).not.toContain(address);

    // A link in a mail takes a POST only from its page, in the browser that opened it.
    const link = linkIn(await mailbox.mail(second(), CONFIRM), 'confirm-address');
    expect((await fetch(link, { method: 'POST' })).status).toBe(403);
    await theirs.goto(link);
    const confirming = (await formOf(theirs)) as Record<string, string>;
    expect((await post(page, link, confirming)).status()).toBe(403);
    expect((await post(theirs, link, confirming, 'https://evil.example')).status()).toBe(403);
    const [head = '', body = '', mac = ''] = link.split('.');
    for (const other of [`${head}.${body}.${'A'.repeat(mac.length)}`, `${link}x`]) {
      expect((await theirs.goto(other))?.status()).toBe(410);
      expect((await post(theirs, other, confirming)).status()).toBe(410);
    }
    await page.goto(`${stage.origin}/my/notices`);
    expect(await items()).toEqual([expect.stringContaining('not confirmed yet')]);
    await theirs.context().close();
  });

  it('sees no page, and earns no change with a password alone', async () => {
    await page.goto(`${stage.origin}/my/notices`);
    expect(await heading()).toBe('Sign in to Example Mail');
    const anna = await stage.person(`anna${unique}@office.tld`);
    await page.fill('#account', anna.account);
    await page.fill('#password', anna.password);
    await submit();
    await page.getByRole('button', { name: 'Not now' }).click();
    await page.goto(`${stage.origin}/my/notices`);
    expect(await main()).toContain('You have no second address.');
    await open('Give a second address');
    await page.fill('#password', anna.password);
    await submit();
    expect(await heading()).toBe('First set up a second step');
  });
});

it.each(LANGUAGES)('in %s: every page is whole', async (lang) => {
  const luca = await someone();
  await page.goto(`${stage.origin}/sign-in?lang=${lang}`);
  await page.fill('#account', luca.account);
  await prove(luca);
  await page.goto(`${stage.origin}/my/confirm?act=second-address`);
  await prove(luca);
  await lookAt(page, `my-second-address-${lang}`);
  await page.fill('#address', second());
  await submit();
  await lookAt(page, `my-notices-${lang}`);
  // The mail is in the person's language.
  const mail = await mailbox.mail(second());
  await page.goto(linkIn(mail, 'confirm-address'));
  await lookAt(page, `confirm-address-${lang}`);
  await submit();
  await page.goto(`${stage.origin}/my/confirm?act=remove-second-address`);
  await prove(luca);
  await lookAt(page, `my-remove-second-address-${lang}`);
});

it('takes no link that is too old', async () => {
  const luca = await someone();
  await signIn(luca);
  const confirm = await ask(luca, second());
  const mail = await mailbox.mail(luca.account, 'New sign-in to your mail');
  const notMe = linkIn(mail, 'not-me');
  stage.suite.clock.advance(24 * HOUR);
  expect((await page.goto(confirm))?.status()).toBe(410);
  expect(await heading()).toBe('This link is over');
  stage.suite.clock.advance(7 * 24 * HOUR);
  await page.goto(notMe);
  await submit();
  expect(await heading()).toBe('This link works no longer');
});

it('says that notices cannot be shown where the service that sends them is away', async () => {
  const luca = await someone();
  await signIn(luca);
  await stage.suite.end('notice-1');
  expect((await page.goto(`${stage.origin}/my/notices`))?.status()).toBe(503);
  expect(await main()).toContain('cannot be shown at the moment');
  await lookAt(page, 'my-notices-away');
});
