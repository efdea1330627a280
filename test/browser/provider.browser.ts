import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSelfSigned } from '../../libs/certificates/index.js';
import { createIdentityProvider, type IdentityProvider } from '../suite/identity-provider.js';
import { runCliHere } from '../suite/run-cli-here.js';
import { lookAt, lookAtWithoutScript } from './look-at.js';
import { type BrowserStage, openBrowserStage } from './stage.js';

/** The identity provider of sso.tld, on another site than the sign-in page. */
const IDP = 'https://idp.example';
const ACCOUNT = 'luca@sso.tld';
const DAY = 86_400_000;

let stage: BrowserStage;
let provider: IdentityProvider;
let server: Server;
/** The account that the provider signs in. */
let signsIn = ACCOUNT;
let answered = { acs: '', fields: {} as Record<string, string> };
const dir = mkdtempSync(join(tmpdir(), 'gatepost-provider-'));

beforeAll(async () => {
  stage = await openBrowserStage();
  const now = Date.now();
  const { certificate, privateKey } = await makeSelfSigned({
    ...{ name: 'idp.example', bits: 2048, notBefore: now - DAY, notAfter: now + DAY },
  });
  provider = await createIdentityProvider({
    ...{ entityId: `${IDP}/metadata`, clock: stage.suite.clock },
  });
  server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      if (!request.url?.startsWith('/SingleSignOnService')) return response.writeHead(404).end();
      return answer(request.url, body).then((page) => {
        response.setHeader('content-type', 'text/html');
        response.end(page);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(stage.webmailPort, '127.0.0.1', resolve));
  const metadata = join(dir, 'idp.xml');
  writeFileSync(metadata, provider.metadata());
  await saml('set', 'sso.tld', `acs_urls.portal=${stage.origin}/saml/sso.tld/acs`);
  await saml('import', 'sso.tld', metadata);
});
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await stage?.close();
  rmSync(dir, { recursive: true, force: true });
});

async function saml(...words: string[]): Promise<void> {
  const { home } = stage.suite.installation.layout;
  const { exit, out, err } = await runCliHere(['saml', ...words, '--home', home]);
  expect(exit, `${words.join(' ')}: ${out}${err}`).toBe(0);
}

/** The provider's page. For either binding it answers with a form, which a person submits. */
async function answer(path: string, body: string): Promise<string> {
  const begun =
    body === ''
      ? { redirectUrl: `${IDP}${path}` }
      : { formFields: Object.fromEntries(new URLSearchParams(body)) };
  const acs = provider.valuesFor(begun, signsIn).destination ?? '';
  const { samlResponse, relayState } = await provider.respond(begun, signsIn);
  answered = { acs, fields: { SAMLResponse: `${samlResponse}`, RelayState: relayState } };
  return pageOf(answered);
}

function pageOf({ acs, fields }: typeof answered): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${value}">`,
  );
  return `<form method="post" action="${acs}">${inputs.join('')}<button>Go back</button></form>`;
}

const open = async (javaScriptEnabled = true): Promise<Page> => {
  const options = { locale: 'en-GB', ignoreHTTPSErrors: true, javaScriptEnabled };
  return (await stage.browser.newContext(options)).newPage();
};

/** Goes to the provider's page. */
async function goToProvider(page: Page, look = false): Promise<void> {
  await page.goto(`${stage.origin}/sign-in`);
  await page.fill('#account', ACCOUNT);
  await page.locator('main button[type=submit]').first().click();
  expect(await page.locator('h1').innerText()).toBe('Your organisation signs you in');
  if (look) await lookAt(page, 'provider');
  await page.getByRole('button', { name: 'Sign in with your organisation' }).click();
}

const heading = (page: Page) => page.locator('h1').innerText();
const come = (page: Page) => page.getByRole('button', { name: 'Go back' }).click();

describe.each([
  ['by a redirect', 'redirect'],
  ['by a form', 'post'],
])('an organisation’s identity provider, asked %s', (_, binding) => {
  beforeAll(() => saml('set', 'sso.tld', `request_binding=${binding}`));

  it.each([
    ['with script', true],
    ['without', false],
  ])('signs a person in, %s', async (_name, script) => {
    const page = await open(script);
    await goToProvider(page, script);
    // Without scripts, the person submits the form by its button.
    if (!script && binding === 'post') {
      await lookAtWithoutScript(page, 'provider-form');
      await page.locator('main button').click();
    }
    await page.waitForURL(`${IDP}/**`);
    await come(page);
    await page.waitForURL(`${stage.origin}/`);
    expect(await heading(page)).toBe('You are signed in');
    expect(await page.locator('main').innerText()).toContain(ACCOUNT);
    await page.context().close();
  });
});

it('an answer for another account than was typed signs nobody in', async () => {
  const page = await open();
  signsIn = 'mallory@sso.tld';
  try {
    await goToProvider(page);
    await page.waitForURL(`${IDP}/**`);
    await come(page);
    expect(await page.locator('.summary').innerText()).toContain('was not accepted');
    await lookAt(page, 'provider-problem');
  } finally {
    signsIn = ACCOUNT;
  }
  await page.goto(stage.origin);
  expect(await page.locator('#password').count()).toBe(1);
  await page.context().close();
});

it('an attacker’s answer in another browser signs nobody in (login CSRF), nor a second time in its own', async () => {
  const attacker = await open();
  await goToProvider(attacker);
  await attacker.waitForURL(`${IDP}/**`);
  const stolen = pageOf(answered);
  const victims = [await open(), await open()];
  // One browser has begun nothing, the other a sign-in of its own.
  await goToProvider(victims[1] as Page);
  await (victims[1] as Page).waitForURL(`${IDP}/**`);
  for (const victim of victims) {
    await victim.route(`${IDP}/trap`, (route) =>
      route.fulfill({ contentType: 'text/html', body: stolen }),
    );
    await victim.goto(`${IDP}/trap`);
    await come(victim);
    expect(await heading(victim)).not.toBe('You are signed in');
    await victim.goto(stage.origin);
    expect(await victim.locator('#password').count()).toBe(1);
    await victim.context().close();
  }
  await attacker.context().close();
});
