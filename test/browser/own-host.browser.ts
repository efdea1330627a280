import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { readPage } from '../front-ends/read-page.js';
import { commandLines } from '../suite/command-lines.js';
import { runCliHere } from '../suite/run-cli-here.js';
import { lookAt } from './look-at.js';
import { signIn } from './openid-client.js';
import { type BrowserStage, openBrowserStage } from './stage.js';

/** An image of an envelope beside two lines. */
const LOGO = Buffer.from(
  [
    'iVBORw0KGgoAAAANSUhEUgAAAHgAAAAkAgMAAAA/RhbNAAAADFBMVEX///96cAD/7gAbHySjW646AAAAAXRSTlMA',
    'QObYZgAAAIJJREFUeNrN0zEOgCAMBVAW7ucCA7uL9+EIHegpraWJ0fTHKAP+geUl5QMhhImJ6cwXZgu5XDfjunrc',
    'cteWyWO26VR8pqKcmK5FJYtwny6rz6zlZAGs06UBYKWCWQYfG/jNj1paDzEn3R4y6dVA7keHbNf6yPH++P/hsYO9',
    '5qFfMjE71zre9OnDJWMAAAAASUVORK5CYII=',
  ].join(''),
  'base64',
);

let stage: BrowserStage;
let dir: string;
beforeAll(async () => {
  stage = await openBrowserStage();
  dir = mkdtempSync(join(tmpdir(), 'gatepost-brand-'));
  writeFileSync(join(dir, 'logo.png'), LOGO);
});
afterAll(async () => {
  if (dir !== undefined) rmSync(dir, { recursive: true, force: true });
  await stage?.close();
});

const branding = (...words: string[]) =>
  runCliHere(['portal', 'branding', ...words, '--home', stage.suite.installation.layout.home]);
const heading = (page: Page) => page.locator('h1').innerText();

it('a domain with a host of its own shows its name, logo, colour, help and time there', async () => {
  const logo = join(dir, 'logo.png');
  const set = await branding(
    ...['set', 'own.tld', '--name', 'Own Mail', '--logo', logo, '--colour', '#ffee00'],
    ...['--time-zone', 'Asia/Kolkata', '--help-text', 'Call 1234.'],
    ...['--help-in', 'de=Telefon 1234.', '--language', 'en', '--language', 'de'],
  );
  expect(set.err).toBe('');
  expect(set.out).toContain(`signs in at  ${stage.origin} ${stage.ownOrigin}`);
  expect(set.out).toMatch(/colour +#ffee00; to be legible, #[0-9a-f]{6} on white/);
  const context = await stage.browser.newContext({ locale: 'en-GB', javaScriptEnabled: true });
  const page = await context.newPage();
  // A replica reads a domain's branding at most every five seconds.
  await until('both replicas show it', async () => {
    stage.suite.clock.advance(6_000);
    const pages = await Promise.all([0, 1, 2, 3].map(() => fetch(`${stage.ownOrigin}/sign-in`)));
    const texts = await Promise.all(pages.map((each) => each.text()));
    return texts.every((text) => text.includes('Own Mail'));
  });
  await page.goto(`${stage.ownOrigin}/`);
  expect(await heading(page)).toBe('Sign in to Own Mail');
  expect(await page.locator('header img').getAttribute('alt')).toBe('Own Mail');
  expect(await page.locator('.help').innerText()).toBe('Call 1234.');
  expect(await page.locator('.languages a').allInnerTexts()).toEqual(['English', 'Deutsch']);
  await lookAt(page, 'own-host');
  const luca = await stage.person('luca@own.tld', { otp: 1 });
  // The host determines the domain.
  await signIn(stage, page, { ...luca, account: 'luca' });
  expect(await heading(page)).toBe('You are signed in');
  expect(await page.locator('main').innerText()).toMatch(
    /until (\d\d:\d\d GMT\+5:30 today|tomorrow, \d\d:\d\d GMT\+5:30)/,
  );
  await page.goto(`${stage.ownOrigin}/?lang=de`);
  expect(await page.locator('.help').innerText()).toBe('Telefon 1234.');
  // People of other domains cannot sign in there, and this domain's branding appears nowhere else.
  await page.goto(`${stage.origin}/`);
  expect(await heading(page)).not.toContain('Own Mail');
  await context.close();
});

it('clears single settings, and removal restores the installation’s branding', async () => {
  await branding('set', 'plain.tld', '--name', 'Plain', '--help-text', 'Ask.');
  const cleared = await branding('set', 'plain.tld', '--clear', 'help');
  expect(cleared.out).toContain('Plain');
  expect(cleared.out).not.toContain('Ask.');
  const wrong = await branding('set', 'plain.tld', '--time-zone', 'Mars/Olympus');
  expect({ exit: wrong.exit, err: wrong.err }).toEqual({
    exit: expect.any(Number),
    err: expect.stringContaining('branding.time_zone'),
  });
  expect(wrong.exit).not.toBe(0);
  expect((await branding('remove', 'plain.tld')).out).toContain('is removed');
  expect((await branding('show', 'plain.tld')).out).toContain('nothing is set');
  expect((await branding('remove', 'plain.tld')).out).toContain('nothing was set');
});

it('each command of docs/sign-in.md for a domain does what the page says', async () => {
  const page = readPage('sign-in.md');
  const { home } = stage.suite.installation.layout;
  const follow = async (block: string) => {
    const said: string[] = [];
    for (const [command, ...argv] of commandLines(block)) {
      expect(command).toBe('gatepost');
      const words = argv.map((word) => (word === 'logo.png' ? join(dir, word) : word));
      const { exit, out, err } = await runCliHere([...words, '--home', home]);
      expect({ exit, err }, argv.join(' ')).toEqual({ exit: 0, err: '' });
      said.push(out);
    }
    return said;
  };
  const [, shown] = await follow(page.block('--logo logo.png'));
  for (const text of ['A Mail', '#0b57d0', 'Europe/Rome', 'Call 1234.', 'Telefon 1234.']) {
    expect(shown).toContain(text);
  }
  const [imap, pop3, cleared] = await follow(page.block('--imap imap.a.tld'));
  expect(imap).toMatch(/imap\.a\.tld:993.*smtp\.a\.tld:465/s);
  expect(pop3).toMatch(/imap\.a\.tld:993.*pop\.a\.tld:110\/starttls/s);
  expect(cleared).not.toContain('imap.a.tld');
  expect(cleared).toContain('A Mail');
});
