import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { consoleUrl } from '../../cli/up/installation/service-config.js';
import { until } from '../../libs/testing/until.js';
import { applySet } from '../stories/apply-set.js';
import type { PolicyDocument } from '../stories/read-story.js';
import { lookAt } from './look-at.js';
import { authorizeUrl } from './openid-client.js';
import { type BrowserStage, openBrowserStage, type Person } from './stage.js';

// What each role sees and does in the console, and who is refused.

const HOUR = 3_600_000;
const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';
const ADMINISTRATION = {
  name: 'administration',
  services: ['WebAdminUI'],
  require: 'password + otp',
};
const documentOf = (domain: string, rules: readonly object[] = []) =>
  ({
    domain,
    administrators: {
      full: [`anna@${domain}`, `bea@${domain}`],
      'help-desk': [`hedy@${domain}`],
      auditors: [`audi@${domain}`],
    },
    rules: [
      ADMINISTRATION,
      { name: 'programs', services: ['Imap'], require: 'password' },
      ...rules,
    ],
    trust: { session: { default: '8h', max: '24h' } },
  }) as unknown as PolicyDocument;
const PHONES = {
  name: 'phones with a password of their own',
  services: ['EAS'],
  require: 'app-password',
};
/** The document that names the operator and binds domains without a document: it lets nobody in. */
const EVERYWHERE = {
  domain: '*',
  operators: ['opal@o.tld'],
  rules: [{ name: 'nobody', deny: 'There is no such domain.' }],
} as unknown as PolicyDocument;
const TEMPLATE = {
  template: 'standard',
  networks: { office: ['192.0.2.0/24'] },
} as unknown as PolicyDocument;
const WIDE = { widths: [390, 1280], pictureAt: 1280 };

let stage: BrowserStage;
let dir: string;
let url: string;
let context: BrowserContext;
let page: Page;
const people = new Map<string, Person>();

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'gatepost-console-'));
  const secret = join(dir, 'secret');
  writeFileSync(secret, '');
  stage = await openBrowserStage((origin) => ({
    replicas: { console: 2 },
    own: {
      console: {
        'sign-in': {
          ...{ url: origin, 'secret-file': secret },
          hosts: [{ url: origin.replace('localhost', '127.0.0.1'), domains: ['own.tld'] }],
        },
      },
    },
  }));
  url = consoleUrl(stage.suite.installation.plan) ?? '';
  await applySet(stage.admin, [
    ...[EVERYWHERE, TEMPLATE],
    ...['c.tld', 'd.tld', 'o.tld', 'own.tld'].map((domain) => documentOf(domain)),
  ]);
  for (const name of ['anna', 'bea', 'hedy', 'audi', 'opal', 'luca']) {
    const domain = name === 'opal' ? 'o.tld' : 'c.tld';
    people.set(name, await stage.person(`${name}@${domain}`, { otp: 1 }));
  }
  const { secret: given } = await stage.admin.call(
    'gatepost.policy.v1.ClientAdminService/PutClient',
    {
      client: {
        ...{ id: 'console', name: 'Console', service: 'SERVICE_WEB_ADMIN_UI', domains: ['*'] },
        oidc: { redirect_uris: [`${url}/signed-in`] },
      },
    },
  );
  writeFileSync(secret, `${given}\n`);
  const probe = authorizeUrl(
    stage,
    { id: 'console', secret: '' },
    { redirect_uri: `${url}/signed-in` },
  );
  await until('portal knows the console', async () => {
    const all = await Promise.all([0, 1, 2, 3].map(() => fetch(probe, { redirect: 'manual' })));
    return all.every(({ status }) => status === 303);
  });
});
afterAll(async () => {
  await stage?.close();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  context = await stage.browser.newContext({ locale: 'en-GB' });
  page = await context.newPage();
  await page.setViewportSize({ width: 1280, height: 900 });
});
afterEach(() => context.close());

const heading = (of = page) => of.locator('h1').innerText();
const main = (of = page) => of.locator('main').innerText();
const personOf = (name: string) => people.get(name) as Person;

/** Gives the factors at the sign-in page. */
async function giveFactors(name: string, of = page): Promise<void> {
  const { account, password, apps } = personOf(name);
  if (await of.locator('#account').isVisible()) await of.fill('#account', account);
  await of.fill('#password', password);
  await of.locator('main button[type=submit]').first().click();
  await of.fill('#code', stage.code(apps[0] as Person['apps'][number]));
  await of.locator('main button[type=submit]').first().click();
  await of.waitForURL(`${url}/**`);
}

async function signIn(name: string, of = page): Promise<void> {
  await of.goto(`${url}/`);
  await giveFactors(name, of);
  await of.waitForURL(name === 'opal' ? `${url}/` : `${url}/domains/c.tld`);
}

/** Presses Tab until the named element has the focus, as a person without a mouse does. */
async function tabTo(name: string, of = page): Promise<void> {
  const wanted = JSON.stringify(name);
  for (let n = 0; n < 200; n += 1) {
    await of.keyboard.press('Tab');
    const found = await of.evaluate(`(() => {
      const at = document.activeElement;
      const text = at.tagName === 'A' || at.tagName === 'BUTTON' ? at.innerText : at.labels?.[0]?.innerText;
      return text === ${wanted};
    })()`);
    if (found === true) return;
  }
  throw new Error(`the keyboard does not reach ${name}`);
}

async function press(name: string, of = page): Promise<void> {
  await tabTo(name, of);
  await Promise.all([of.waitForEvent('load'), of.keyboard.press('Enter')]);
}

/** Presses a button whose page is streamed while the work runs, and waits for the end of the work. */
async function clickAndLoad(name: string): Promise<void> {
  const loaded = page.waitForEvent('load');
  await page.getByRole('button', { name }).click();
  await loaded;
}

async function write(name: string, text: string): Promise<void> {
  await tabTo(name);
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
}

const login = (account: string, service: string, password: string) =>
  stage.mail.call(AUTHORIZE, {
    ...{ account, service, client_ip: '198.51.100.7', password: Buffer.from(password) },
  });

describe.each([1280, 390])('by keyboard alone at %i px', (width) => {
  it('an administrator changes the policy and finds why a phone was refused', async () => {
    await page.setViewportSize({ width, height: 900 });
    await applySet(stage.admin, [documentOf('c.tld')]);
    const luca = personOf('luca');
    const refused = await login(luca.account, 'SERVICE_EAS', luca.password);
    expect(refused.decision).toBe('DECISION_DENY');
    await signIn('anna');
    await press('Policy');
    await press('Change the document');
    await write(
      'Document of c.tld',
      stringify(documentOf('c.tld', [{ ...PHONES, require: 'ap' }])),
    );
    await press('Prove it and show what changes');
    expect(await main()).toMatch(/Line \d+, column \d+/);
    expect(await page.locator('.problems pre').first().innerText()).toContain('ap');
    // The typed text is kept.
    expect(await page.inputValue('#content')).toContain(PHONES.name);
    await write('Document of c.tld', stringify(documentOf('c.tld', [PHONES])));
    await press('Prove it and show what changes');
    const sentences = await page.locator('.meaning li').allInnerTexts();
    expect(sentences.join()).toContain('EAS');
    const small = { widths: [390, 1280] };
    await (width === 1280
      ? lookAt(page, 'console-policy', WIDE)
      : lookAt(page, 'console-policy-390', small));
    await page.setViewportSize({ width, height: 900 });
    await write('Comment', 'phones');
    await press('Apply');
    expect(await main()).toContain('The document is in force.');
    await press('History');
    expect(await main()).toContain('anna@c.tld');
    await press('Sign-ins');
    await write('Account', 'luca');
    await press('Filter');
    await until('the login is in the record', async () => {
      await page.reload();
      return (await page.locator('td.bad').count()) > 0;
    });
    const row = page.locator('tbody tr').filter({ hasText: 'EAS' }).first();
    await press(await row.locator('a').first().innerText());
    expect(await main()).toContain('No rule lets it in');
    expect(await main()).toContain(PHONES.name);
  });
});

it('neither of two administrators overwrites the other’s change', async () => {
  await applySet(stage.admin, [documentOf('c.tld')]);
  await signIn('anna');
  await page.goto(`${url}/domains/c.tld/policy/edit`);
  await page.fill('#content', stringify(documentOf('c.tld', [PHONES])));
  await page.getByRole('button', { name: 'Prove it and show what changes' }).click();
  // A change of another domain is no reason to refuse. A change of this domain is.
  await applySet(stage.admin, [documentOf('d.tld', [PHONES])]);
  const other = documentOf('c.tld', [{ ...PHONES, name: 'by bea' }]);
  await applySet(stage.admin, [other]);
  await page.getByRole('button', { name: 'Apply' }).click();
  expect(await main()).toContain('Somebody else changed the document');
  expect(await main()).toContain('by bea');
  const get = 'gatepost.policy.v1.PolicyAdminService/Get';
  const { document } = await stage.admin.call(get, { document: 'c.tld' });
  expect(document.content.toString()).toContain('by bea');
  // After the administrator has seen that change, their own change can be applied.
  await page.getByRole('button', { name: 'Prove it and show what changes' }).click();
  await applySet(stage.admin, [documentOf('d.tld')]);
  await page.getByRole('button', { name: 'Apply' }).click();
  expect(await main()).toContain('The document is in force.');
});

describe('the help desk', () => {
  it('unlocks in three clicks', async () => {
    const { account } = personOf('luca');
    for (let n = 0; n < 11; n += 1) await login(account, 'SERVICE_IMAP', `wrong ${n}`);
    await signIn('hedy');
    await page.fill('#account', 'luca');
    await page.getByRole('button', { name: 'Find' }).click();
    expect(await main()).toContain('Sign-ins are held back');
    await lookAt(page, 'console-person', WIDE);
    await page.getByRole('link', { name: 'Unlock', exact: true }).click();
    await page.fill('#reason', 'a new phone with the old password');
    await page.getByRole('button', { name: 'Unlock' }).click();
    expect(await main()).toContain('Unlocked.');
    expect(await main()).not.toContain('Sign-ins are held back');
  });

  it('resets a lost phone with a reason and with factors just given, once', async () => {
    const person = await stage.person('lost@c.tld', { otp: 1 });
    await signIn('hedy');
    await page.goto(`${url}/domains/c.tld/accounts/${person.account}`);
    await page.getByRole('link', { name: 'Reset a lost phone' }).click();
    expect(await main()).toContain('the authenticator app of lost@c.tld');
    await lookAt(page, 'console-lost-phone', WIDE);
    // Without a reason nothing is done.
    await page.evaluate("document.querySelector('#reason').removeAttribute('required')");
    await page.getByRole('button', { name: 'Reset a lost phone' }).click();
    expect(await main()).toContain('Say why.');
    await page.fill('#reason', 'left on a train');
    await page.getByRole('button', { name: 'Reset a lost phone' }).click();
    expect(await main()).toContain('second factor of lost@c.tld');
    await giveFactors('hedy');
    await page.waitForURL(/done=reset-otp/);
    expect(await main()).toContain('Removed authenticator apps: 1');
    const filter = { account: person.account, type: 'gatepost.otp.reset.v1' };
    const query = 'gatepost.audit.v1.AuditService/Query';
    const events = await until('it is in the record', async () => {
      const found = await stage.suite.client('auditor', 'auditor').call(query, { filter });
      return found.events.length > 0 && found.events;
    });
    expect(JSON.parse(events[0].event.toString()).data.actor).toMatchObject({
      ...{ on_behalf_of: 'hedy@c.tld', comment: 'left on a train' },
    });
  });

  it('resets nobody with more roles, and changes no document', async () => {
    await signIn('hedy');
    await page.goto(`${url}/domains/c.tld/accounts/anna@c.tld/reset-otp`);
    await page.fill('#reason', 'so that I am anna');
    await page.getByRole('button', { name: 'Reset a lost phone' }).click();
    await giveFactors('hedy');
    expect(await heading()).toBe('This is not yours to see or do');
    await page.goto(`${url}/domains/c.tld/policy`);
    expect(await page.getByRole('link', { name: 'Change the document' }).count()).toBe(0);
    const answer = await page.goto(`${url}/domains/c.tld/policy/edit`);
    expect(answer?.status()).toBe(403);
  });
});

it('an auditor looks at everything, and is offered nothing', async () => {
  await signIn('audi');
  await lookAt(page, 'console-today', WIDE);
  await page.goto(`${url}/domains/c.tld/sign-ins`);
  await lookAt(page, 'console-sign-ins', WIDE);
  await page.goto(`${url}/domains/c.tld/accounts`);
  expect(await main()).toContain('luca@c.tld');
  await page.goto(`${url}/domains/c.tld/accounts/luca@c.tld`);
  expect(await page.locator('main a[href*="reset-otp"], main a[href*="unlock"]').count()).toBe(0);
  const answer = await page.goto(`${url}/domains/c.tld/accounts/luca@c.tld/unlock`);
  expect(answer?.status()).toBe(403);
  const file = await context.request.get(`${url}/domains/c.tld/accounts.csv`);
  expect(await file.text()).toContain('luca@c.tld,true,0');
});

it('a document is tried beside the one in force', async () => {
  await applySet(stage.admin, [documentOf('c.tld')]);
  await signIn('anna');
  await page.goto(`${url}/domains/c.tld/policy/edit`);
  await page.fill('#content', stringify(documentOf('c.tld', [PHONES])));
  await page.getByRole('button', { name: 'Prove it and show what changes' }).click();
  await page.getByRole('button', { name: 'Try it first' }).click();
  expect(await main()).toContain('The trial has begun.');
  await lookAt(page, 'console-trial', WIDE);
  await page.getByRole('button', { name: 'End the trial' }).click();
  expect(await main()).toContain('Nothing is being tried.');
});

describe('the record', () => {
  it('a document is rehearsed on it, with what would be refused', async () => {
    await applySet(stage.admin, [documentOf('c.tld')]);
    const luca = personOf('luca');
    await login(luca.account, 'SERVICE_IMAP', luca.password);
    await signIn('anna');
    const without = documentOf('c.tld') as unknown as { rules: object[] };
    const content = stringify({ ...without, rules: [ADMINISTRATION] });
    const replayed = () => page.locator('.numbers dd').first().innerText();
    await until('the login is in the record', async () => {
      await page.goto(`${url}/domains/c.tld/policy/edit`);
      await page.fill('#content', content);
      await page.getByRole('button', { name: 'Prove it and show what changes' }).click();
      await page.selectOption('#days', '7');
      await clickAndLoad('Rehearse it');
      return (await main()).includes('Let in → Refused') && Number(await replayed()) > 0;
    });
    expect(await main()).toContain('luca@c.tld');
    expect(await page.locator('.progress:visible').count()).toBe(0);
    await lookAt(page, 'console-rehearsal', WIDE);
    // The page may be closed. The domain's first page links to the work, whose results can be filtered and saved.
    await page.goto(`${url}/domains/c.tld`);
    await page
      .getByRole('link', { name: /^Rehearsal, the last 7 days/ })
      .first()
      .click();
    await page.fill('#account', 'nobody');
    await clickAndLoad('Filter');
    expect(await main()).toContain('No sign-in is recorded that fits.');
    await page.fill('#account', 'luca');
    await clickAndLoad('Filter');
    const href = await page.getByRole('link', { name: 'Save as CSV' }).getAttribute('href');
    const saved = await (await context.request.get(`${url}${href}`)).text();
    expect(saved).toMatch(/,luca@c\.tld,Imap,[^,]+,ALLOW,DENY,/);
    await lookAt(page, 'console-work', { widths: [390, 1280] });
    await page.getByRole('button', { name: 'Back to the document' }).click();
    expect(await page.inputValue('#content')).toBe(content);
    expect(await page.locator('.meaning li').count()).toBeGreaterThan(0);
    // The candidate is not in force. A login that cannot be rehearsed has a reason.
    await page.evaluate(
      `document.querySelector('[name=content]').value = 'domain: c.tld\\nrules: 1'`,
    );
    await clickAndLoad('Rehearse it');
    expect(await main()).toContain('This cannot be applied');
  });

  it('a document is proposed from it, into the editor', async () => {
    await applySet(stage.admin, [documentOf('c.tld')]);
    await signIn('anna');
    await page.goto(`${url}/domains/c.tld/policy`);
    await page.getByRole('link', { name: 'Propose from the record' }).click();
    await lookAt(page, 'console-propose-first', WIDE);
    await clickAndLoad('Propose a document');
    const proposed = await page.inputValue('#content');
    expect(proposed).toContain('domain: "c.tld"');
    expect(proposed).toContain('anna@c.tld');
    expect(proposed).toContain('assert:');
    await lookAt(page, 'console-propose', WIDE);
    await page.getByRole('button', { name: 'Prove it and show what changes' }).click();
    expect(await main()).toContain('Its asserts and the guardrails hold.');
  });

  it('is followed as it grows, until the sign-in ends', async () => {
    await applySet(stage.admin, [documentOf('c.tld')]);
    const luca = personOf('luca');
    await signIn('audi');
    await page.goto(`${url}/domains/c.tld/sign-ins/live?service=Imap`);
    const rows = page.locator('tbody tr');
    const before = await rows.count();
    const answer = await login(luca.account, 'SERVICE_IMAP', luca.password);
    await login(luca.account, 'SERVICE_SMTP', luca.password);
    const row = page.locator(`#sign-in-${answer.decision_id}`);
    await row.waitFor();
    expect(await rows.count()).toBe(before + 1);
    expect(await rows.first().getAttribute('id')).toBe(`sign-in-${answer.decision_id}`);
    await lookAt(page, 'console-live', WIDE);
    const other = await context.newPage();
    await other.goto(`${url}/domains/c.tld`);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${stage.origin}/**`);
  });

  it('is followed without a script, on a page that reloads itself', async () => {
    await signIn('audi');
    const state = await context.storageState();
    const plain = await stage.browser.newContext({
      ...{ locale: 'en-GB', javaScriptEnabled: false, storageState: state },
    });
    const other = await plain.newPage();
    await other.goto(`${url}/domains/c.tld/sign-ins/live`);
    expect(await other.locator('meta[http-equiv=refresh]').getAttribute('content')).toBe('10');
    expect(await main(other)).toContain('every ten seconds');
    await plain.close();
  });

  it('is followed on three pages of an account, and no more', async () => {
    await signIn('audi');
    const statuses = await page.goto(`${url}/domains/c.tld/sign-ins/live`).then(() =>
      page.evaluate(`(async () => {
        const ask = () => fetch('/domains/c.tld/sign-ins/events').then(({ status }) => status);
        return [await ask(), await ask(), await ask()];
      })()`),
    );
    // The page itself is the first request.
    expect(statuses).toEqual([200, 200, 429]);
  });
});

it('lists and counts people without a second factor', async () => {
  await stage.person('nora@c.tld');
  await signIn('audi');
  await page.getByRole('link', { name: 'Second factors' }).click();
  await clickAndLoad('Look');
  const rows = await page.locator('tbody').innerText();
  expect(rows).toContain('nora@c.tld');
  expect(rows).not.toContain('luca@c.tld');
  expect(await page.locator('svg.share').getAttribute('aria-label')).toMatch(/^\d+ % have/);
  await lookAt(page, 'console-second-factors', WIDE);
  const file = await context.request.get(`${url}/domains/c.tld/second-factors.csv`);
  expect(await file.text()).toContain('nora@c.tld,');
  expect(await page.getByRole('button', { name: /^Remind/ }).count()).toBe(0);
});

it('people without a second factor are reminded before their day, and how many is said before', async () => {
  await stage.person('nils@c.tld');
  await stage.person('dina@c.tld');
  const document = {
    ...documentOf('c.tld'),
    groups: { directors: ['dina@c.tld'] },
    enrolment: {
      from: 'anywhere',
      'grace-until': '2099-01-31',
      'grace-groups': { directors: '2099-02-28' },
    },
  };
  await applySet(stage.admin, [document]);
  await signIn('anna');
  await page.getByRole('link', { name: 'Second factors' }).click();
  await clickAndLoad('Look');
  const button = page.getByRole('button', { name: /^Remind \d+ people$/ });
  const n = /\d+/.exec(await button.innerText())?.[0];
  expect(await main()).toContain(`${n} people have no second factor`);
  await lookAt(page, 'console-campaign', WIDE);
  await button.click();
  await page.getByText(`${n} people will be reminded, 7 days before`).waitFor();
  await page.goto(`${url}/domains/c.tld/second-factors`);
  await page.getByRole('button', { name: `Withdraw ${n} reminders` }).click();
  expect(await main()).toContain(`${n} reminders were withdrawn`);
  await applySet(stage.admin, [documentOf('c.tld')]);
});

it('an operator finds a domain, a template, and a trial that was forgotten', async () => {
  await applySet(stage.admin, [documentOf('c.tld')]);
  await signIn('anna');
  await page.goto(`${url}/domains/c.tld/policy/edit`);
  await page.fill('#content', stringify(documentOf('c.tld', [PHONES])));
  await page.getByRole('button', { name: 'Prove it and show what changes' }).click();
  await page.fill('#comment', 'phones, soon');
  await page.getByRole('button', { name: 'Try it first' }).click();
  const own = await stage.browser.newContext({ locale: 'en-GB' });
  const desk = await own.newPage();
  await signIn('opal', desk);
  expect(await main(desk)).toContain('c.tld');
  await desk.fill('#find', 'd.');
  await desk.getByRole('button', { name: 'Find' }).click();
  expect(await desk.locator('tbody a').allInnerTexts()).toEqual(['d.tld']);
  await lookAt(desk, 'console-domains', WIDE);
  await desk.getByRole('link', { name: 'Templates' }).click();
  await desk.getByRole('link', { name: 'standard' }).click();
  expect(await main(desk)).toContain('192.0.2.0/24');
  expect(await main(desk)).toContain('It binds no domain.');
  await lookAt(desk, 'console-template', WIDE);
  await desk.getByRole('link', { name: 'Trials' }).click();
  expect(await main(desk)).toContain('phones, soon');
  await lookAt(desk, 'console-trials', WIDE);
  await desk.getByRole('link', { name: 'c.tld' }).click();
  expect(await heading(desk)).toBe('Trial');
  await desk.getByRole('button', { name: 'End the trial' }).click();
  await own.close();
});

it('an operator registers a client, sees its secret once, makes another, removes it', async () => {
  await signIn('opal');
  await page.getByRole('link', { name: 'Clients' }).click();
  expect(await main()).toContain('console');
  await lookAt(page, 'console-clients', WIDE);
  await page.getByRole('link', { name: 'Add a client' }).click();
  await lookAt(page, 'console-add-client', { widths: [390, 1280] });
  await page.fill('#id', 'roundcube');
  await page.fill('#addresses', 'https://mail.c.tld/back');
  await page.fill('#domains', 'c.tld');
  await page.fill('#reason', 'a webmail');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${stage.origin}/**`);
  expect(await main()).toContain('Register or change the client roundcube');
  await giveFactors('opal');
  expect(await heading()).toBe('The secret of the client');
  const first = await page.locator('code.secret').innerText();
  expect(first).toMatch(/^[\w-]{43}$/);
  await page.reload();
  expect(await page.content()).not.toContain(first);
  await page.goto(`${url}/clients/roundcube`);
  expect(await page.content()).not.toContain(first);
  await lookAt(page, 'console-client', { widths: [390, 1280] });
  await page.getByRole('link', { name: 'Make a new secret' }).click();
  expect(await main()).toContain('the old one ends at once');
  await page.fill('#reason', 'it leaked');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${stage.origin}/**`);
  await giveFactors('opal');
  const second = await page.locator('code.secret').innerText();
  expect(second).not.toBe(first);
  await page.getByRole('link', { name: 'To the client' }).click();
  await page.getByRole('link', { name: 'Remove the client' }).click();
  expect(await main()).toContain('It has no session now.');
  expect(await main()).toContain('the people of c.tld');
  await page.fill('#reason', 'no longer used');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${stage.origin}/**`);
  await giveFactors('opal');
  expect(await main()).toContain('The client is removed.');
  expect(await main()).not.toContain('roundcube');
});

it('who administers a domain with a sign-in host of its own signs in there, and acts there', async () => {
  const ivo = await stage.person('ivo@own.tld', { otp: 1 });
  const luca = await stage.person('luca@own.tld', { otp: 1 });
  const document = documentOf('own.tld') as unknown as Record<string, object>;
  const named = { ...document, administrators: { full: [ivo.account] } };
  await applySet(stage.admin, [named as unknown as PolicyDocument]);
  people.set('ivo', ivo);
  await page.goto(`${url}/domains/own.tld`);
  expect(page.url()).toContain(stage.ownOrigin);
  await giveFactors('ivo');
  await page.waitForURL(`${url}/domains/own.tld`);
  await page.goto(`${url}/domains/own.tld/accounts/${luca.account}/reset-otp`);
  await page.fill('#reason', 'left on a train');
  await page.getByRole('button', { name: 'Reset a lost phone' }).click();
  expect(page.url()).toContain(stage.ownOrigin);
  await giveFactors('ivo');
  await page.waitForURL(/done=reset-otp/);
  await page.getByRole('button', { name: 'Sign out' }).click();
  expect(await heading()).toBe('You are signed out');
});

describe('role × page × action × domain', () => {
  const ROLES = ['auditors', 'help-desk', 'full', 'operator'];
  const PEOPLE = { audi: 'auditors', hedy: 'help-desk', anna: 'full', opal: 'operator' };
  const PAGES: readonly [path: string, least: string][] = [
    ...['', '/sign-ins', '/sign-ins.csv', '/sign-ins/live', '/accounts', '/accounts.csv'],
    ...['/second-factors', '/second-factors.csv'],
    ...['/accounts/luca@D', '/policy', '/policy/history', '/policy/history.csv'],
    ...['/trial', '/trial.csv'],
    ...['/work/x', '/work/x/changes.csv'],
  ].map((path) => [path, 'auditors'] as const) as [string, string][];
  const FORMS: readonly [path: string, least: string][] = [
    ['/accounts/luca@D/unlock', 'help-desk'],
    ['/accounts/luca@D/end-sessions', 'help-desk'],
    ['/accounts/luca@D/end-trust', 'help-desk'],
    ['/accounts/luca@D/reset-otp', 'help-desk'],
    ['/accounts/luca@D/remove-passkeys', 'help-desk'],
    ['/accounts/luca@D/revoke-app-password', 'help-desk'],
    ['/policy/edit', 'full'],
    ['/policy/propose', 'full'],
  ];
  /** Forms without a page of their own. */
  const ACTIONS: readonly [path: string, least: string][] = [
    ['/work/x/end', 'auditors'],
    ['/policy/apply', 'full'],
    ['/second-factors/remind', 'full'],
    ['/second-factors/end-reminders', 'full'],
    ['/policy/rehearse', 'full'],
    ['/trial/start', 'full'],
    ['/trial/end', 'full'],
  ];
  const OPERATORS = [
    ...['/', '/domains.csv', '/templates', '/templates.csv', '/templates/standard'],
    '/templates/standard/domains.csv',
    ...['/trials', '/trials.csv', '/clients', '/clients.csv', '/clients/console', '/add-client'],
  ];
  const CLIENT_FORMS = ['/add-client', '/clients/x/new-secret', '/clients/x/remove-client'];
  const atLeast = (role: string, least: string) => ROLES.indexOf(role) >= ROLES.indexOf(least);

  /** What the console answers to the browser: `refused`, or anything else. */
  async function answersTo(asked: readonly { method: string; path: string }[]): Promise<string[]> {
    // The one page whose policy lets a script ask.
    await page.goto(`${url}/domains/c.tld/sign-ins/live`);
    return page.evaluate(`(async () => {
      const token = document.querySelector('[name=token]').value;
      const body = new URLSearchParams({ token, reason: 'a matrix', content: 'domain: x', days: '1' });
      const answers = [];
      for (const { method, path } of ${JSON.stringify(asked)}) {
        const form = method === 'POST' ? { body } : {};
        const { status, type } = await fetch(path, { method, redirect: 'manual', ...form });
        answers.push(status === 403 ? 'refused' : type === 'opaqueredirect' || status < 500 ? 'let in' : status);
      }
      return answers;
    })()`) as Promise<string[]>;
  }

  it.each(Object.entries(PEOPLE))('%s', async (name, role) => {
    await applySet(stage.admin, [documentOf('c.tld'), documentOf('d.tld')]);
    await signIn(name);
    const cases = ['c.tld', 'd.tld'].flatMap((domain) => {
      const reaches = domain === 'c.tld' || role === 'operator';
      const of =
        (method: string) =>
        ([path, least]: readonly [string, string]) => ({
          ...{ method, path: `/domains/${domain}${path.replace('D', domain)}` },
          expected: reaches && atLeast(role, least) ? 'let in' : 'refused',
        });
      const get = [...PAGES, ...FORMS].map(of('GET'));
      return [...get, ...[...FORMS, ...ACTIONS].map(of('POST'))];
    });
    const all = [
      ...cases,
      ...OPERATORS.map((path) => ({
        ...{ method: 'GET', path },
        // A person who is no administrator is sent elsewhere.
        expected: role === 'operator' || path === '/' ? 'let in' : 'refused',
      })),
      ...CLIENT_FORMS.map((path) => ({
        ...{ method: 'POST', path },
        expected: role === 'operator' ? 'let in' : 'refused',
      })),
    ];
    const answers = await answersTo(all);
    const said = all.map(({ method, path }, n) => `${method} ${path}: ${answers[n]}`);
    expect(said).toEqual(all.map(({ method, path, expected }) => `${method} ${path}: ${expected}`));
  });
});

describe('who gets nothing', () => {
  it("another domain's pages are refused, of every kind", async () => {
    await signIn('anna');
    for (const path of ['', '/sign-ins', '/sign-ins/events', '/accounts', '/policy/edit']) {
      const answer = await context.request.get(`${url}/domains/d.tld${path}`);
      expect(answer.status(), path).toBe(403);
    }
  });

  it('an account that administers nothing', async () => {
    await page.goto(`${url}/`);
    await giveFactors('luca');
    expect(await heading()).toBe('You administer nothing here');
    await page.goto(`${url}/domains/c.tld/accounts`);
    expect(await heading()).toBe('You administer nothing here');
  });

  it('no cookie, a stolen one, one that was signed out', async () => {
    const shown = async (cookies: readonly { name: string; value: string }[]) => {
      const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
      const headers = { cookie };
      const answer = await fetch(`${url}/domains/c.tld/accounts`, { headers, redirect: 'manual' });
      return answer.status === 200 ? 'shown' : 'refused';
    };
    await signIn('anna');
    const cookies = await context.cookies(url);
    const session = cookies.filter(({ name }) => name.endsWith('gatepost-console'));
    expect(session).toHaveLength(1);
    expect(await shown(cookies)).toBe('shown');
    expect(await shown([])).toBe('refused');
    // The session opens only with the browser's own cookie.
    expect(await shown(session)).toBe('refused');
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await heading()).toBe('You are signed out');
    expect(await shown(cookies)).toBe('refused');
  });

  it('a form of a stranger', async () => {
    await signIn('anna');
    const path = `${url}/domains/c.tld/accounts/luca@c.tld/unlock`;
    const form = { reason: 'x' };
    for (const origin of [url, 'https://evil.example']) {
      const answer = await context.request.post(path, { form, headers: { origin } });
      expect(answer.status()).toBe(403);
    }
  });

  it('a code that another browser began to ask for', async () => {
    await page.goto(`${url}/`);
    let back = '';
    page.on('request', (request) => {
      if (request.url().startsWith(`${url}/signed-in`)) back = request.url();
    });
    await giveFactors('anna');
    expect(back).not.toBe('');
    const victim = await stage.browser.newContext();
    const other = await victim.newPage();
    await other.goto(`${url}/sign-in`);
    await other.goto(back);
    expect(await heading(other)).toBe('This sign-in is out of date');
    await victim.close();
  });

  it('an hour after the factors they are asked for again, and no role that was taken is still held', async () => {
    await signIn('bea');
    const { administrators: _, ...without } = documentOf('c.tld') as unknown as Record<
      string,
      unknown
    >;
    await applySet(stage.admin, [without as unknown as PolicyDocument]);
    await page.goto(`${url}/domains/c.tld/accounts`);
    expect(page.url()).toContain(stage.origin);
    await applySet(stage.admin, [documentOf('c.tld')]);
    await giveFactors('bea');
    expect(await heading()).toBe('Accounts');
    stage.suite.clock.advance(HOUR);
    await page.goto(`${url}/domains/c.tld/accounts`);
    expect(page.url()).toContain(stage.origin);
  });
});

it('a page stands in long words, and from right to left', async () => {
  await signIn('anna');
  for (const language of ['de', 'ar']) {
    await page.goto(`${url}/domains/c.tld/accounts/luca@c.tld?lang=${language}`);
    await lookAt(page, `console-person-${language}`, WIDE);
    await page.goto(`${url}/domains/c.tld/sign-ins?lang=${language}`);
    await lookAt(page, `console-sign-ins-${language}`, { widths: [390, 1280] });
    await page.goto(`${url}/domains/c.tld/policy/propose?lang=${language}`);
    await lookAt(page, `console-propose-${language}`, { widths: [390, 1280] });
  }
});
