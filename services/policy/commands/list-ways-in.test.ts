import { expect, it } from 'vitest';
import { parseAddress } from '../../../libs/names/address.js';
import { parseCidr } from '../../../libs/names/cidr.js';
import type { RecordedLogin } from '../core/replay.js';
import type { Client } from '../core/session/client.js';
import type { Step } from '../core/ways/situation.js';
import { fakePorts, loginOf, policiesOf } from '../testing/fake-ports.js';
import { callUntil } from './call-until.js';
import { type ListWaysInPorts, listWaysIn, questionsAllowance } from './list-ways-in.js';

const DOCUMENT = `domain: a.tld
networks:
  office: [203.0.113.0/24]
  webmail: [192.0.2.40/32]
rules:
  - { name: office, from: [office], require: password }
  - { name: home, when: trusted-ip, services: [Imap], require: password }
  - { name: behind webmail, services: [Imap], from: [webmail], require: session }
  - { name: phones, services: [EAS], require: app-password }
  - { name: web, services: [WebUI], require: [password + otp, saml] }
trust: { ip: { default: 1h, max: 2h, per-account: 2 }, session: { max: 8h } }
enrolment: { from: [office] }
`;
const AWAY = '198.51.100.9';
const OFFICE = '203.0.113.7';
const { account } = loginOf();

function addressOf(text: string) {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

function refused(over: Partial<RecordedLogin> = {}): RecordedLogin {
  return {
    ...{ decisionId: 'd', time: 0, account, service: 'Imap', address: addressOf(AWAY) },
    interactive: false,
    presented: { first: 'password', second: false, passkey: false, remember: false, prove: false },
    ...{ first: 'right', second: undefined, passkey: undefined },
    ...{ trustedIp: false, trustedDevice: undefined },
    ...{ hasOtp: true, hasPasskey: false, hasSaml: false, proved: ['password'] },
    ...{ signIn: undefined, decision: 'DENY', reason: 'CANNOT_CHALLENGE', rule: '' },
    policy: { document: 'a.tld', revision: 7 },
    ...over,
  };
}

interface Has {
  readonly otp?: boolean;
  /** As if its owner had disowned a sign-in. */
  readonly suspended?: boolean;
  readonly recoveryCodes?: number;
  readonly passkeyAt?: readonly string[];
  readonly addresses?: number;
  readonly password?: boolean;
  readonly left?: number;
  readonly browser?: string;
  readonly questions?: ListWaysInPorts['questions'];
  readonly document?: string;
}

async function waysOf(login: RecordedLogin | undefined, has: Has = {}) {
  const { otp = true, addresses = 0, password = true, left = 1, browser = AWAY } = has;
  const { ports } = fakePorts(policiesOf(has.document ?? DOCUMENT));
  const network = parseCidr('192.0.2.40/32');
  const webmail: Client = {
    ...{ id: 'roundcube', name: 'Webmail', service: 'WebUI', createdAt: 0 },
    ...{ domains: new Set(['a.tld']), networks: network.ok ? [network.value] : [] },
    how: { kind: 'host', origin: 'https://mail.a.tld' },
  };
  const all: ListWaysInPorts = {
    ...{ policies: ports.policies, clock: ports.clock, clients: { list: () => [webmail] } },
    questions: has.questions ?? questionsAllowance(ports.clock.now),
    otp: {
      describe: async () => ({
        ...{ enrolled: otp, recoveryCodesLeft: has.recoveryCodes ?? 0 },
        authenticators: otp && has.suspended !== true ? [{ id: 'a', label: 'phone' }] : [],
      }),
    },
    passkeys: {
      describe: async () => ({
        enrolled: has.passkeyAt !== undefined,
        hosts: has.passkeyAt ?? [],
      }),
    },
    saml: { available: async () => false },
    credentials: {
      describe: async () => ({
        ...{ mainPassword: password, appPasswordServices: [], appPasswordsLeft: left },
      }),
    },
    trust: {
      check: async () => ({ ip: undefined, device: undefined, deviceSuperseded: false }),
      count: async () => ({ addresses, devices: 0 }),
    },
    history: {
      find: async ({ decisionId }) =>
        decisionId === 'here' ? refused({ address: addressOf(browser) }) : login,
    },
  };
  const call = callUntil(performance.now() + 5000, new AbortController().signal);
  const asked = { account, decisionId: 'd', signInId: 'here' };
  return listWaysIn(asked, all, call);
}

const brief = (step: Step) => {
  switch (step.kind) {
    case 'present':
    case 'enrol':
      return `${step.kind} ${step.factor}`;
    case 'trust':
      return `trust ${step.trust} at ${step.services.join()}`;
    case 'come-from':
      return `come from ${step.networks.join()}`;
    case 'sign-in':
      return `sign in for ${step.client}`;
    default:
      return step.kind;
  }
};
const briefly = async (...of: Parameters<typeof waysOf>) => {
  const { ways } = await waysOf(...of);
  return ways.map((way) => way.map(brief).join(' + '));
};

it('at home: trust this address at webmail, or come from the office', async () => {
  expect(await briefly(refused())).toEqual(['trust ip at WebUI', 'come from office']);
});

it('a wrong password is one step more', async () => {
  const wrong = refused({ first: 'wrong', reason: 'BAD_CREDENTIALS' });
  expect(await briefly(wrong)).toEqual([
    'trust ip at WebUI + present password',
    'come from office + present password',
  ]);
});

it('tells a person without a second factor to set one up, and where', async () => {
  const ways = await waysOf(refused(), { otp: false });
  const [office, , ...more] = ways.ways;
  expect(office?.map(brief)).toEqual(['come from office']);
  expect(ways.ways.map((way) => way.map(brief).join(' + '))).toContain(
    'enrol otp + trust ip at WebUI',
  );
  expect(more).toEqual([]);
  const [enrol] = ways.ways[1] ?? [];
  expect(enrol).toMatchObject({ place: { kind: 'networks', networks: ['office'] } });
  const inOffice = await waysOf(refused(), { otp: false, browser: OFFICE });
  expect(inOffice.ways[1]?.[0]).toMatchObject({ place: { kind: 'here' } });
});

it('lists no trust at its limit, no app password where none may be made, and nothing without a password', async () => {
  expect(await briefly(refused(), { addresses: 2 })).toEqual(['come from office']);
  const phone = refused({ service: 'EAS', first: undefined });
  expect(await briefly(phone)).toEqual(['create-app-password', 'come from office']);
  expect(await briefly(phone, { left: 0 })).toEqual(['come from office']);
  expect(await briefly(refused(), { password: false })).toEqual([]);
});

it('a person whose authenticator is suspended is told of recovery codes, and of nothing where none is left', async () => {
  const web = refused({ service: 'WebUI', interactive: true });
  const stepOf = async (has: Has) => (await waysOf(web, has)).ways[0]?.[0];
  expect(await stepOf({ recoveryCodes: 3 })).toEqual({
    ...{ kind: 'present', factor: 'otp', by: { authenticator: true, recoveryCode: true } },
  });
  expect(await stepOf({ suspended: true, recoveryCodes: 3 })).toEqual({
    ...{ kind: 'present', factor: 'otp', by: { authenticator: false, recoveryCode: true } },
  });
  expect(await briefly(web, { suspended: true })).toEqual(['come from office']);
  // No trust either: no sign-in earns it.
  expect(await briefly(refused(), { suspended: true })).toEqual(['come from office']);
});

it('a passkey is told of with the hosts where it works, and not at all where it works nowhere', async () => {
  const document = DOCUMENT.replace('[password + otp, saml]', 'passkey');
  const web = refused({ service: 'WebUI', interactive: true });
  const only = { otp: false, document };
  const ways = await waysOf(web, { ...only, passkeyAt: ['login.example'] });
  expect(ways.ways[0]).toEqual([{ kind: 'present', factor: 'passkey', hosts: ['login.example'] }]);
  expect(await briefly(web, { ...only, passkeyAt: [] })).toEqual(['come from office']);
});

it('what webmail opens is opened by a new sign-in for it', async () => {
  const ended = refused({
    address: addressOf('192.0.2.40'),
    presented: { first: 'session', second: false, passkey: false, remember: false, prove: false },
    ...{ first: 'wrong', reason: 'SESSION_ENDED' },
  });
  expect(await briefly(ended)).toContain('sign in for roundcube');
});

it('a login that would be let in now is one to try again; a limit says to wait', async () => {
  const again = await waysOf(refused({ address: addressOf(OFFICE) }));
  expect(again).toMatchObject({ allowedNow: true, ways: [], wait: false });
  const limited = await waysOf(refused({ first: 'rate-limited', reason: 'RATE_LIMITED' }));
  expect(limited.wait).toBe(true);
});

it('says nothing about a login that is not in the record', async () => {
  await expect(waysOf(undefined)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('an account asks a page of questions at once, then one a second', async () => {
  let now = 0;
  const has = { questions: questionsAllowance(() => now) };
  for (let n = 0; n < 30; n += 1) await waysOf(refused(), has);
  const tooMany = { code: 'RESOURCE_EXHAUSTED' };
  await expect(waysOf(refused(), has)).rejects.toMatchObject(tooMany);
  now += 1_000;
  await waysOf(refused(), has);
  await expect(waysOf(refused(), has)).rejects.toMatchObject(tooMany);
});
