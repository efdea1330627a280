import { describe, expect, it } from 'vitest';
import { parseCidr } from '../../../../libs/names/cidr.js';
import type { Policy } from '../../../../libs/policy/decide/policy.js';
import type { Login } from '../../core/login.js';
import type { Client } from '../../core/session/client.js';
import { mintMailToken } from '../../core/session/session-token.js';
import { type SignIn, sealSignIn } from '../../core/session/sign-in.js';
import { loginEvent } from '../../storage/login-event.js';
import { fakeMac, fakePorts, loginOf, NOW, policiesOf } from '../../testing/fake-ports.js';
import { callUntil } from '../call-until.js';
import { authorize } from './authorize.js';
import type { AuthorizePorts } from './authorize-ports.js';

const ID = '01936d4e-0000-7000-8000-00000000000a';
const CODE = { kind: 'code', code: '123456', authenticatorId: '' } as const;
const HOUR = 3_600_000;

const document = (rules: string, trust = '') => `domain: a.tld\nrules:\n${rules}\n${trust}`;
const PASSWORD = document('- { name: all, require: password }');

/** One login, decided by one document while another is tried. */
async function decideBeside(
  inForce: string,
  candidate: string | Policy | (() => never),
  login: Login = loginOf(),
  change: Partial<AuthorizePorts> = {},
) {
  const fake = fakePorts(policiesOf(inForce));
  const failed: unknown[] = [];
  const policy =
    typeof candidate === 'string' ? policiesOf(candidate).find('a.tld')?.policy : undefined;
  const ports: AuthorizePorts = {
    ...fake.ports,
    trials: {
      find: () => {
        if (typeof candidate === 'function') return candidate();
        return { id: ID, document: 'a.tld', candidate: policy ?? (candidate as Policy) };
      },
      fail: (_trial, error) => failed.push(error),
    },
    ...change,
  };
  const call = callUntil(performance.now() + 60_000, new AbortController().signal);
  const attempt = await authorize(login, call, ports);
  const event = JSON.parse(loginEvent(attempt).bytes.toString());
  return { ...fake, attempt, failed, trial: event.data.trial };
}

/** What it says, in one line. */
async function says(...args: Parameters<typeof decideBeside>): Promise<string> {
  const { trial } = await decideBeside(...args);
  return trial.unknown ?? [trial.decision, trial.reason ?? '', trial.rule ?? ''].join(' ').trim();
}

describe('a trial', () => {
  it('asks no service, and changes no decision', async () => {
    const alone = await decideBeside(PASSWORD, PASSWORD, loginOf(), {
      trials: { find: () => undefined, fail: () => {} },
    });
    const strict = document(
      '- { name: home, when: trusted-ip, require: password }\n- { name: closed, deny: Closed. }',
      'trust: { ip: { default: 1h, max: 2h } }',
    );
    for (const candidate of [
      strict,
      document('- { name: two, require: password + otp }'),
      PASSWORD,
    ]) {
      const { calls, attempt } = await decideBeside(PASSWORD, candidate);
      expect(calls).toEqual(alone.calls);
      expect(attempt.outcome).toMatchObject({ decision: 'ALLOW', rule: { name: 'all' } });
    }
  });

  it('is in the event of the login, and only there', async () => {
    const { trial } = await decideBeside(PASSWORD, document('- { name: closed, deny: Closed. }'));
    expect(trial).toEqual({
      ...{ id: ID, document: 'a.tld' },
      ...{ decision: 'DENY', reason: 'DENIED_BY_RULE', rule: 'closed' },
    });
  });

  it('leaves the decision unchanged if the candidate throws, and reports it', async () => {
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('a fault');
        },
      },
    ) as Policy;
    const { attempt, failed, trial } = await decideBeside(PASSWORD, hostile);
    expect(attempt.outcome.decision).toBe('ALLOW');
    expect(trial).toEqual({ id: ID, document: 'a.tld', unknown: 'failed' });
    expect(failed).toEqual([new Error('a fault')]);
    const none = await decideBeside(PASSWORD, () => {
      throw new Error('nothing to be found');
    });
    expect(none.attempt.outcome.decision).toBe('ALLOW');
    expect(none.trial).toBeUndefined();
  });
});

describe('could not tell', () => {
  it('what the login did not verify', async () => {
    const two = document('- { name: two, require: password + otp }');
    expect(await says(document('- { name: closed, deny: Closed. }'), PASSWORD)).toBe('not-asked');
    expect(await says(PASSWORD, two, loginOf({ second: CODE }))).toBe('not-asked');
    // A wrong password is wrong for every candidate that takes one.
    const first = { kind: 'password', bytes: Buffer.from('wrong') } as const;
    expect(await says(PASSWORD, two, loginOf({ second: CODE, first }))).toBe(
      'DENY BAD_CREDENTIALS two',
    );
  });

  it('what depends on facts that were not looked up', async () => {
    // With an authenticator it would be asked for, without there is grace.
    const grace = 'enrolment: { from: anywhere, grace-until: 2099-01-01 }';
    const two = document('- { name: two, require: password + otp }', grace);
    const later = document('- { name: two, require: password + otp }');
    const mail = loginOf({ service: 'Imap', interactive: false });
    expect(await says(PASSWORD, two, mail)).toBe('not-asked');
    // Denied either way; only the reason is not known.
    expect(await says(PASSWORD, later, mail)).toBe('DENY  two');
    expect(await says(later, later, mail)).toBe('DENY CANNOT_CHALLENGE two');
  });

  it('whether trust holds that was not looked up, or that the candidate grants for less', async () => {
    const home = (max: string) =>
      document(
        '- { name: home, when: trusted-ip, require: password }\n- { name: rest, deny: No. }',
        `trust: { ip: { default: 1h, max: ${max} } }`,
      );
    const offered = document(
      '- { name: all, require: password }',
      'trust: { ip: { default: 1h, max: 2h } }',
    );
    expect(await says(offered, home('2h'))).toBe('not-asked');
    // Nobody could have asked for trust that was not offered.
    expect(await says(PASSWORD, home('2h'))).toBe('DENY DENIED_BY_RULE rest');
    expect(await says(home('2h'), home('2h'))).toBe('ALLOW RULE_SATISFIED home');
    expect(await says(home('2h'), home('4h'))).toBe('ALLOW RULE_SATISFIED home');
    expect(await says(home('2h'), home('90m'))).toBe('not-asked');
    const ip = '198.51.100.1';
    expect(await says(home('2h'), home('90m'), loginOf({ ip }))).toBe('DENY DENIED_BY_RULE rest');
  });

  it('whether a passkey would have verified its user, where it was not asked to', async () => {
    const beside = document('- { name: both, require: password + passkey }');
    const alone = document('- { name: key, require: passkey }');
    const passkey = { response: Buffer.from('right'), loginTicket: '' };
    const login = loginOf({ passkey });
    expect(await says(beside, alone, login)).toBe('ALLOW RULE_SATISFIED key');
    const { ports } = fakePorts(policiesOf(PASSWORD));
    const touch = async () => ({
      ...{ verdict: 'verified' as const, retryAfterSeconds: 0, failedCheck: '' },
      ...{ account: 'luca@a.tld', userVerified: false },
    });
    const change = { passkeys: { ...ports.passkeys, verify: touch } };
    expect(await says(beside, alone, login, change)).toBe('not-asked');
  });
});

describe('a session', () => {
  const mail = (web: string, max = '24h') =>
    `domain: a.tld
networks: { webmail: [192.0.2.0/24] }
rules:
  - { name: mail, services: [Imap], from: [webmail], require: session }
  - { name: web, services: [WebUI], require: ${web} }
trust: { session: { default: 1h, max: ${max} } }
`;
  const signIn: SignIn = {
    ...{ sessionId: '01936d4e-0000-7000-8000-000000000001', account: 'luca@a.tld' },
    ...{ service: 'WebUI', address: '198.51.100.7', proved: ['password'], passwordStated: false },
    ...{
      userVerified: false,
      ip: 'not-asked',
      device: 'not-asked',
      hasOtp: null,
      hasPasskey: null,
    },
    ...{ client: 'webmail', secretHash: 'x', startedAt: NOW - 2 * HOUR, until: NOW + HOUR },
    decisionId: '01936d4e-0000-7000-8000-000000000002',
  };
  const token = mintMailToken(fakeMac, {
    ...{ sessionId: signIn.sessionId, account: signIn.account },
    ...{ expiresAt: NOW + 300_000, nonce: Buffer.alloc(12) },
  });
  const login = loginOf({
    service: 'Imap',
    interactive: false,
    first: { kind: 'session', bytes: Buffer.from(token) },
  });
  const { ports } = fakePorts(policiesOf(PASSWORD));
  const held = {
    id: 's',
    until: NOW + HOUR,
    useIsNews: false,
    sealed: sealSignIn(fakeMac, signIn),
  };
  const networks = [parseCidr('192.0.2.0/24')].flatMap((cidr) => (cidr.ok ? [cidr.value] : []));
  const client: Client = {
    ...{ id: 'webmail', name: '', service: 'WebUI', domains: new Set(['a.tld']), networks },
    ...{ how: { kind: 'host', origin: 'https://mail.a.tld' }, createdAt: 0 },
  };
  const change = {
    trust: { ...ports.trust, checkSession: async () => held },
    clients: { find: () => client },
  };

  it('is as good as its sign-in would be under the candidate', async () => {
    const one = mail('password');
    const two = mail('password + otp');
    expect(await says(one, two, login, change)).toBe('DENY SESSION_ENDED mail');
    expect(await says(two, one, login, change)).toBe('ALLOW RULE_SATISFIED mail');
    expect(await says(one, mail('password', '1h'), login, change)).toBe('DENY SESSION_ENDED mail');
  });
});
