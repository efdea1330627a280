import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pagesUrl } from '../../cli/up/installation/service-config.js';
import { until } from '../../libs/testing/until.js';
import { type HandBrowser, openByHand, type Page } from '../attacks/sign-in/browser-by-hand.js';
import { askAs, authorizeUrl, CALLBACK, redeem, refresh } from '../browser/openid-client.js';
import { applySet } from '../stories/apply-set.js';
import { createPeople, freshCode, type Person } from '../stories/people.js';
import type { Story } from '../stories/read-story.js';
import { encodeRequest, type ProtoClient } from './proto-client.js';
import { runCliHere } from './run-cli-here.js';
import { type Suite, startSuite } from './start-suite.js';

// An administrator signs in for the console at the sign-in page, and the console acts with the tickets of that sign-in.

const RULES = [{ name: 'all', services: ['WebUI', 'WebAdminUI'], require: 'password + otp' }];
const DOCUMENT = {
  domain: 'a.tld',
  administrators: { 'help-desk': ['hedy@a.tld'], full: ['anna@a.tld'] },
  rules: RULES,
  trust: { session: { max: '8h' } },
};
const spec = { password: true, otp: true, recovery: false, 'app-passwords': {}, saml: false };
const RESET = 'gatepost.otp.v1.OtpAdminService/ResetAccount';
const LIST = 'gatepost.credential.v1.CredentialAdminService/ListAccounts';

let suite: Suite;
let origin: string;
let people: ReadonlyMap<string, Person>;
let console: ProtoClient;
const clients = new Map<string, { id: string; secret: string }>();

beforeAll(async () => {
  suite = await startSuite();
  origin = pagesUrl(suite.installation.plan);
  const admin = suite.client('admin', 'operator');
  console = suite.client('service', 'console');
  const names = ['hedy@a.tld', 'anna@a.tld', 'luca@a.tld'];
  const story = { people: Object.fromEntries(names.map((name) => [name, spec])), logins: [] };
  const frontEnd = suite.client('front-end', 'mail');
  ({ people } = await createPeople(story as unknown as Story, { admin, frontEnd }));
  expect(await applySet(admin, [DOCUMENT])).toMatchObject({ applied: expect.anything() });
  for (const [id, service] of [
    ['console', 'SERVICE_WEB_ADMIN_UI'],
    ['webmail', 'SERVICE_WEB_UI'],
  ] as const) {
    const { secret } = await admin.call('gatepost.policy.v1.ClientAdminService/PutClient', {
      client: {
        ...{ id, name: id, service, domains: ['a.tld'], networks: ['127.0.0.0/8'] },
        oidc: { redirect_uris: [CALLBACK] },
      },
    });
    clients.set(id, { id, secret });
    await until(`portal knows ${id}`, async () => {
      return (await openByHand(origin).get(pathOf(id))).status === 303;
    });
  }
});
afterAll(() => suite?.close());

const clientOf = (id: string) => clients.get(id) ?? { id, secret: '' };

/** The client's request, as a path on the sign-in page. */
function pathOf(id: string, more: Readonly<Record<string, string>> = {}): string {
  return authorizeUrl({ origin }, clientOf(id), more).slice(origin.length);
}

/** The pages of a sign-in on the way to a code. */
interface Way {
  readonly pages: readonly Page[];
  readonly code: string;
}

async function signIn(browser: HandBrowser, account: string, path: string): Promise<Way> {
  const person = people.get(account);
  if (person === undefined) throw new Error(`nobody is called ${account}`);
  const { location } = await browser.get(path);
  const first = await browser.get(location.replace(origin, ''));
  const hidden = { token: first.field('token'), flow: first.field('flow') };
  const posted = await browser.post('/sign-in', { account, password: person.password, ...hidden });
  const second = await browser.get(posted.location);
  const { otp_code: code } = freshCode(person, suite.clock);
  const form = { token: second.field('token'), step: second.field('step'), code };
  const done = await browser.post(`${posted.location}/code`, form);
  const on = /url=(.+)$/.exec(done.headers.get('refresh') ?? '')?.[1] ?? '';
  const back = await browser.get(on.replace(origin, ''));
  const query = new URL(back.location).searchParams;
  return { pages: [first, second], code: query.get('code') ?? '' };
}

async function tokensOf(id: string, account: string, path = pathOf(id)) {
  const { code, pages } = await signIn(openByHand(origin), account, path);
  const { status, body } = await redeem({ origin } as never, clientOf(id), code);
  expect(status, JSON.stringify(body)).toBe(200);
  return { body, pages };
}

async function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'done',
    ({ code }) => (code === 7 ? 'refused' : `${code}`),
  );
}

it('the console is given the ticket of its administrator, and a new one with each refresh', async () => {
  const { body } = await tokensOf('console', 'hedy@a.tld');
  expect(body).toMatchObject({ administers: 'a.tld', administrator_role: 'help-desk' });
  expect(body).not.toHaveProperty('act_ticket');
  const list = (ticket: string) => outcome(console.call(LIST, { domain: 'a.tld' }, { ticket }));
  expect(await list(body.administer_ticket)).toBe('done');
  suite.clock.advance(301_000);
  await until('the ticket has expired', async () => {
    return (await list(body.administer_ticket)) === 'refused';
  });
  const again = await refresh({ origin } as never, clientOf('console'), body.refresh_token);
  expect(await list(again.body.administer_ticket)).toBe('done');
  // An hour after the factors were given the privileges end, although the session is still valid.
  suite.clock.advance(3_600_000);
  await until('none is given any more', async () => {
    const late = await refresh({ origin } as never, clientOf('console'), body.refresh_token);
    return late.status === 200 && late.body.administer_ticket === undefined;
  });
});

it('gives no ticket to another client, or to an account that administers nothing', async () => {
  const webmail = await tokensOf('webmail', 'anna@a.tld');
  expect(webmail.body).not.toHaveProperty('administer_ticket');
  const luca = await tokensOf('console', 'luca@a.tld');
  expect(luca.body).not.toHaveProperty('administer_ticket');
});

const request = (account: string) => ({ account, actor: { comment: 'the phone is lost' } });
function actOf(account: string, asked: object = request(account)): string {
  const digest = createHash('sha256').update(encodeRequest(RESET, asked)).digest('base64url');
  return `${RESET} ${account} ${digest}`;
}

it('an act is shown on each page until the factors are given, and done once', async () => {
  const path = pathOf('console', { act: actOf('luca@a.tld'), prompt: 'login' });
  const { body, pages } = await tokensOf('console', 'hedy@a.tld', path);
  for (const page of pages) expect(page.body).toContain('second factor of luca@a.tld');
  const ticket = body.act_ticket;
  const reset = (account: string, given = ticket) =>
    outcome(console.call(RESET, request(account), { ticket: given }));
  expect(await reset('anna@a.tld')).toBe('refused');
  expect(await reset('luca@a.tld', body.administer_ticket)).toBe('refused');
  expect(await reset('luca@a.tld')).toBe('done');
  expect(await reset('luca@a.tld')).toBe('refused');
  // A repeated request returns the same ticket.
  const again = await refresh({ origin } as never, clientOf('console'), body.refresh_token);
  expect(await reset('luca@a.tld', again.body.act_ticket)).toBe('refused');
});

it('requires the factors again for an act, even in a console session', async () => {
  const browser = openByHand(origin);
  await signIn(browser, 'hedy@a.tld', pathOf('console'));
  const plain = await browser.get(pathOf('console'));
  expect(plain.location).toContain(CALLBACK);
  // The factors are asked for even if the console does not request them.
  const act = await browser.get(pathOf('console', { act: actOf('luca@a.tld') }));
  expect(act.location).toContain('/sign-in?flow=');
});

it('nobody confirms an act on an account with more roles', async () => {
  const path = pathOf('console', { act: actOf('anna@a.tld'), prompt: 'login' });
  const { body } = await tokensOf('console', 'hedy@a.tld', path);
  expect(body).toHaveProperty('administer_ticket');
  expect(body).not.toHaveProperty('act_ticket');
});

it('an act that the page has no words for, or of another client, is refused', async () => {
  const digest = 'a'.repeat(43);
  const unknown = `gatepost.policy.v1.PolicyAdminService/Apply luca@a.tld ${digest}`;
  for (const [id, act] of [
    ['console', unknown],
    ['console', 'x'],
    ['webmail', actOf('luca@a.tld')],
  ] as const) {
    const answer = await openByHand(origin).get(pathOf(id, { act }));
    expect(answer.location).toContain('error=invalid_request');
  }
});

it('a lapsed administrator of the documents is given none', async () => {
  const { body } = await tokensOf('console', 'anna@a.tld');
  expect(body.administrator_role).toBe('full');
  const { administrators: _, ...without } = DOCUMENT;
  await applySet(suite.client('admin', 'operator'), [without]);
  const again = await askAs({ origin }, clientOf('console'), '/openid/token', {
    ...{ grant_type: 'refresh_token', refresh_token: body.refresh_token },
  });
  expect(again.status).toBe(200);
  expect(again.body).not.toHaveProperty('administer_ticket');
});

it('its registration keeps the secret in a file, and is repeated without another', async () => {
  const { home } = suite.installation.layout;
  const config = join(home, 'console-elsewhere.yaml');
  const register = (url: string) => {
    const text = `url: ${url}\nsign-in: { url: ${origin}, secret-file: made/client.secret }\n`;
    writeFileSync(config, text);
    return runCliHere(['deploy', 'console', config, '--home', home, '--json']);
  };
  const kept = () => readFileSync(join(home, 'made', 'client.secret'), 'utf8');
  const first = await register('https://console.example');
  expect(JSON.parse(first.out)).toMatchObject({ made: true });
  expect(first.out).not.toContain(kept().trim());
  expect(kept()).toMatch(/^[\w-]{43}\n$/);
  const secret = kept();
  expect(JSON.parse((await register('https://new.example')).out)).toMatchObject({ made: false });
  expect(kept()).toBe(secret);
  const list = 'gatepost.policy.v1.ClientAdminService/ListClients';
  const all = await suite.client('admin', 'operator').call(list, {});
  const found = all.clients.find(({ id }: { id: string }) => id === 'console');
  expect(found.oidc.redirect_uris).toEqual(['https://new.example/signed-in']);
});
