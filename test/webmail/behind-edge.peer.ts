import { request } from 'node:https';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { signIn } from '../browser/openid-client.js';
import type { Person } from '../browser/stage.js';
import { claimServerPorts, type Program } from '../front-ends/servers/program.js';
import {
  pluginSettings,
  registerSogo,
  registerWebmail,
  sogoHeaders,
  sogoSettings,
} from './documented.js';
import * as roundcubePage from './roundcube-page.js';
import { type Roundcube, startRoundcube } from './start-roundcube.js';
import { type Sogo, startSogo } from './start-sogo.js';
import { startWebServer } from './web-server.js';
import { openWebmailStage, type WebmailStage } from './webmail-stage.js';

/** Webmails without OpenID Connect, behind nginx's auth_request and edge. */
const WEBMAIL = 'https://webmail.example/';
const SOGO = 'https://sogo.example/SOGo/';

let stage: WebmailStage;
let roundcube: Roundcube;
let sogo: Sogo;
let web: Program;
let luca: Person;
let anna: Person;
beforeAll(async () => {
  stage = await openWebmailStage({ hosts: ['webmail', 'sogo'] });
  await stage.follow(registerSogo);
  await stage.follow(registerWebmail);
  luca = await stage.person('luca@w.tld', { otp: 1 });
  anna = await stage.person('anna@w.tld', { otp: 1 });
  const mail = { imap: stage.dovecot.imap, smtp: stage.postfix.port };
  const [port = 0] = await claimServerPorts(1);
  roundcube = await startRoundcube({ ...mail, port, documented: stage.here(pluginSettings) });
  sogo = await startSogo({
    ...{ ...mail, shared: inject('sharedRun'), documented: stage.here(sogoSettings) },
    people: [luca.account, anna.account],
  });
  web = await startWebServer(stage.webmailPort, stage.certificate, [
    {
      ...{ kind: 'protected', name: 'webmail', backend: port, secret: stage.secret },
      listener: stage.listenerOf('webmail'),
    },
    {
      ...{ kind: 'protected', name: 'sogo', backend: sogo.port, secret: stage.secret },
      ...{ listener: stage.listenerOf('sogo'), headers: stage.here(sogoHeaders) },
    },
  ]);
});
afterAll(async () => {
  await web?.stop();
  await sogo?.stop();
  await roundcube?.stop();
  await stage?.close();
});

let context: BrowserContext;
let page: Page;
beforeEach(async () => {
  ({ context, page } = await stage.open());
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    console.error(page.url(), (await page.locator('body').innerText()).slice(0, 600));
    console.error(sogo.said().slice(-1500), web.said().slice(-1500));
  }
  await context.close();
});

async function arriveAt(url: string, person: Person): Promise<void> {
  await page.goto(url);
  expect(new URL(page.url()).origin).toBe(stage.origin);
  await signIn(stage, page, person);
  await page.waitForURL(new RegExp(`^${new URL(url).origin}/`));
}

const revoke = ({ account }: Person) =>
  stage.admin.call('gatepost.truststore.v1.TrustAdminService/RevokeTrust', {
    ...{ account, kind: 'TRUST_KIND_SESSION', actor: { comment: 'lost laptop' } },
  });

const mustSignInAgain = (url: string) =>
  until('the sign-in page is shown', async () => {
    await page.goto(url);
    expect(new URL(page.url()).origin).toBe(stage.origin);
    expect(await page.locator('#password').count()).toBe(1);
  });

describe('Roundcube with http_authentication', () => {
  it('sends a mail and reads it, and signs out', async () => {
    await arriveAt(WEBMAIL, luca);
    await page.goto(`${WEBMAIL}?_task=mail`);
    await roundcubePage.mustShowMailbox(page);
    await roundcubePage.send(page, WEBMAIL, {
      ...{ to: luca.account, subject: 'By Basic', text: 'It works.' },
    });
    await roundcubePage.read(page, WEBMAIL, 'By Basic', 'It works.');
    await page.goto(`${WEBMAIL}?_task=mail`);
    await roundcubePage.signOut(page);
    await page.waitForURL(`${stage.origin}/signed-out?client=webmail`);
    await mustSignInAgain(WEBMAIL);
  });

  it.skipIf(process.env.WEBMAIL_SHORT === '1')(
    'shows the sign-in page again once the session was revoked',
    async () => {
      await arriveAt(WEBMAIL, luca);
      await revoke(luca);
      await mustSignInAgain(WEBMAIL);
    },
  );
});

describe('SOGo by its trusted proxy', () => {
  /** Requests a mailbox with the cookies of the page's browser. */
  const inbox = (person: Person, headers: Readonly<Record<string, string>> = {}) =>
    page.evaluate(
      async ([path, more]) => {
        const init = {
          method: 'POST',
          body: '{}',
          headers: { 'content-type': 'application/json' },
        };
        const answer = await fetch(path, { ...init, headers: { ...init.headers, ...more } });
        return answer.status;
      },
      [`/SOGo/so/${person.account}/Mail/0/folderINBOX/view`, headers] as const,
    );

  it('reads the mail of the person who signed in, and signs out', async () => {
    stage.deliver(anna.account, 'For Anna', 'Hello, SOGo.');
    await arriveAt(SOGO, anna);
    await page.waitForURL(/\/SOGo\/so\/anna@w\.tld\//);
    await page.getByText('For Anna').first().waitFor();
    await page.goto(`${SOGO}so/${anna.account}/Mail/view#!/Mail/0/INBOX/1`);
    await page.reload();
    await page.getByText('Hello, SOGo.').first().waitFor();
    await page.goto('https://sogo.example/.gatepost/logout');
    await page.waitForURL(`${stage.origin}/signed-out?client=sogo`);
    await mustSignInAgain(SOGO);
  });

  it('opens nothing for a browser that names another account, nor once the session ended', async () => {
    await arriveAt(SOGO, luca);
    expect(await inbox(luca)).toBe(200);
    expect(await inbox(anna)).not.toBe(200);
    const claim = { 'x-webobjects-remote-user': anna.account };
    expect(await inbox(anna, claim)).not.toBe(200);
    expect(await inbox(luca, claim)).toBe(200);
    await revoke(luca);
    await until('SOGo is not reached', async () => expect(await inbox(luca)).toBe(401));
  });

  it('is reached by nobody without a session, whatever the request says', async () => {
    const answer = await new Promise<number>((resolve, reject) => {
      const headers = {
        host: 'sogo.example',
        'x-webobjects-remote-user': luca.account,
        authorization: `Basic ${Buffer.from(`${luca.account}:${luca.password}`).toString('base64')}`,
      };
      const options = { host: '127.0.0.1', port: stage.webmailPort, rejectUnauthorized: false };
      request({ ...options, path: '/SOGo/so/luca@w.tld/Mail/view', headers, method: 'POST' })
        .once('response', (response) => resolve(response.resume().statusCode ?? 0))
        .once('error', reject)
        .end();
    });
    expect(answer).toBe(401);
  });
});
