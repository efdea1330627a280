import { describe, expect, it } from 'vitest';
import { ACTS, type Act } from './act.js';
import type { Allowed, Challenged, Decision, Ticket } from './decision.js';
import { nextStep, type SoFar } from './next-step.js';

const ID = '01890000-0000-7000-8000-0123456789ab';
const sofar: SoFar = {
  account: 'luca@a.tld',
  flow: { kind: 'portal' },
  password: Buffer.from('hunter2'),
  presented: 'password',
};
const openid = {
  ...sofar,
  flow: { kind: 'openid', client: 'roundcube', uid: 'u', browser: 'b' },
} as const;
const challenge = (change: Partial<Challenged>): Challenged => ({
  kind: 'challenge',
  account: 'luca@a.tld',
  reason: 'FACTOR_REQUIRED',
  alternatives: [['otp'], ['saml']],
  offers: [{ kind: 'ip', defaultSeconds: 3600 }],
  authenticators: [],
  tickets: [],
  decisionId: ID,
  ...change,
});
const allow = (change: Partial<Allowed> = {}): Allowed => ({
  kind: 'allow',
  account: '',
  isGrace: false,
  granted: [],
  tickets: [],
  bindToIp: false,
  decisionId: ID,
  ...change,
});
const enrol = [{ token: 't', purpose: 'enrol', isOneFactor: false, expiresAt: 1, stores: ['otp'] }];

describe('after a challenge', () => {
  it('asks for a code, with the provider as another way, and keeps the password out of the state', () => {
    const next = nextStep(challenge({}), sofar);
    expect(next).toMatchObject({
      kind: 'ask',
      state: { page: 'code', hasProvider: true, offers: [{ kind: 'ip' }] },
      secrets: { password: Buffer.from('hunter2').toString('base64') },
    });
    expect(JSON.stringify((next as { state: object }).state)).not.toContain('hunter2');
  });

  it('asks for a first set-up only with a ticket for it', () => {
    const enrolling = challenge({ alternatives: [['otp-enrolment']] });
    expect(nextStep({ ...enrolling, tickets: enrol }, sofar)).toMatchObject({
      kind: 'ask',
      state: { page: 'set-up', isOptional: false },
      secrets: { ticket: 't' },
    });
    expect(nextStep(enrolling, sofar)).toMatchObject({ kind: 'first-factor' });
  });

  it('remembers nothing if nothing was verified', () => {
    const step = nextStep(challenge({ alternatives: [['password', 'otp'], ['saml']] }), {
      ...sofar,
      password: undefined,
      presented: 'nothing',
    });
    expect(step).toEqual({ kind: 'first-factor', password: true, provider: true });
  });
});

describe('after an allow', () => {
  it('is done, but first tells people who are let in for a limited time', () => {
    expect(nextStep(allow(), openid)).toMatchObject({ kind: 'done' });
    expect(nextStep(allow({ tickets: enrol }), openid)).toMatchObject({ kind: 'done' });
    expect(nextStep(allow({ tickets: enrol, isGrace: true }), openid)).toMatchObject({
      kind: 'ask',
      state: { page: 'set-up', isOptional: true },
      secrets: { outcome: { account: 'luca@a.tld' } },
    });
  });
});

it.each<[string, Decision, object]>([
  ['a wrong password', refused('BAD_CREDENTIALS'), { kind: 'again', problem: 'password-wrong' }],
  ['a rule that refuses', refused('DENIED_BY_RULE'), { kind: 'refused', reference: '4567-89AB' }],
  ['no decision', { kind: 'undecided' }, { kind: 'undecided' }],
  ['what is no account', { kind: 'malformed' }, { kind: 'again', problem: 'account-malformed' }],
])('after %s', (_, decision, expected) => {
  expect(nextStep(decision, sofar)).toMatchObject(expected);
});

function refused(reason: string): Decision {
  return { kind: 'refused', reason, words: '', decisionId: ID };
}

describe('of a person who is signed in and does something about their account', () => {
  const self = (act: Act, account = 'luca@a.tld'): SoFar => ({
    ...sofar,
    flow: { kind: 'self', account, act, browser: '' },
  });
  const ticket = (change: Partial<Ticket>): Ticket => ({
    ...{ token: 'm', purpose: 'manage', isOneFactor: false, expiresAt: 0 },
    ...{ stores: ['otp', 'passkey', 'credential'], ...change },
  });
  const manage = [ticket({}), ticket({ token: 'n' })];
  const oneFactor = [...enrol, ticket({ isOneFactor: true, stores: ['credential'] })];

  it('goes on with the tickets of a proof', () => {
    const next = nextStep(allow({ tickets: manage }), self('ways'));
    expect(next).toMatchObject({ kind: 'done', outcome: { manage: ['m', 'n'] } });
  });

  it('asks for the second factor that the rule did not need', () => {
    for (const act of ACTS) {
      const next = nextStep(allow({}), self(act));
      expect(next, act).toMatchObject({ kind: 'ask', state: { page: 'code', offers: [] } });
    }
  });

  it('with a password alone sets up the first second factor and makes app passwords, no more', () => {
    const can = ACTS.filter(
      (act) => nextStep(allow({ tickets: oneFactor }), self(act)).kind !== 'needs-second-factor',
    );
    expect(can).toEqual(['authenticator', 'app-password']);
    const without = nextStep(allow({ tickets: enrol }), self('app-password'));
    expect(without.kind).toBe('needs-second-factor');
  });

  it('never takes the ticket of a password alone for more', () => {
    for (const act of ACTS.filter((each) => each !== 'app-password')) {
      const next = nextStep(allow({ tickets: oneFactor }), self(act));
      expect(JSON.stringify(next), act).not.toContain('"m"');
    }
  });
});
