import type { CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lookAt, lookAtWithoutScript } from './look-at.js';
import { type BrowserStage, openBrowserStage, type Person } from './stage.js';

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
  devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
});
afterEach(async () => {
  await page.context().close();
  expect(refused).toEqual([]);
});

interface Kind {
  readonly transport: 'internal' | 'usb' | 'hybrid';
  readonly resident: boolean;
  readonly verifies: boolean;
}

/** An authenticator of Chromium's own, in software (CDP `WebAuthn`). */
async function plugIn({ transport, resident, verifies }: Kind): Promise<string> {
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport, hasResidentKey: resident },
      ...{ hasUserVerification: verifies, isUserVerified: verifies },
      ...{ automaticPresenceSimulation: true },
    },
  });
  return authenticatorId;
}

const heading = () => page.locator('h1').innerText();
const submit = () => page.locator('main button[type=submit]').first().click();
const someone = (domain: string) => stage.person(`p${unique}@${domain}`);

async function enterPassword({ account, password }: Pick<Person, 'account' | 'password'>) {
  await page.goto(`${stage.origin}/sign-in`);
  await page.fill('#account', account);
  await page.fill('#password', password);
  await submit();
}

/** The first passkey: made, and the recovery codes kept before it is a way in. */
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

const pressPasskey = () => page.getByRole('button', { name: 'Sign in with a passkey' }).click();
const isIn = () => page.waitForURL(`${stage.origin}/`);

/** By the button, or by the field: Chromium's own authenticator chooses at once what a field offers. */
async function signInAlone() {
  const arrived = isIn();
  await page.goto(`${stage.origin}/sign-in`);
  await Promise.any([arrived, pressPasskey()]);
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
    // The password is known: the passkey completes this very sign-in.
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
    // Chromium's own authenticator chooses by itself what the field offers.
    await isIn();
  });
});

describe('a security key that is only touched', () => {
  it('goes with a password, and alone is refused', async () => {
    await plugIn({ transport: 'usb', resident: false, verifies: false });
    const person = await someone('touch.tld');
    await enterPassword(person);
    await setUpPasskey();
    expect(await heading()).toBe('Use your passkey');
    await pressPasskey();
    await isIn();
  });
});

describe('a copied passkey', () => {
  it('is refused once its counter falls behind, with an event', async () => {
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
  });
});

describe('who loses the only passkey', () => {
  it('makes another with the password and a recovery code', async () => {
    const first = await plugIn({ transport: 'internal', resident: true, verifies: true });
    const person = await someone('only.tld');
    const codes = await enrolElsewhere(person);
    await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: first });
    await plugIn({ transport: 'usb', resident: true, verifies: true });
    await page.goto(`${stage.origin}/sign-in`);
    await page.fill('#account', person.account);
    await submit();
    expect(await heading()).toBe('Use your passkey');
    await page.getByRole('button', { name: 'You have lost your passkey?' }).click();
    await lookAt(page, 'lost-passkey');
    await page.fill('#password', person.password);
    await page.fill('#recovery', 'nonsense');
    await submit();
    expect(await page.locator('.summary').innerText()).toContain('recovery code is wrong');
    await lookAt(page, 'lost-passkey-problem');
    await page.fill('#password', person.password);
    await page.fill('#recovery', codes[0] ?? '');
    await submit();
    expect(await heading()).toBe('Set up two-step sign-in');
    await page.getByRole('button', { name: 'Set up a passkey' }).click();
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    await page.waitForSelector('text=Your new passkey is ready');
    await lookAt(page, 'passkey-made');
    await signInAlone();
  });

  /** Where the web takes a passkey alone, the first one is made where a password is enough. */
  async function enrolElsewhere({ account, password }: Person): Promise<string[]> {
    const authorize = 'gatepost.policy.v1.AuthorizationService/Authorize';
    const enrolment = 'gatepost.passkey.v1.PasskeyEnrollmentService';
    const portal = stage.suite.client('service', 'portal');
    const { tickets } = await portal.call(authorize, {
      ...{ account, service: 'SERVICE_DESKTOP_APP', client_ip: '127.0.0.1' },
      password: Buffer.from(password),
    });
    const ticket = tickets.find(({ stores }: { stores: string[] }) => stores.includes('passkey'));
    const begun = await portal.call(`${enrolment}/BeginRegistration`, {
      ...{ ticket: ticket.token, label: 'phone', sign_in_host: 'localhost' },
    });
    await page.goto(`${stage.origin}/not-found`);
    const response = await page.evaluate(CREATE, begun.creation_options);
    const made = await portal.call(`${enrolment}/FinishRegistration`, {
      registration_token: begun.registration_token,
      response: Buffer.from(response),
    });
    const { passkey_id, confirmation_token, recovery_codes } = made;
    await portal.call(`${enrolment}/ConfirmRegistration`, { passkey_id, confirmation_token });
    return recovery_codes;
  }
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
    expect(await plain.locator('main').innerText()).toContain('scripts are switched off');
    await lookAtWithoutScript(plain, 'passkey-no-script');
    await context.close();
  });
});

/** In the page: what a browser makes of creation options, as RegistrationResponseJSON. */
const CREATE = async (options: string): Promise<string> => {
  // biome-ignore lint/suspicious/noExplicitAny: evaluated in the browser, whose types are not these
  const { PublicKeyCredential, navigator } = globalThis as any;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(options));
  return JSON.stringify((await navigator.credentials.create({ publicKey })).toJSON());
};
