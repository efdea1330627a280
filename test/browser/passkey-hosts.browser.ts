import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { authenticatorMaker } from '../../libs/testing/authenticator-maker.js';
import { type Mailbox, openMailbox } from '../suite/mailbox.js';
import { runCliHere } from '../suite/run-cli-here.js';
import { enrolElsewhere } from './enrol-elsewhere.js';
import { LANGUAGES } from './languages.js';
import { lookAt } from './look-at.js';
import { type BrowserStage, openBrowserStage, type Person } from './stage.js';
import { openWebAuthn, plugIn } from './virtual-authenticator.js';

const KEY = { transport: 'internal', resident: true, verifies: true } as const;
const LISTED = '2fc0579f-8113-47ea-b116-bb5a8db9202a';

let mailbox: Mailbox;
let stage: BrowserStage;
let page: Page;
let devtools: CDPSession;
let dir: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'gatepost-maker-'));
  const roots = join(dir, 'maker.pem');
  writeFileSync(roots, (await authenticatorMaker('Maker')).rootPem);
  mailbox = await openMailbox();
  stage = await openBrowserStage((origin) => ({
    relay: mailbox.url,
    processes: true,
    own: {
      notice: { hosts: [{ url: origin }] },
      // The page has moved. Passkeys are still made at the old host, so that the test has some.
      portal: {
        hosts: [
          { url: origin },
          {
            ...{ url: 'https://login.moved.tld', domains: ['moved.tld'] },
            'moved-from': { url: origin, until: '2035-03-31' },
          },
        ],
      },
      passkey: {
        hosts: [{ url: origin }],
        models: [
          { domains: ['listed.tld'], aaguids: [LISTED], name: 'Key 5 NFC', roots },
          { domains: ['listed.tld'], aaguids: [LISTED], name: 'Key 5 Nano', roots },
        ],
      },
    },
  }));
});
afterAll(async () => {
  await stage?.close();
  await mailbox?.close();
  if (dir !== undefined) rmSync(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  const context = await stage.browser.newContext({ locale: 'en-GB' });
  page = await context.newPage();
  devtools = await openWebAuthn(page);
  await plugIn(devtools, KEY);
});
afterEach(() => page.context().close());

const heading = () => page.locator('h1').innerText();
const submit = () => page.locator('main button[type=submit]').first().click();
const cli = async (...words: string[]) => {
  const home = stage.suite.installation.layout.home;
  return (await runCliHere(['passkey', ...words, '--home', home])).out;
};

async function lookInEveryLanguage(name: string) {
  for (const language of [...LANGUAGES, 'en']) {
    await page.goto(new URL(`?lang=${language}`, page.url()).href);
    if (language !== 'en') await lookAt(page, `${name}-${language}`);
  }
}

async function enterPassword({ account, password }: Person) {
  await page.goto(`${stage.origin}/sign-in`);
  await page.fill('#account', account);
  await page.fill('#password', password);
  await submit();
}

it('who signs in with a passkey of a host that is given up is told where to make another', async () => {
  const person = await stage.person('old@moved.tld');
  await enrolElsewhere(stage, page, person);
  await page.goto(`${stage.origin}/sign-in`);
  await page.waitForSelector('text=Your sign-in page has moved');
  const said = await page.locator('main').innerText();
  expect(said).toMatch(/Passkeys made here work until 31 March 2035, 00:00 UTC\. After that/);
  const link = page.getByRole('link', { name: 'Add a passkey at login.moved.tld' });
  expect(await link.getAttribute('href')).toBe('https://login.moved.tld/my/confirm?act=passkey');
  await lookAt(page, 'passkey-moving');
  await lookInEveryLanguage('passkey-moving');
  await submit();
  await page.waitForURL(`${stage.origin}/`);
  expect(await cli('hosts', 'moved.tld', '--accounts')).toMatch(
    /moved\.tld +localhost +yes +1 +1 +1[\s\S]*old@moved\.tld/,
  );

  await page.goto(`${stage.origin}/my/confirm?act=ways`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.waitForURL(/my\/change/);
  const elsewhere = page.getByRole('link', { name: 'Add a passkey at login.moved.tld' });
  expect(await elsewhere.count()).toBe(1);
});

it('no passkey is made at a host that is given up: the page says where', async () => {
  await enterPassword(await stage.person('new@moved.tld'));
  expect(await heading()).toBe('Set up two-step sign-in');
  await page.getByRole('button', { name: 'Set up a passkey' }).click();
  expect(await page.locator('.summary').innerText()).toContain(
    'Passkeys are made at https://login.moved.tld now.',
  );
  await lookAt(page, 'passkey-elsewhere');
  // The ticket was not used up, so an app can still be set up.
  await submit();
  expect(await heading()).not.toBe('Set up two-step sign-in');
});

it('where models are listed, the page names them, and says why another is refused', async () => {
  await enterPassword(await stage.person('key@listed.tld'));
  await page.getByRole('button', { name: 'Set up a passkey' }).click();
  expect(await page.locator('main').innerText()).toContain(
    'Only these models may be used here: Key 5 NFC, Key 5 Nano.',
  );
  await lookAt(page, 'passkey-models');
  await lookInEveryLanguage('passkey-models');
  await page.getByRole('button', { name: 'Make a passkey' }).click();
  await page.waitForSelector('.summary');
  expect(await page.locator('.summary').innerText()).toMatch(
    /another model than those|did not show which model/,
  );
  await lookAt(page, 'passkey-model-refused');
  expect(await cli('models', 'listed.tld')).toMatch(/Key 5 NFC +yes +0/);
});

it('who has a passkey of a host that is given up is told by mail before, once, and it works until then', async () => {
  const person = await stage.person('told@moved.tld');
  const { account } = person;
  await enrolElsewhere(stage, page, person);
  const config = join(stage.suite.installation.layout.config, 'passkey-1.yaml');
  const settings = parse(readFileSync(config, 'utf8'));
  settings.hosts.push({
    ...{ url: 'https://login.moved.tld', domains: ['moved.tld'] },
    'moved-from': { url: stage.origin, until: '2035-03-31' },
  });
  writeFileSync(config, stringify(settings));
  await stage.suite.restart('passkey-1');
  const subject = 'Your sign-in page is moving';
  const mail = await mailbox.mail(account, subject);
  expect(mail.text).toContain('Old address: localhost');
  expect(mail.text).toContain('Until: 31 March 2035, 00:00 UTC');
  expect(mail.text).toContain('https://login.moved.tld/my/confirm?act=passkey');
  expect(await cli('hosts', 'moved.tld')).toContain('until 2035-03-31');

  await stage.suite.restart('passkey-1');
  await page.goto(`${stage.origin}/sign-in`);
  await page.waitForSelector('text=Your sign-in page has moved');
  const told = mailbox.mails.filter(
    (one) => one.subject === subject && JSON.stringify(one.to).includes(account),
  );
  expect(told).toHaveLength(1);
});
