import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { openImap, signIn } from './openid-client.js';
import { openProtectedHost, type ProtectedHost } from './protected-host.js';
import { type BrowserStage, freePort, openBrowserStage, type Person } from './stage.js';

const ALLOWED = 'DECISION_ALLOW REASON_RULE_SATISFIED';
const HOST = 'https://webmail.example';

const dir = mkdtempSync(join(tmpdir(), 'gatepost-forward-auth-'));
const secret = randomBytes(24).toString('hex');
let stage: BrowserStage;
let host: ProtectedHost;
beforeAll(async () => {
  const secretFile = join(dir, 'secret');
  writeFileSync(secretFile, secret, { mode: 0o600 });
  const port = await freePort();
  stage = await openBrowserStage((origin) => ({
    edge: {
      listeners: [
        {
          ...{ protocol: 'forward-auth', name: 'webmail', listen: `127.0.0.1:${port}` },
          ...{ 'secret-file': secretFile, domains: ['w.tld'], services: ['WebUI'] },
          'trusted-proxies': ['127.0.0.1/32'],
          portal: {
            url: origin,
            client: 'webmail',
            host: HOST,
            service: 'WebUI',
            backend: 'basic',
          },
        },
      ],
    },
  }));
  await stage.admin.call('gatepost.policy.v1.ClientAdminService/PutClient', {
    client: {
      ...{ id: 'webmail', name: 'Webmail', service: 'SERVICE_WEB_UI', domains: ['w.tld'] },
      ...{ networks: ['127.0.0.0/8'], host: { origin: HOST } },
    },
  });
  host = await openProtectedHost(stage.webmailPort, { port, secret });
  await until('portal knows the client', async () => {
    const probe = `${stage.origin}/forward?client=webmail&binding=${'b'.repeat(43)}&state=s`;
    const asked = [0, 1, 2, 3].map(() => fetch(probe, { redirect: 'manual' }));
    return (await Promise.all(asked)).every(({ status }) => status === 303);
  });
});
afterAll(async () => {
  await host?.close();
  await stage?.close();
  rmSync(dir, { recursive: true });
});

let context: BrowserContext;
let page: Page;
let luca: Person;
let people = 0;
beforeEach(async () => {
  context = await stage.browser.newContext({ locale: 'en-GB', ignoreHTTPSErrors: true });
  page = await context.newPage();
  people += 1;
  luca = await stage.person(`f${people}@w.tld`, { otp: 1 });
});
afterEach(() => context.close());

async function signInToWebmail(): Promise<void> {
  await page.goto(`${HOST}/mail?folder=1`);
  expect(new URL(page.url()).origin).toBe(stage.origin);
  await signIn(stage, page, luca);
  await page.waitForURL(`${HOST}/mail?folder=1`);
}
const heading = () => page.locator('h1').innerText();
const isAskedToSignIn = async () => {
  await page.goto(`${HOST}/mail`);
  expect(new URL(page.url()).origin).toBe(stage.origin);
};

it('signs a person in at the sign-in page, and the webmail opens mail with its token', async () => {
  await signInToWebmail();
  expect(await heading()).toBe(`webmail of ${luca.account}`);
  await page.goto(`${HOST}/mail`);
  const { account, authorization, cookie } = host.seen.at(-1) ?? {};
  expect({ account, cookie }).toEqual({ account: luca.account, cookie: 'theme=dark' });
  const credentials = Buffer.from(`${authorization}`.replace('Basic ', ''), 'base64').toString();
  const [user, token = ''] = credentials.split(':');
  expect(user).toBe(luca.account);
  expect(await openImap(stage, luca.account, token)).toBe(ALLOWED);
});

it('a code taken along opens nothing at another browser', async () => {
  let callback = '';
  await page.route(`${HOST}/.gatepost/callback**`, (route) => {
    callback = route.request().url();
    return route.abort();
  });
  await page.goto(`${HOST}/mail`);
  await signIn(stage, page, luca);
  await until('the browser comes back with a code', () => callback !== '');
  const thief = await stage.browser.newContext({ ignoreHTTPSErrors: true });
  const stolen = await thief.newPage();
  expect((await stolen.goto(callback))?.status()).toBe(400);
  await stolen.goto(`${HOST}/mail`);
  expect(new URL(stolen.url()).origin).toBe(stage.origin);
  await thief.close();
});

it('is asked to sign in again once the session was revoked', async () => {
  await signInToWebmail();
  const admin = 'gatepost.truststore.v1.TrustAdminService';
  const { account } = luca;
  const { trusts } = await stage.admin.call(`${admin}/ListTrust`, { account });
  const trust_ids = trusts.map((trust: { trust_id: string }) => trust.trust_id);
  await stage.admin.call(`${admin}/RevokeTrust`, { account, trust_ids });
  await until('the session is no longer valid', isAskedToSignIn);
});

it('signing out at the webmail ends the session, and its mail token', async () => {
  await signInToWebmail();
  const { authorization = '' } = host.seen.at(-1) ?? {};
  const [, token = ''] = Buffer.from(authorization.slice(6), 'base64').toString().split(':');
  await page.goto(`${HOST}/.gatepost/logout`);
  expect(page.url()).toBe(`${stage.origin}/signed-out?client=webmail`);
  expect(await openImap(stage, luca.account, token)).toBe('DECISION_DENY REASON_SESSION_ENDED');
});
