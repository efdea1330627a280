import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { lookAt } from './look-at.js';
import {
  authorizeUrl,
  openImap,
  openWebmailHost,
  type RegisteredClient,
  redeem,
  refresh,
  register,
  type WebmailHost,
} from './openid-client.js';
import { type BrowserStage, openBrowserStage, type Person } from './stage.js';

const ALLOWED = 'DECISION_ALLOW REASON_RULE_SATISFIED';

let stage: BrowserStage;
let webmail: RegisteredClient;
let host: WebmailHost;
beforeAll(async () => {
  stage = await openBrowserStage({
    replicas: { portal: 2, policy: 2, 'trust-store': 2 },
    againAfterMs: 300,
  });
  host = await openWebmailHost(stage);
  webmail = await register(stage, 'webmail');
});
afterAll(async () => {
  await host?.close();
  await stage?.close();
});

const submit = (page: Page) => page.locator('main button[type=submit]').first().click();

it.each(['portal-1', 'portal-2', 'policy-1', 'trust-store-1'])(
  'a person signs in though %s is killed between any two steps',
  async (victim) => {
    const luca = await stage.person(`luca-${victim}@w.tld`, { otp: 1 });
    const [phone] = luca.apps as Person['apps'];
    if (phone === undefined) throw new Error('no phone');
    const context = await stage.browser.newContext({ locale: 'en-GB', ignoreHTTPSErrors: true });
    const page = await context.newPage();
    const kill = () => stage.suite.kill(victim);
    await stage.suite.serving();
    const arrival = host.arrival();

    await page.goto(authorizeUrl(stage, webmail));
    await kill();
    await page.fill('#account', luca.account);
    await page.fill('#password', luca.password);
    await submit(page);
    expect(await page.locator('h1').innerText()).toBe('Enter your code');
    await kill();
    await page.fill('#code', '000000');
    await submit(page);
    expect(await page.locator('.error').innerText()).toContain('code is wrong');
    await kill();
    await page.fill('#code', stage.code(phone));
    await page.check('#trust-ip');
    await submit(page);
    const code = (await arrival).get('code') ?? '';
    await page.waitForURL('https://webmail.example/**');
    await kill();
    const { status, body } = await redeem(stage, webmail, code);
    expect({ status, body }).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
    await kill();
    expect(await openImap(stage, luca.account, body.access_token)).toBe(ALLOWED);
    await kill();
    const again = await refresh(stage, webmail, body.refresh_token);
    expect(again.status).toBe(200);
    await kill();
    expect(await openImap(stage, luca.account, again.body.access_token)).toBe(ALLOWED);
    await kill();
    // A person who is signed in stays signed in, and is asked nothing again.
    const silent = host.arrival();
    await page.goto(authorizeUrl(stage, webmail, { prompt: 'none' }));
    expect((await silent).get('code')).toMatch(/.{20}/);
    await context.close();
  },
);

it('a page that could not be answered says to try again, and then it works', async () => {
  const luca = await stage.person('patient@w.tld', { otp: 1 });
  const page = await stage.browser.newPage({ locale: 'en-GB' });
  await page.goto(`${stage.origin}/`);
  await page.fill('#account', luca.account);
  await page.fill('#password', luca.password);
  await submit(page);
  const goOn = [stage.suite.stop('policy-1'), stage.suite.stop('policy-2')];
  await page.fill('#code', stage.code(luca.apps[0] as Person['apps'][number]));
  await submit(page);
  expect(await page.locator('h1').innerText()).toBe('That is not possible at the moment');
  await lookAt(page, 'undecided');
  for (const each of goOn) each();
  await until('policy decides again', async () => {
    await page.goto(`${stage.origin}/`);
    await page.fill('#account', luca.account);
    await page.fill('#password', luca.password);
    await submit(page);
    return (await page.locator('h1').innerText()) === 'Enter your code';
  });
  await page.fill('#code', stage.code(luca.apps[0] as Person['apps'][number]));
  await submit(page);
  expect(await page.locator('h1').innerText()).toBe('You are signed in');
  await page.close();
});
