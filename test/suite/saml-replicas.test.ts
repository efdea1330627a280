import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../libs/config/index.js';
import { until } from '../../libs/testing/until.js';
import type { Login } from '../../services/saml/testing.js';
import { ATTACKS } from '../attacks/saml/catalogue.js';
import { LOGOUT_ATTACKS } from '../attacks/saml/logout-attacks.js';
import {
  formatLogoutRequest,
  type LogoutMessage,
  posted,
  redirected,
  signedQuery,
} from '../attacks/saml/logout-messages.js';
import { capture, EVE, type Target, VICTIM } from '../attacks/saml/stage.js';
import { createIdentityProvider, makeKeyPair, requestXml } from './identity-provider.js';
import type { Message, ProtoClient } from './proto-client.js';
import { signElement } from './saml-response.js';
import { type Suite, startSuite } from './start-suite.js';

// Tries every attack of test/attacks/saml on two processes. Each must know what the other has used up or ended.

const SAML = 'gatepost.saml.v1.SamlService';
const LOGOUT = 'gatepost.saml.v1.SamlLogoutService';
const ADMIN = 'gatepost.saml.v1.SamlAdminService';
const WEBMAIL = 'spiffe://gatepost/front-end/webmail';
const RIGHT = 'VERDICT_VERIFIED';

let suite: Suite;
let target: Target;
/** Callers that each reach one replica: as policy, as a front-end, as an administrator. */
let policy: readonly ProtoClient[];
let frontEnd: readonly ProtoClient[];
let admin: readonly ProtoClient[];

beforeAll(async () => {
  suite = await startSuite({ replicas: { saml: 2 }, processes: true });
  const each = (...identity: Parameters<Suite['client']>) =>
    [1, 2].map((n) => suite.clientOf(`saml-${n}`, ...identity));
  policy = each('service', 'policy');
  frontEnd = each('front-end', 'webmail');
  admin = each('admin', 'operator');
  const [a, b] = await Promise.all(['a.tld', 'b.tld'].map(setUpDomain));
  if (a === undefined || b === undefined) throw new TypeError('no provider');
  target = {
    a,
    b,
    sloUrl: 'https://gatepost.localhost/saml/a.tld/slo',
    now: () => suite.clock.now(),
    begin: (account, front = WEBMAIL) => begin(0, account, front),
    async certificate() {
      const { metadata_xml } = await on(admin, 0).call(`${ADMIN}/GetMetadata`, { domain: 'a.tld' });
      const [, body = ''] =
        /use="encryption"[\s\S]*?X509Certificate>([^<]*)/.exec(`${metadata_xml}`) ?? [];
      return `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
    },
  };
});
afterAll(() => suite?.close());
beforeEach(() => suite.serving());

function on(clients: readonly ProtoClient[], replica: number): ProtoClient {
  const client = clients[replica % 2];
  if (client === undefined) throw new TypeError('no such replica');
  return client;
}

async function setUpDomain(domain: string) {
  const entityId = `https://idp.${domain}/metadata`;
  const provider = await createIdentityProvider({ entityId, clock: suite.clock });
  const request = { domain, metadata_xml: provider.metadata(), actor: { comment: 'attacks' } };
  await on(admin, 0).call(`${ADMIN}/ImportProvider`, request);
  return provider;
}

async function begin(replica: number, account: string, front = WEBMAIL): Promise<Login> {
  const base = { domain: 'a.tld', account, front_end: front };
  const request = { ...base, decision_id: randomUUID() };
  const begun = await on(policy, replica).call(`${SAML}/BeginLogin`, request);
  const { redirect_url: redirectUrl, form_action, form_fields: formFields } = begun;
  const way = { redirectUrl, formAction: form_action, formFields };
  return { ...way, loginTicket: begun.login_ticket, domain: 'a.tld', account };
}

/** A replica's verdict on a response: the check that failed, or an empty string. */
async function consume(
  replica: number,
  { login, xml, relayState }: { login: Login; xml: string | Buffer; relayState: string },
  decisionId: string = randomUUID(),
): Promise<string> {
  const { domain, account, loginTicket } = login;
  const answer: Message = await on(policy, replica).call(`${SAML}/ConsumeResponse`, {
    ...{ domain, account, front_end: WEBMAIL, decision_id: decisionId },
    saml_response: Buffer.from(Buffer.from(xml).toString('base64')),
    relay_state: relayState,
    login_ticket: loginTicket,
  });
  return answer.verdict === RIGHT ? '' : answer.failed_check;
}

async function answered(login: Login, change = {}) {
  const { xml, relayState } = await target.a.respond(login, login.account || EVE, { change });
  return { login, xml, relayState };
}

/** The table of docs/saml-security.md: the check that refuses each attack. */
const table = readFileSync(join(packageRoot, 'docs', 'saml-security.md'), 'utf8');
const checkOf = (attack: string) =>
  table
    .split('\n')
    .map((line) => line.split(' | '))
    .find(([name]) => name === `| ${attack}`)?.[1]
    ?.replace('refused: ', '');

// A response larger than a message may be is refused before it is read.
const FITTING = ATTACKS.filter(({ name }) => name !== '10 MB');

describe('on each of two processes', () => {
  it.each(FITTING)('refuses: $name', async ({ name, make }) => {
    const attack = await make(target);
    const found = await Promise.all([0, 1].map((replica) => consume(replica, attack)));
    expect(found).toEqual([checkOf(name), checkOf(name)]);
  });

  it.each(LOGOUT_ATTACKS)('ends nothing: $name', async ({ make }) => {
    const message = await make(target);
    for (const replica of [0, 1]) {
      await expect(logOut(replica, message)).rejects.toThrow('cannot be trusted');
    }
  });
});

function logOut(replica: number, { binding, message, query }: LogoutMessage): Promise<Message> {
  return on(frontEnd, replica).call(`${LOGOUT}/ConsumeLogout`, {
    ...{ domain: 'a.tld', binding: `BINDING_${binding.toUpperCase()}` },
    ...{ message, query_string: Buffer.from(query) },
  });
}

describe('across two processes', () => {
  it('takes a response once, in the same instant', async () => {
    for (let round = 0; round < 5; round += 1) {
      const response = await capture(target);
      const found = await Promise.all(
        Array.from({ length: 8 }, (_, replica) => consume(replica, response)),
      );
      expect(found.toSorted()).toEqual(['', ...Array(7).fill('replay')]);
    }
  });

  it('takes one answer to a request, and one login for an assertion', async () => {
    for (const first of [0, 1]) {
      const login = await begin(first, EVE);
      const assertionId = `_${randomUUID()}`;
      const answers = [await answered(login, { assertionId }), await answered(login)] as const;
      const found = await Promise.all(answers.map((answer, n) => consume(first + n, answer)));
      expect(found.toSorted()).toEqual(['', 'replay']);
      const again = await answered(await begin(first, EVE), { assertionId });
      const other = await consume(first + 1, again);
      // The assertion is used up if it was the one that was accepted.
      expect(other).toBe(found[0] === '' ? 'replay' : '');
    }
  });

  it('knows what was used at the other, after that one is gone', async () => {
    const response = await capture(target);
    expect(await consume(0, response)).toBe('');
    await suite.kill('saml-1');
    expect(await consume(1, response)).toBe('replay');
    await suite.serving();
    expect(await consume(0, response)).toBe('replay');
  });

  it('accepts the ticket of the other, and none that has expired', async () => {
    const login = await begin(0, EVE);
    const late = await begin(1, EVE);
    expect(await consume(1, await answered(login))).toBe('');
    suite.clock.advance(15 * 60_000);
    for (const replica of [0, 1]) {
      expect(await consume(replica, await answered(late))).toBe('login-ticket');
    }
  });

  it('refuses a certificate that was replaced at the other', async () => {
    const old = target.a.key;
    const { entityId } = target.a;
    const key = await makeKeyPair('the next');
    const next = await createIdentityProvider({ entityId, clock: suite.clock, key });
    const put = async (metadata: Buffer) =>
      on(admin, 0).call(`${ADMIN}/ImportProvider`, { domain: 'a.tld', metadata_xml: metadata });
    await put(next.metadata());
    const login = await begin(1, EVE);
    expect(await consume(1, await answered(login))).toBe('signature');
    const { xml, relayState } = await target.a.respond(login, EVE, { signWith: key });
    expect(await consume(1, { login, xml, relayState })).toBe('');
    await put(target.a.metadata());
    expect(target.a.key).toBe(old);
  });

  it('ends a session once, in the same instant, and the other knows', async () => {
    for (const form of ['post', 'redirect'] as const) {
      const decision = randomUUID();
      expect(await consume(0, await answered(await begin(1, VICTIM)), decision)).toBe('');
      const xml = formatLogoutRequest(target);
      const { key } = target.a;
      const message =
        form === 'post'
          ? posted(signElement(xml, 'LogoutRequest', {}, key))
          : redirected(signedQuery(xml, key));
      const ended = await Promise.all(
        Array.from({ length: 4 }, (_, replica) => logOut(replica, message)),
      );
      expect(ended.map(({ account }) => account).toSorted()).toEqual(['', '', '', VICTIM]);
      for (const replica of [0, 1]) await expect(begunLogout(replica, decision)).rejects.toThrow();
    }
  });

  it('takes the answer to a logout that began at the other', async () => {
    const decision = randomUUID();
    expect(await consume(0, await answered(await begin(0, VICTIM)), decision)).toBe('');
    const { redirect_url: redirectUrl } = await begunLogout(0, decision);
    await expect(begunLogout(1, decision)).rejects.toThrow('no SAML session');
    const { searchParams } = new URL(redirectUrl);
    const id = / ID="([^"]*)"/.exec(requestXml({ redirectUrl }))?.[1] ?? '';
    const xml = formatLogoutRequest(target)
      .replaceAll('LogoutRequest', 'LogoutResponse')
      .replace(/<saml:NameID.*<\/saml:NameID>/, SUCCESS)
      .replace(' Version', ` InResponseTo="${id}" Version`);
    const relay = `&RelayState=${encodeURIComponent(searchParams.get('RelayState') ?? '')}`;
    const query = signedQuery(xml, target.a.key, relay).replace('SAMLRequest', 'SAMLResponse');
    // The signature covers the field's name as well.
    await expect(logOut(1, redirected(query))).rejects.toThrow('cannot be trusted');
    const answer = posted(signElement(xml, 'LogoutResponse', {}, target.a.key));
    expect(await logOut(1, answer)).toMatchObject({ account: '', redirect_url: '' });
  });

  it('records each logout once', async () => {
    const account = 'leaver@a.tld';
    const signIn = async () => {
      const decision = randomUUID();
      expect(await consume(0, await answered(await begin(1, account)), decision)).toBe('');
      return decision;
    };
    await begunLogout(0, await signIn(), account);
    await signIn();
    const xml = formatLogoutRequest(target, { name: account });
    const asked = posted(signElement(xml, 'LogoutRequest', {}, target.a.key));
    for (const replica of [0, 1]) await logOut(replica, asked);
    const auditor = suite.client('auditor', 'auditor');
    const told = async () => {
      const filter = { type: 'gatepost.saml.logout.v1', account };
      const request = { filter, page: { size: 100 } };
      const { events } = await auditor.call('gatepost.audit.v1.AuditService/Query', request);
      return events.map(({ event }: Message) => JSON.parse(`${event}`).data.by).toSorted();
    };
    await until('the record has both', async () =>
      expect(await told()).toEqual(['person', 'provider']),
    );
  });
});

const SUCCESS =
  '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>';

function begunLogout(replica: number, decision_id: string, account = VICTIM): Promise<Message> {
  return on(frontEnd, replica).call(`${LOGOUT}/BeginLogout`, { account, decision_id });
}
