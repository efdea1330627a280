import type { CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuthenticatorApp } from '../../cli/up/demo/authenticator-app.js';
import { until } from '../../libs/testing/until.js';
import { fromBase32 } from './base32.js';
import { enrolElsewhere } from './enrol-elsewhere.js';
import { lookAt, lookAtWithoutScript } from './look-at.js';
import { type BrowserStage, openBrowserStage, type Person } from './stage.js';
import { type Kind, openWebAuthn, plugIn as plugInto, touch } from './virtual-authenticator.js';

let stage: BrowserStage;
let page: Page;
let devtools: CDPSession;
const refused: string[] = [];
let unique = 0;

beforeAll(async () => {
  stage = await openBrowserStage({ replicas: { policy: 2, passkey: 2 } });
});
afterAll(() => stage?.close());
beforeEach(async () => {
  refused.length = 0;
  unique += 1;
  const context = await stage.browser.newContext({ locale: 'en-GB' });
  page = await context.newPage();
  page.on('console', (message) => {
    if (/Content Security Policy|Refused/.test(message.text())) refused.push(message.text());
  });
  devtools = await openWebAuthn(page);
});
afterEach(async () => {
  await page.context().close();
  expect(refused).toEqual([]);
});

const plugIn = (kind: Kind) => plugInto(devtools, kind);

const heading = () => page.locator('h1').innerText();
const submit = () => page.locator('main button[type=submit]').first().click();
const someone = (domain: string) => stage.person(`p${unique}@${domain}`);

async function enterPassword({ account, password }: Pick<Person, 'account' | 'password'>) {
  await page.goto(`${stage.origin}/sign-in`);
  await page.fill('#account', account);
  await page.fill('#password', password);
  await submit();
}

/** Makes the first passkey, and keeps the recovery codes, without which it cannot be used. */
async function setUpPasskey(): Promise<string[]> {
  expect(await heading()).toBe('Set up two-step sign-in');
  await page.getByRole('button', { name: 'Set up a passkey' }).click();
  expect(await heading()).toBe('Make a passkey');
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await page.waitForSelector('.codes');
  const codes = await page.locator('.codes li').allInnerTexts();
  await submit();
  return codes;
}

async function signOut() {
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.context().clearCookies();
}

const button = () => page.getByRole('button', { name: 'Sign in with a passkey' });
const pressPasskey = () => button().click();
const isIn = () => page.waitForURL(`${stage.origin}/`);

/** Signs in by the button or by the field. Chromium's virtual authenticator takes what a field offers at once. */
async function signInAlone() {
  const arrived = isIn();
  await page.goto(`${stage.origin}/sign-in`);
  // If the field was first, the button is gone, and the click must not reach the next page.
  const pressed = button().click({ timeout: 2_000 });
  await Promise.allSettled([pressed]);
  await arrived;
}

describe('a passkey that verifies its user', () => {
  it.each<Kind>([
    { transport: 'internal', resident: true, verifies: true },
    { transport: 'hybrid', resident: true, verifies: true },
    { transport: 'usb', resident: true, verifies: true },
  ])('of $transport: set up, then alone, without an account’s name', async (kind) => {
    await plugIn(kind);
    await enterPassword(await someone('key.tld'));
    await lookAt(page, 'passkey-set-up');
    await setUpPasskey();
    // The password is known, so the passkey completes this sign-in.
    expect(await heading()).toBe('Use your passkey');
    await lookAt(page, 'passkey');
    await pressPasskey();
    await isIn();
    await signOut();
    await signInAlone();
    expect(await page.locator('main').innerText()).toContain(`p${unique}@key.tld`);
  });

  it('that is not discoverable completes a sign-in after the password', async () => {
    await plugIn({ transport: 'usb', resident: false, verifies: true });
    const person = await someone('key.tld');
    await enterPassword(person);
    await setUpPasskey();
    await pressPasskey();
    await isIn();
    await signOut();
    await enterPassword(person);
    expect(await heading()).toBe('Use your passkey');
    await pressPasskey();
    await isIn();
  });

  it('is offered in the field of the account', async () => {
    await plugIn({ transport: 'internal', resident: true, verifies: true });
    await enterPassword(await someone('key.tld'));
    await setUpPasskey();
    await pressPasskey();
    await isIn();
    await signOut();
    const plain = await page.request.get(`${stage.origin}/sign-in`);
    expect(await plain.text()).toContain('autocomplete="username webauthn"');
    await page.goto(`${stage.origin}/sign-in`);
    // Chromium's virtual authenticator takes what the field offers on its own.
    await isIn();
  });
});

describe('a security key that is only touched', () => {
  it('goes with a password', async () => {
    await plugIn({ transport: 'usb', resident: false, verifies: false });
    const person = await someone('touch.tld');
    await enterPassword(person);
    await setUpPasskey();
    expect(await heading()).toBe('Use your passkey');
    await pressPasskey();
    await isIn();
  });

  it('is refused without a password, even from a manipulated browser', async () => {
    await plugIn({ transport: 'usb', resident: false, verifies: false });
    await page.addInitScript(`
      const get = navigator.credentials.get.bind(navigator.credentials);
      navigator.credentials.get = (options) =>
        get({ ...options, publicKey: { ...options.publicKey, userVerification: 'discouraged' } });
    `);
    await enterPassword(await someone('key.tld'));
    await setUpPasskey();
    await pressPasskey();
    await page.waitForSelector('.summary');
    expect(await page.locator('.summary').innerText()).toContain('The passkey was not accepted');
  });
});

describe('a copied passkey', () => {
  it('is refused once its counter falls, with an event', async () => {
    const authenticatorId = await plugIn({ transport: 'internal', resident: true, verifies: true });
    const person = await someone('key.tld');
    await enterPassword(person);
    await setUpPasskey();
    await pressPasskey();
    await isIn();
    await signOut();
    const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
    const [credential] = credentials;
    if (credential === undefined) throw new Error('no credential');
    const { credentialId } = credential;
    await devtools.send('WebAuthn.removeCredential', { authenticatorId, credentialId });
    const copy = { ...credential, signCount: 0 };
    await devtools.send('WebAuthn.addCredential', { authenticatorId, credential: copy });
    await page.goto(`${stage.origin}/sign-in`);
    await page.waitForSelector('.summary');
    expect(await page.locator('.summary').innerText()).toContain('The passkey was not accepted');
    const filter = { account: person.account, type: 'gatepost.passkey.counter-fell.v1' };
    const auditor = stage.suite.client('auditor', 'auditor');
    const events = await until('it is in the record', async () => {
      const found = await auditor.call('gatepost.audit.v1.AuditService/Query', { filter });
      return found.events.length > 0 && found.events;
    });
    expect(JSON.parse(events[0].event.toString()).data.counter).toBe(1);
  });
});

describe('who loses the only passkey', () => {
  it('makes another with the password and a recovery code', async () => {
    const first = await plugIn({ transport: 'internal', resident: true, verifies: true });
    const person = await someone('only.tld');
    const codes = await enrolElsewhere(stage, page, person);
    await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: first });
    await plugIn({ transport: 'usb', resident: true, verifies: true });
    await page.goto(`${stage.origin}/sign-in`);
    await page.fill('#account', person.account);
    await submit();
    expect(await heading()).toBe('Use your passkey');
    await page.getByRole('button', { name: 'Lost your passkey?' }).click();
    await lookAt(page, 'lost-passkey');
    await page.fill('#password', person.password);
    await page.fill('#recovery', 'nonsense');
    await submit();
    expect(await page.locator('.summary').innerText()).toContain('recovery code is wrong');
    await lookAt(page, 'lost-passkey-problem');
    await page.fill('#password', person.password);
    await page.fill('#recovery', codes[0] ?? '');
    await submit();
    expect(await heading()).toBe('Make a new passkey');
    await lookAt(page, 'set-up-lost');
    await page.getByRole('button', { name: 'Set up a passkey' }).click();
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    await page.waitForSelector('text=Your new passkey is ready');
    await lookAt(page, 'passkey-made');
    await signInAlone();
  });
});

describe('who has passkeys and types no password', () => {
  const confirm = async (act: string) => {
    await page.goto(`${stage.origin}/my/confirm?act=${act}`);
    await proveByPasskey();
  };
  const proveByPasskey = async () => {
    expect(await heading()).toBe('Confirm that it is you');
    await pressPasskey();
    await page.waitForURL((url) => !url.href.includes('flow='));
  };
  const note = () => page.locator('.note').innerText();
  const itemOf = (name: RegExp) => page.locator('.items li', { hasText: name });

  it('adds another and an app, loses the first, and makes new recovery codes', async () => {
    const phone = await plugIn({ transport: 'internal', resident: true, verifies: true });
    const person = await someone('only.tld');
    await enrolElsewhere(stage, page, person);
    await signInAlone();

    // Adds a second authenticator, while nobody touches the first.
    await confirm('passkey');
    expect(await heading()).toBe('Add a passkey');
    await page.fill('#label', 'Security key');
    await submit();
    await lookAt(page, 'my-make-passkey');
    expect(await page.getByRole('link', { name: 'Cancel' }).count()).toBe(1);
    await touch(devtools, phone, false);
    const key = await plugIn({ transport: 'usb', resident: true, verifies: true });
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    await page.waitForURL(/my\/change/);
    expect(await note()).toContain('The passkey is added');
    expect(await page.locator('.items li').count()).toBe(2);

    await confirm('authenticator');
    await submit();
    const secret = (await page.locator('.secret').innerText()).replaceAll(' ', '');
    const app = createAuthenticatorApp(fromBase32(secret), person.account);
    await page.fill('#code', stage.code(app));
    await submit();
    // A passkey is a second factor already, so nobody is signed out and the recovery codes stay.
    expect(await note()).toContain('The authenticator app is added');
    expect(await page.locator('.items li').count()).toBe(3);
    expect(await page.locator('main').innerText()).toContain('10 codes are left');
    await page.goto(`${stage.origin}/`);
    expect(await heading()).toBe('You are signed in');

    // The phone is lost. The remaining factors prove who they are.
    await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: phone });
    await confirm('ways');
    expect(await page.locator('.items li').count()).toBe(3);
    await itemOf(/^phone/)
      .getByText('Remove')
      .click();
    expect(await heading()).toContain('Remove “phone”?');
    expect(await page.locator('.note').count()).toBe(0);
    await page.getByRole('button', { name: 'Remove it' }).click();
    expect(await heading()).toBe('The passkey is removed');
    await signInAlone();

    await confirm('ways');
    expect(await itemOf(/^phone/).count()).toBe(0);
    await page.getByRole('button', { name: 'Make new recovery codes' }).click();
    expect(await page.locator('.codes li').count()).toBe(10);
    await submit();
    expect(await page.locator('main').innerText()).toContain('10 codes are left');
    await touch(devtools, key, false);
  });
});

describe('without script', () => {
  it('says what to do instead', async () => {
    const context = await stage.browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' });
    const plain = await context.newPage();
    await plain.goto(`${stage.origin}/sign-in`);
    expect(await plain.getByRole('button', { name: 'Sign in with a passkey' }).count()).toBe(0);
    await plain.fill('#account', 'anybody@only.tld');
    await plain.locator('main button[type=submit]').first().click();
    expect(await plain.locator('h1').innerText()).toBe('Use your passkey');
    expect(await plain.locator('main').innerText()).toContain('JavaScript is switched off');
    await lookAtWithoutScript(plain, 'passkey-no-script');
    await context.close();
  });
});
