import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { signIn } from '../browser/openid-client.js';
import type { Person } from '../browser/stage.js';
import { claimServerPorts, type Program } from '../front-ends/servers/program.js';
import { registerRoundcube, roundcubeSettings, signOutHeader, signOutMap } from './documented.js';
import { openMailProgram } from './mail-program.js';
import * as roundcubePage from './roundcube-page.js';
import { type Roundcube, startRoundcube } from './start-roundcube.js';
import { startWebServer } from './web-server.js';
import { openWebmailStage, type WebmailStage } from './webmail-stage.js';

/** Roundcube with OpenID Connect, in front of Dovecot and Postfix. */
const HOST = 'https://mail.example/';
/** The short form leaves out what is about replicas and clocks. */
const isShort = process.env.WEBMAIL_SHORT === '1';
const TWO = { policy: 2, 'trust-store': 2 };

let stage: WebmailStage;
let roundcube: Roundcube;
let web: Program;
beforeAll(async () => {
  stage = await openWebmailStage({}, isShort ? {} : { replicas: TWO, againAfterMs: 3_000 });
  const { secret } = await stage.follow(registerRoundcube);
  const [port = 0] = await claimServerPorts(1);
  roundcube = await startRoundcube({
    ...{ port, imap: stage.dovecot.imap, smtp: stage.postfix.port },
    documented: stage.here(roundcubeSettings).replace('the secret', secret),
  });
  web = await startWebServer(stage.webmailPort, stage.certificate, [
    {
      ...{ kind: 'plain', name: 'mail', backend: port },
      ...{ inHttp: stage.here(signOutMap), inServer: stage.here(signOutHeader) },
    },
  ]);
});
afterAll(async () => {
  await web?.stop();
  await roundcube?.stop();
  await stage?.close();
});

let context: BrowserContext;
let page: Page;
let luca: Person;
let people = 0;
beforeEach(async () => {
  people += 1;
  luca = await stage.person(`r${people}@w.tld`, { otp: 1 });
  ({ context, page } = await stage.open());
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    console.error(page.url(), (await page.locator('body').innerText()).slice(0, 600));
    console.error(stage.postfix.said().slice(-1_500), roundcube.said().slice(-2_000));
  }
  await context.close();
});

async function open(): Promise<void> {
  await page.goto(HOST);
  // Roundcube redirects the browser to the sign-in page, and takes it back.
  await page.waitForURL(/\/sign-in/);
  await signIn(stage, page, luca);
  await page.waitForURL(/_task=mail/);
  await roundcubePage.mustShowMailbox(page);
}

/** What a person sees who continues a moment later. It is never an error of the mail server. */
async function goOn(): Promise<'mailbox' | 'sign in again'> {
  roundcube.advance(2_000);
  await page.goto(`${HOST}?_task=mail`);
  return roundcubePage.shown(page);
}

const revoke = () =>
  stage.admin.call('gatepost.truststore.v1.TrustAdminService/RevokeTrust', {
    ...{ account: luca.account, kind: 'TRUST_KIND_SESSION', actor: { comment: 'lost laptop' } },
  });

describe('Roundcube as Debian ships it, by configuration alone', () => {
  it('sends a mail and reads it, for a person who gave a code', async () => {
    await open();
    await roundcubePage.send(page, HOST, { to: luca.account, subject: 'Lunch', text: 'At noon?' });
    await roundcubePage.read(page, HOST, 'Lunch', 'At noon?');
  });

  it('signs out, and the session ends with it', async () => {
    await open();
    await roundcubePage.signOut(page);
    await page.waitForURL(/\/openid\/sign-out/);
    await page.locator('button[name=logout]').click();
    await page.waitForURL(/\/sign-in/);
    expect(await page.locator('#password').count()).toBe(1);
    const list = 'gatepost.truststore.v1.TrustAdminService/ListTrust';
    const { trusts } = await stage.admin.call(list, { account: luca.account });
    expect(trusts).toEqual([]);
  });
});

describe('in mid-session', () => {
  it('a revoked session leads to the sign-in page, and the mailbox is back after it', async () => {
    await open();
    await revoke();
    expect(await goOn()).toBe('sign in again');
    // Roundcube redirects there, or has a button for it.
    const button = page.locator('#rcmloginoauth');
    if ((await button.count()) > 0) await button.click();
    await page.waitForURL(/\/sign-in/);
    await signIn(stage, page, luca);
    await page.waitForURL(/_task=mail/);
    await roundcubePage.mustShowMailbox(page);
  });

  it.skipIf(isShort)('a change of the rules leads there, too', async () => {
    await open();
    await stage.apply(stage.document.replace('password + otp', 'saml'));
    try {
      expect(await goOn()).toBe('sign in again');
    } finally {
      await stage.apply(stage.document);
    }
  });

  it.skipIf(isShort)('an expired session leads there, too', async () => {
    await open();
    stage.suite.clock.advance(9 * 3_600_000);
    expect(await goOn()).toBe('sign in again');
  });

  it.skipIf(isShort)(
    'nobody notices that a replica of policy, trust-store or portal was killed',
    async () => {
      await open();
      for (const replica of ['policy-1', 'trust-store-1', 'policy-2', 'trust-store-2']) {
        await stage.suite.kill(replica);
        expect(await goOn()).toBe('mailbox');
        await stage.suite.serving();
      }
      await stage.suite.kill('portal-1');
      stage.balancer.leaveOut(0);
      expect(await goOn()).toBe('mailbox');
      await stage.suite.kill('portal-2');
      // portal is down now. Roundcube continues with its token.
      expect(await goOn()).toBe('mailbox');
      stage.balancer.leaveOut(undefined);
      await stage.suite.serving();
      expect(await goOn()).toBe('mailbox');
    },
  );

  it.skipIf(isShort)(
    'the mailbox is back without a new sign-in after policy was down',
    async () => {
      await open();
      const back = ['policy-1', 'policy-2'].map((replica) => stage.suite.stop(replica));
      await page.goto(`${HOST}?_task=mail`);
      expect(await page.locator('#mailboxlist li').count()).toBe(0);
      for (const resume of back) resume();
      await stage.suite.serving();
      await until('the mailbox is back', async () => expect(await goOn()).toBe('mailbox'));
    },
  );
});

describe('a mail program that knows passwords alone', () => {
  it('is let in only where its person trusted the address at the sign-in page', async () => {
    const vera = await stage.person('vera@a.tld', { otp: 1 });
    const [code] = vera.apps;
    const from = (address: string) => openMailProgram(stage.dovecot.imap, vera, address);
    expect(await from('127.0.0.1')).toBe('refused');
    await page.goto(`${stage.origin}/sign-in`);
    await page.fill('#account', vera.account);
    await page.fill('#password', vera.password);
    await page.locator('main button[type=submit]').first().click();
    await page.fill('#code', stage.code(code as Person['apps'][number]));
    await page.check('#trust-ip');
    await page.locator('main button[type=submit]').first().click();
    await page.waitForURL(`${stage.origin}/**`);
    await page.locator('form[action="/sign-out"]').waitFor();
    expect(await from('127.0.0.1')).toBe('let in');
    expect(await from('127.0.0.2')).toBe('refused');
    stage.suite.clock.advance(49 * 3_600_000);
    expect(await from('127.0.0.1')).toBe('refused');
  });
});
