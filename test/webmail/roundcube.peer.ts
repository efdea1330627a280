import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RegisteredClient, register, signIn } from '../browser/openid-client.js';
import { type BrowserStage, openBrowserStage, type Person } from '../browser/stage.js';
import { type Dovecot, startDovecot } from '../front-ends/servers/dovecot.js';
import { claimServerPorts } from '../front-ends/servers/program.js';
import { type Roundcube, startRoundcube } from './start-roundcube.js';

const dir = mkdtempSync(join(tmpdir(), 'gatepost-webmail-'));
const SECRET = 'a-secret-of-this-test-alone';

let stage: BrowserStage;
let dovecot: Dovecot;
let roundcube: Roundcube;
beforeAll(async () => {
  const [passdb = 0, port = 0] = await claimServerPorts(2);
  const url = `http://127.0.0.1:${passdb}/passdb`;
  dovecot = await startDovecot({ kind: 'lua', url, secret: SECRET });
  writeFileSync(join(dir, 'secret'), `${SECRET}\n`, { mode: 0o600 });
  const listener = {
    ...{ protocol: 'dovecot-passdb', name: 'dovecot', listen: `127.0.0.1:${passdb}` },
    ...{ services: ['Imap', 'Smtp'], domains: ['*'], 'trusted-proxies': ['127.0.0.1/32'] },
    'secret-file': join(dir, 'secret'),
  };
  stage = await openBrowserStage({ edge: { listeners: [listener] } });
  const webmail: RegisteredClient = await register(stage, 'roundcube', {
    redirect_uris: [
      `http://127.0.0.1:${port}/index.php/login/oauth`,
      'https://webmail.example/callback',
    ],
    without_pkce: true,
  });
  const { secret } = webmail;
  roundcube = await startRoundcube({ port, imap: dovecot.imap, secret, signIn: stage.origin });
});
afterAll(async () => {
  await roundcube?.stop();
  await stage?.close();
  await dovecot?.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function open(luca: Person): Promise<Page> {
  const page = await (await stage.browser.newContext({ locale: 'en-GB' })).newPage();
  await page.goto(roundcube.url);
  // Roundcube sends the browser to the sign-in page by itself, and takes it back.
  await page.waitForURL(/\/sign-in/);
  await signIn(stage, page, luca);
  await page.waitForURL(/_task=mail/);
  return page;
}

it('Roundcube as Debian ships it opens the mailbox of a person who gave a code', async () => {
  const luca = await stage.person('luca@w.tld', { otp: 1 });
  const page = await open(luca);
  await page.waitForSelector('#mailboxlist');
  expect(await page.locator('#mailboxlist').innerText()).toContain('Inbox');
  await page.context().close();
});

it('is shown the sign-in page where the session was revoked', async () => {
  const luca = await stage.person('anna@w.tld', { otp: 1 });
  const page = await open(luca);
  await stage.admin.call('gatepost.truststore.v1.TrustAdminService/RevokeTrust', {
    account: luca.account,
    kind: 'TRUST_KIND_SESSION',
    actor: { comment: 'lost laptop' },
  });
  // Roundcube refreshes once its access token is over.
  stage.suite.clock.advance(6 * 60_000);
  await page.goto(`${roundcube.url}?_task=mail`);
  expect(await page.locator('#mailboxlist li').count()).toBe(0);
  await page.context().close();
});
