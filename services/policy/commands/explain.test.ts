import { expect, it } from 'vitest';
import { unavailable } from '../../../libs/errors/index.js';
import type { RecordedLogin } from '../core/replay.js';
import { fakePorts, loginOf, policiesOf } from '../testing/fake-ports.js';
import { callUntil } from './call-until.js';
import { type Described, type ExplainPorts, explain } from './explain.js';
import { explainDecision } from './explain-decision.js';

const DOCUMENT = `domain: a.tld
rules:
  - { name: home, when: trusted-ip, services: [Imap], require: password }
  - { name: web, services: [WebUI], require: [password + otp, saml] }
trust: { ip: { max: 2h } }
`;

const { account, address } = loginOf();

function explained(over: Partial<Described>, change: Partial<ExplainPorts> = {}) {
  const { ports, calls, recorded } = fakePorts(policiesOf(DOCUMENT));
  const described: Described = {
    ...{ account, service: 'WebUI', address, interactive: true, first: 'password' },
    ...{ second: false, passkey: false, trustedIp: false, trustedDevice: false },
    hasOtp: undefined,
    ...over,
  };
  const call = callUntil(performance.now() + 5000, new AbortController().signal);
  return { calls, recorded, done: explain(described, { ...ports, ...change }, call) };
}

it('looks up what a login would, and verifies, counts and writes nothing', async () => {
  const web = explained({});
  expect((await web.done).outcome.missing).toEqual([['otp'], ['saml']]);
  expect(web.calls.toSorted()).toEqual(['enrolment', 'saml-available']);
  expect(web.recorded).toEqual([]);
  const home = explained({ service: 'Imap', interactive: false });
  const { outcome, steps } = await home.done;
  expect(outcome).toMatchObject({ decision: 'ALLOW', rule: { name: 'home' } });
  expect(home.calls).toEqual([expect.stringMatching(/^trust /)]);
  expect(steps[0]).toMatchObject({ step: 'trust', held: true });
});

it('does not look up facts that were given', async () => {
  const { done, calls } = explained({ service: 'Imap', trustedIp: true });
  expect((await done).outcome.decision).toBe('ALLOW');
  expect(calls).toEqual([]);
  const without = explained({ hasOtp: false });
  expect((await without.done).outcome.missing).toEqual([['saml']]);
  expect(without.calls).not.toContain('enrolment');
});

it('says so if a service cannot be asked', async () => {
  const down = async () => {
    throw unavailable('down');
  };
  const { otp, saml } = fakePorts(policiesOf(DOCUMENT)).ports;
  const ports = { otp: { ...otp, enrolment: down }, saml: { ...saml, available: down } };
  await expect(explained({}, ports).done).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

it('explains a recorded decision by the document in force then', async () => {
  const login: RecordedLogin = {
    ...{ decisionId: 'd', time: 0, account, service: 'Imap', address, interactive: false },
    presented: { first: 'password', second: false, passkey: false, remember: false, prove: false },
    ...{ first: 'wrong', second: undefined, passkey: undefined },
    ...{ trustedIp: true, trustedDevice: undefined },
    ...{ hasOtp: undefined, hasPasskey: undefined, hasSaml: undefined },
    ...{ proved: ['password'], signIn: undefined },
    ...{ decision: 'DENY', reason: 'BAD_CREDENTIALS', rule: 'home' },
    policy: { document: 'a.tld', revision: 3 },
  };
  const asked: unknown[] = [];
  const ports = {
    history: {
      find: async (wanted: object) => {
        asked.push(wanted);
        return login;
      },
    },
    documents: {
      versionAt: async (name: string, revision: number | undefined) => {
        asked.push([name, revision]);
        return { name, file: 'a.yaml', content: DOCUMENT, removed: false };
      },
      versionsAt: async () => [],
    },
    policies: { current: () => policiesOf(DOCUMENT.replace('[Imap]', '[Smtp]')) },
  };
  const found = await explainDecision({ account: account.name, decisionId: 'd' }, ports as never);
  expect(asked).toEqual([{ account: account.name, decisionId: 'd' }, ['a.tld', 3]]);
  expect(found.steps.map(({ step, detail }) => `${step}: ${detail}`)).toEqual([
    'document: decided by the document of a.tld, as of revision 3',
    'trust: address trusted, device not asked about',
    'rule: matches (a.yaml:3)',
    'rule: the service Imap is not WebUI (a.yaml:4)',
    'first-factor: password: wrong',
  ]);
  // Today no rule takes it.
  expect(found.now.outcome).toMatchObject({ decision: 'DENY', reason: 'NO_RULE', rule: null });
  expect(found.now).toMatchObject({ document: 'a.tld', revision: 7 });
  expect(found.now.steps[0]?.detail).toContain('the service Imap is not Smtp');
});
