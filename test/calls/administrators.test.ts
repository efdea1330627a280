import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../libs/testing/until.js';
import { applySet } from '../stories/apply-set.js';
import { createPeople, type Person } from '../stories/people.js';
import { present } from '../stories/present.js';
import type { Login, PolicyDocument, Story } from '../stories/read-story.js';
import { encodeRequest, type Message, type ProtoClient } from '../suite/proto-client.js';
import { type Suite, startSuite } from '../suite/start-suite.js';

// What each role may call in which domain, with the console's certificate.

const WEB = [{ name: 'administration', services: ['WebAdminUI'], require: 'password + otp' }];
const DOCUMENTS: readonly PolicyDocument[] = [
  { domain: '*', operators: ['opal@isp.tld'], rules: [{ name: 'none', deny: 'no' }] },
  { domain: 'isp.tld', administrators: { full: ['ivan@isp.tld'] }, rules: WEB },
  {
    domain: 'a.tld',
    administrators: { full: ['anna@a.tld'], 'help-desk': ['hedy@a.tld'], auditors: ['audi@a.tld'] },
    rules: WEB,
  },
  { domain: 'b.tld', administrators: { full: ['bea@b.tld'] }, rules: WEB },
];
const spec = { password: true, otp: true, recovery: false, 'app-passwords': {}, saml: false };
const NAMES = ['opal@isp.tld', 'ivan@isp.tld', 'anna@a.tld', 'hedy@a.tld', 'audi@a.tld'];
const PEOPLE = [...NAMES, 'bea@b.tld', 'luca@a.tld', 'mara@a.tld', 'vera@b.tld'];
const PERMISSION_DENIED = 7;

let suite: Suite;
let people: ReadonlyMap<string, Person>;
let frontEnd: ProtoClient;
let console: ProtoClient;
const tickets = new Map<string, string>();

beforeAll(async () => {
  suite = await startSuite();
  const admin = suite.client('admin', 'operator');
  frontEnd = suite.client('front-end', 'mail');
  console = suite.client('service', 'console');
  const story = { people: Object.fromEntries(PEOPLE.map((name) => [name, spec])), logins: [] };
  ({ people } = await createPeople(story as unknown as Story, { admin, frontEnd }));
  expect(await applySet(admin, DOCUMENTS)).toMatchObject({ applied: expect.anything() });
  for (const name of NAMES.concat('bea@b.tld')) tickets.set(name, await ticketOf(name));
  for (const { purpose, token } of await allTickets('mara@a.tld')) tickets.set(purpose, token);
  expect(tickets.has('view') && tickets.has('manage') && !tickets.has('administer')).toBe(true);
});
afterAll(() => suite?.close());

/** A ticket of a purpose from a sign-in for the console. Undefined if the sign-in gives none. */
async function signIn(account: string, purpose: string, more: object = {}) {
  const given = await allTickets(account, more);
  return given.find((ticket) => ticket.purpose === purpose)?.token;
}

async function allTickets(
  account: string,
  more: object = {},
): Promise<{ purpose: string; token: string }[]> {
  const login = { account, present: ['password', 'otp'] } as unknown as Login;
  const answer = await frontEnd.call('gatepost.policy.v1.AuthorizationService/Authorize', {
    ...{ account, service: 'SERVICE_WEB_ADMIN_UI', client_ip: '203.0.113.9', ...more },
    ...present(login, people, suite.clock),
  });
  expect(answer.decision).toBe('DECISION_ALLOW');
  return answer.tickets;
}

async function ticketOf(account: string): Promise<string> {
  const ticket = await signIn(account, 'administer');
  if (ticket === undefined) throw new Error(`${account} was given no ticket`);
  return ticket;
}

const actor = { comment: 'the phone is lost' };
const RESET = 'gatepost.otp.v1.OtpAdminService/ResetAccount';
const UNLOCK = 'gatepost.credential.v1.CredentialAdminService/ClearThrottle';
const TRUST = 'gatepost.truststore.v1.TrustAdminService';
const AUDIT = 'gatepost.audit.v1.AuditService';
const CLIENTS = 'gatepost.policy.v1.ClientAdminService';

const clientOf = (id: string) => ({
  ...{ id, name: 'Webmail', service: 'SERVICE_WEB_UI', domains: ['*'] },
  oidc: { redirect_uris: ['https://webmail.example/back'] },
});

async function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'done',
    ({ code, details }) => (code === PERMISSION_DENIED ? 'refused' : `${code}: ${details}`),
  );
}

/** What each role may call for its own domain. */
const METHODS: readonly [method: string, least: string, request: (domain: string) => object][] = [
  [
    'gatepost.credential.v1.CredentialAdminService/ListAccounts',
    'auditors',
    (domain) => ({ domain }),
  ],
  [
    'gatepost.otp.v1.OtpAdminService/ListAuthenticators',
    'auditors',
    (d) => ({ account: `mara@${d}` }),
  ],
  [
    'gatepost.passkey.v1.PasskeyAdminService/ListPasskeys',
    'auditors',
    (d) => ({ account: `mara@${d}` }),
  ],
  [`${TRUST}/ListTrust`, 'auditors', (domain) => ({ domain })],
  [`${AUDIT}/Query`, 'auditors', (domain) => ({ filter: { domain } })],
  [`${AUDIT}/Stats`, 'auditors', (domain) => ({ filter: { domain }, group_by: 'decision' })],
  ['gatepost.policy.v1.PolicyAdminService/History', 'auditors', (domain) => ({ document: domain })],
  [
    'gatepost.policy.v1.PolicyAdminService/Explain',
    'auditors',
    (d) => ({ account: `mara@${d}`, service: 'SERVICE_IMAP', client_ip: '203.0.113.9' }),
  ],
  [
    'gatepost.policy.v1.PolicyAdminService/Propose',
    'auditors',
    (domain) => ({ domain, since: { seconds: 0 } }),
  ],
  [UNLOCK, 'help-desk', (d) => ({ account: `mara@${d}`, actor })],
  [`${TRUST}/RevokeTrust`, 'help-desk', (d) => ({ account: `mara@${d}`, actor })],
  // Calls about all domains.
  [`${TRUST}/RevokeTrust`, 'operator', () => ({ domain: '*', actor })],
  [`${TRUST}/CountSessions`, 'operator', () => ({ client: 'webmail' })],
  [`${AUDIT}/Sources`, 'operator', () => ({})],
  ['gatepost.policy.v1.PolicyAdminService/List', 'operator', () => ({})],
  ['gatepost.policy.v1.PolicyAdminService/ListTrials', 'operator', () => ({})],
  [`${CLIENTS}/ListClients`, 'operator', () => ({})],
  // The ticket was not given for this call.
  [RESET, 'nobody', (d) => ({ account: `mara@${d}`, actor })],
  [`${CLIENTS}/PutClient`, 'nobody', () => ({ client: clientOf('webmail'), actor })],
  [`${CLIENTS}/RemoveClient`, 'nobody', () => ({ id: 'webmail', actor })],
  [`${AUDIT}/Tail`, 'nobody', (domain) => ({ filter: { domain } })],
  [`${AUDIT}/Erase`, 'nobody', (d) => ({ account: `mara@${d}`, actor })],
  ['gatepost.policy.v1.AuthorizationService/EndSession', 'nobody', () => ({})],
];
const ROLES = ['auditors', 'help-desk', 'full', 'operator', 'nobody'];
const ROLE_OF: Readonly<Record<string, string>> = {
  'audi@a.tld': 'auditors',
  'hedy@a.tld': 'help-desk',
  'anna@a.tld': 'full',
  'opal@isp.tld': 'operator',
};

async function tries(method: string, request: object, ticket?: string): Promise<string> {
  const options = ticket === undefined ? {} : { ticket };
  if (!/\/(Tail|Propose)$/.test(method)) return outcome(console.call(method, request, options));
  return outcome(console.first(method, request, options));
}

describe.each(METHODS)('%s', (method, least, request) => {
  it.each(Object.keys(ROLE_OF))(`needs ${least}: %s`, async (account) => {
    const may = ROLES.indexOf(ROLE_OF[account] ?? '') >= ROLES.indexOf(least);
    expect(await tries(method, request('a.tld'), tickets.get(account))).toBe(
      may ? 'done' : 'refused',
    );
  });

  it('is refused to every other domain, without a ticket, and with an invalid one', async () => {
    const asked = request('a.tld');
    for (const bad of [tickets.get('bea@b.tld'), tickets.get('ivan@isp.tld'), '', 'x', undefined]) {
      expect(await tries(method, asked, bad)).toBe('refused');
    }
    expect(await tries(method, request('b.tld'), tickets.get('anna@a.tld'))).toBe('refused');
    for (const own of ['view', 'manage']) {
      expect(await tries(method, asked, tickets.get(own))).toBe('refused');
    }
  });
});

it('is refused if anybody else presents the ticket', async () => {
  const request = { domain: 'a.tld' };
  const method = 'gatepost.credential.v1.CredentialAdminService/ListAccounts';
  const ticket = await ticketOf('anna@a.tld');
  const others = [suite.client('service', 'portal'), suite.client('front-end', 'mail')];
  for (const other of others) {
    expect(await outcome(other.call(method, request, { ticket }))).toBe('refused');
  }
});

describe('locks that the help desk ends', () => {
  const ACCOUNT_LOCKS = [
    UNLOCK,
    'gatepost.otp.v1.OtpAdminService/ClearThrottle',
    'gatepost.passkey.v1.PasskeyAdminService/ClearThrottle',
  ];
  // Otherwise the help desk could guess at an administrator's password and codes without a limit.
  it.each(ACCOUNT_LOCKS)('%s is not for an account with more roles', async (method) => {
    const by = (account: string, whose: string) =>
      tries(method, { account: whose, actor }, tickets.get(account));
    expect(await by('hedy@a.tld', 'mara@a.tld')).toBe('done');
    expect(await by('hedy@a.tld', 'hedy@a.tld')).toBe('done');
    expect(await by('hedy@a.tld', 'audi@a.tld')).toBe('done');
    for (const spelling of ['anna@a.tld', 'Anna@A.TLD', 'ANNA@a.tld.']) {
      expect(await by('hedy@a.tld', spelling), spelling).toBe('refused');
    }
    expect(await by('anna@a.tld', 'anna@a.tld')).toBe('done');
    expect(await by('opal@isp.tld', 'anna@a.tld')).toBe('done');
  });

  it("nor are their authenticators' locks", async () => {
    const list = 'gatepost.otp.v1.OtpAdminService/ListAuthenticators';
    const unlock = async (by: string, account: string) => {
      const ticket = tickets.get(by) as string;
      const { authenticators } = await console.call(list, { account }, { ticket });
      const [{ id }] = authenticators;
      const request = { account, authenticator_id: id, actor };
      return tries('gatepost.otp.v1.OtpAdminService/UnlockAuthenticator', request, ticket);
    };
    expect(await unlock('hedy@a.tld', 'mara@a.tld')).toBe('done');
    expect(await unlock('hedy@a.tld', 'anna@a.tld')).toBe('refused');
    expect(await unlock('anna@a.tld', 'anna@a.tld')).toBe('done');
  });

  it("nor are codes of theirs tried to set a drifted authenticator's clock", async () => {
    const request = {
      account: 'anna@a.tld',
      authenticator_id: '',
      first_code: '1',
      second_code: '2',
    };
    const method = 'gatepost.otp.v1.OtpAdminService/ResynchroniseAuthenticator';
    expect(await tries(method, { ...request, actor }, tickets.get('hedy@a.tld'))).toBe('refused');
  });
});

it("lets administrators of an operator's domain read it, and only operators change it", async () => {
  const list = 'gatepost.credential.v1.CredentialAdminService/ListAccounts';
  const [ivan, opal] = ['ivan@isp.tld', 'opal@isp.tld'].map((name) => tickets.get(name));
  expect(await tries(list, { domain: 'isp.tld' }, ivan)).toBe('done');
  const end = [`${TRUST}/RevokeTrust`, { account: 'opal@isp.tld', actor }] as const;
  expect(await tries(...end, ivan)).toBe('refused');
  expect(await tries(...end, opal)).toBe('done');
});

it('a ticket changes everything in a document except who administers', async () => {
  const own = DOCUMENTS.find(({ domain }) => domain === 'a.tld') as PolicyDocument;
  const apply = (document: PolicyDocument, ticket: string) =>
    applySet(console, [document], { ticket }).then(
      (answer) => (answer?.applied == null ? 'not applied' : 'applied'),
      ({ code }) => (code === PERMISSION_DENIED ? 'refused' : code),
    );
  const anna = await ticketOf('anna@a.tld');
  const [rule] = WEB;
  expect(await apply({ ...own, rules: [{ ...rule, name: 'renamed' }] }, anna)).toBe('applied');
  const more = { ...own, administrators: { full: ['anna@a.tld', 'luca@a.tld'] } };
  expect(await apply(more, anna)).toBe('refused');
  const { administrators: _, ...without } = own;
  expect(await apply(without, anna)).toBe('refused');
  expect(await apply(own, await ticketOf('hedy@a.tld'))).toBe('refused');
});

describe('an act that needs the factors again', () => {
  const request = (account: string) => ({ account, actor: { on_behalf_of: 'x@a.tld', ...actor } });
  const actOf = (method: string, account: string, asked: object = request(account)) => ({
    rpc: method,
    subject: account,
    request_digest: createHash('sha256').update(encodeRequest(method, asked)).digest(),
  });

  it('is done once with the ticket of that act, in the name of the person', async () => {
    const asked = request('luca@a.tld');
    const ticket = await signIn('hedy@a.tld', 'act', { act: actOf(RESET, 'luca@a.tld') });
    expect(ticket).toBeDefined();
    const other = { ...asked, actor: { comment: 'another reason' } };
    expect(await tries(RESET, other, ticket)).toBe('refused');
    expect(await tries(RESET, request('mara@a.tld'), ticket)).toBe('refused');
    const passkeys = 'gatepost.passkey.v1.PasskeyAdminService/RemovePasskeys';
    expect(await tries(passkeys, asked, ticket)).toBe('refused');
    expect(await tries(UNLOCK, { account: 'luca@a.tld', actor }, ticket)).toBe('refused');
    expect(await tries(RESET, asked, ticket)).toBe('done');
    expect(await tries(RESET, asked, ticket)).toBe('refused');
    const by = await until('the reset is in the record', () => resets('luca@a.tld'));
    expect(by).toEqual([
      {
        certificate: 'spiffe://gatepost/service/console',
        on_behalf_of: 'hedy@a.tld',
        comment: 'the phone is lost',
      },
    ]);
  });

  it.each([
    ['hedy@a.tld', 'anna@a.tld'],
    ['anna@a.tld', 'vera@b.tld'],
    ['ivan@isp.tld', 'opal@isp.tld'],
    ['anna@a.tld', 'opal@isp.tld'],
  ])('is not for %s where it is about %s', async (account, whom) => {
    expect(await signIn(account, 'act', { act: actOf(RESET, whom) })).toBeUndefined();
  });

  it('is refused to an auditor', async () => {
    const act = actOf(RESET, 'mara@a.tld');
    const ticket = await signIn('audi@a.tld', 'act', { act });
    expect(await tries(RESET, request('mara@a.tld'), ticket)).toBe('refused');
  });

  it('is refused with a ticket that says another account than the request', async () => {
    // The sign-in page showed another request.
    const asked = request('mara@a.tld');
    const act = { ...actOf(RESET, 'mara@a.tld', asked), subject: 'luca@a.tld' };
    expect(await tries(RESET, asked, await signIn('hedy@a.tld', 'act', { act }))).toBe('refused');
  });

  /** The actor of a reset of the account's OTP, by the record; false if there was none. */
  async function resets(account: string): Promise<object[] | false> {
    const filter = { account, type: 'gatepost.otp.reset.v1' };
    const { events } = await suite.client('auditor', 'auditor').call(`${AUDIT}/Query`, { filter });
    if (events.length === 0) return false;
    return events.map(({ event }: Message) => JSON.parse(event.toString('utf8')).data.actor);
  }
});

describe('a client of the sign-in page', () => {
  const put = (id: string, more: object = {}) => ({ client: clientOf(id), actor, ...more });
  const actTicket = (by: string, method: string, id: string, asked: object) =>
    signIn(by, 'act', {
      act: {
        ...{ rpc: `${CLIENTS}/${method}`, subject: `client:${id}` },
        request_digest: createHash('sha256')
          .update(encodeRequest(`${CLIENTS}/${method}`, asked))
          .digest(),
      },
    });

  it('is registered and removed by an operator who gave the factors for that call, once', async () => {
    const asked = put('webmail');
    const ticket = (await actTicket('opal@isp.tld', 'PutClient', 'webmail', asked)) as string;
    const other = put('webmail', { new_secret: true });
    expect(await tries(`${CLIENTS}/PutClient`, other, ticket)).toBe('refused');
    expect(await tries(`${CLIENTS}/PutClient`, put('other'), ticket)).toBe('refused');
    const { secret } = await console.call(`${CLIENTS}/PutClient`, asked, { ticket });
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(await tries(`${CLIENTS}/PutClient`, asked, ticket)).toBe('refused');
    const gone = { id: 'webmail', actor };
    const removes = await actTicket('opal@isp.tld', 'RemoveClient', 'webmail', gone);
    expect(await tries(`${CLIENTS}/RemoveClient`, gone, removes)).toBe('done');
    const events = await until('both changes are in the record', async () => {
      const filter = { type: 'gatepost.policy.client-changed.v1' };
      const asAuditor = suite.client('auditor', 'auditor');
      const answer = await asAuditor.call(`${AUDIT}/Query`, { filter });
      const all: string[] = answer.events.map(({ event }: Message) => event.toString('utf8'));
      const found = all.filter((event) => JSON.parse(event).data.client === 'webmail');
      return found.length === 2 && found;
    });
    expect(events.join()).not.toContain(secret);
    for (const event of events) {
      expect(JSON.parse(event).data.actor).toMatchObject({ on_behalf_of: 'opal@isp.tld' });
    }
  });

  it.each(['anna@a.tld', 'ivan@isp.tld', 'hedy@a.tld'])('is not for %s', async (account) => {
    const ticket = await actTicket(account, 'PutClient', 'webmail', put('webmail'));
    expect(ticket).toBeUndefined();
  });

  it('is not the console itself', async () => {
    const asked = put('console', { new_secret: true });
    const ticket = await actTicket('opal@isp.tld', 'PutClient', 'console', asked);
    expect(await tries(`${CLIENTS}/PutClient`, asked, ticket)).toBe('refused');
    const gone = { id: 'console', actor };
    const removes = await actTicket('opal@isp.tld', 'RemoveClient', 'console', gone);
    expect(removes).toBeDefined();
    expect(await tries(`${CLIENTS}/RemoveClient`, gone, removes)).toBe('refused');
  });
});

it('a ticket lapses after five minutes', async () => {
  const method = 'gatepost.credential.v1.CredentialAdminService/ListAccounts';
  const ticket = await ticketOf('anna@a.tld');
  const becomes = (wanted: string) =>
    until(`the call is ${wanted}`, async () => {
      return (await tries(method, { domain: 'a.tld' }, ticket)) === wanted;
    });
  suite.clock.advance(4 * 60_000);
  await becomes('done');
  suite.clock.advance(61_000);
  await becomes('refused');
});

it('a ticket is refused once what the account signed in with was reset', async () => {
  const ticket = await ticketOf('anna@a.tld');
  await suite.client('admin', 'operator').call(RESET, { account: 'anna@a.tld', actor });
  await until('the ticket is refused', async () => {
    const list = 'gatepost.credential.v1.CredentialAdminService/ListAccounts';
    return (await tries(list, { domain: 'a.tld' }, ticket)) === 'refused';
  });
});
