import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { signIn } from '../browser/openid-client.js';
import type { Person } from '../browser/stage.js';
import { claimServerPorts, type Program } from '../front-ends/servers/program.js';
import { apacheSettings, registerIntranet } from './documented.js';
import { startApache } from './start-apache.js';
import { startWebServer } from './web-server.js';
import { openWebmailStage, type WebmailStage } from './webmail-stage.js';

/** Apache with mod_auth_openidc, an OpenID Connect client by another project. */
const HOST = 'https://intranet.example/';

let stage: WebmailStage;
let apache: Program;
let web: Program;
beforeAll(async () => {
  stage = await openWebmailStage();
  // Gatepost reaches the client under a name of this machine.
  const here = `https://localhost:${stage.webmailPort}/openid/callback?logout=backchannel`;
  const line = registerIntranet.replace(/https:\S+logout=backchannel/, here);
  const { secret } = await stage.follow(line);
  const [port = 0] = await claimServerPorts(1);
  const documented = stage.here(apacheSettings).replace('the secret', secret);
  apache = await startApache(port, documented);
  web = await startWebServer(stage.webmailPort, stage.certificate, [
    { kind: 'plain', name: 'intranet', backend: port },
  ]);
});
afterAll(async () => {
  await web?.stop();
  await apache?.stop();
  await stage?.close();
});

let context: BrowserContext;
let page: Page;
let luca: Person;
let people = 0;
beforeEach(async () => {
  people += 1;
  luca = await stage.person(`a${people}@w.tld`, { otp: 1 });
  ({ context, page } = await stage.open());
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    console.error(page.url(), (await page.locator('body').innerText()).slice(0, 600));
    console.error(apache.said().slice(-3000));
  }
  await context.close();
});

async function open(): Promise<void> {
  await page.goto(HOST);
  await page.waitForURL(/\/sign-in/);
  await signIn(stage, page, luca);
  await page.waitForURL(HOST);
}

const mustSignInAgain = () =>
  until('the sign-in page is shown', async () => {
    await page.goto(HOST);
    expect(await page.locator('#password').count()).toBe(1);
  });

describe('Apache with mod_auth_openidc', () => {
  it('signs a person in, and hands the account on', async () => {
    await open();
    expect(await page.locator('h1').innerText()).toBe(luca.account);
    expect(await page.locator('p').innerText()).toBe(luca.account);
  });

  it('signs out here and there', async () => {
    await open();
    const bye = encodeURIComponent(`${HOST}bye.html`);
    await page.goto(`${HOST}openid/callback?logout=${bye}`);
    await page.locator('button[name=logout]').click();
    await page.waitForURL(/\/bye\.html/);
    await mustSignInAgain();
    const list = 'gatepost.truststore.v1.TrustAdminService/ListTrust';
    expect((await stage.admin.call(list, { account: luca.account })).trusts).toEqual([]);
  });

  it('is told by the back channel that a session was revoked', async () => {
    await open();
    await page.goto(HOST);
    expect(await page.locator('h1').innerText()).toBe(luca.account);
    await stage.admin.call('gatepost.truststore.v1.TrustAdminService/RevokeTrust', {
      ...{ account: luca.account, kind: 'TRUST_KIND_SESSION', actor: { comment: 'lost laptop' } },
    });
    await mustSignInAgain();
  });
});
