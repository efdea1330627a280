import { describe, expect, it } from 'vitest';
import { permissionDenied, unavailable } from '../../../../libs/errors/index.js';
import { type Attempt, type MatchedAttempt, validUntil } from '../../core/attempt.js';
import type { Login } from '../../core/login.js';
import { fakePorts, loginOf, policiesOf } from '../../testing/fake-ports.js';
import { callUntil } from '../call-until.js';
import { authorize } from './authorize.js';
import type { AuthorizePorts } from './authorize-ports.js';

const DOCUMENT = `
domain: a.tld
networks: { office: [203.0.113.0/24] }
rules:
  - { name: office, from: [office], require: password }
  - { name: home, when: trusted-ip, services: [Imap], require: password }
  - { name: browser, when: trusted-device, services: [WebUI], require: password }
  - { name: web, services: [WebUI], require: [password + otp, saml] }
  - { name: sso, services: [MobileApp], require: [saml] }
trust:
  ip: { default: 1h, max: 2h, per-account: 2, ipv6-prefix: 64 }
  device: { default: 1h, max: 2h, per-account: 2 }
enrolment: { from: [office] }
`;

const CODE = { kind: 'code', code: '123456', authenticatorId: '' } as const;

function play(
  login: Login,
  change: (ports: AuthorizePorts) => Partial<AuthorizePorts> = () => ({}),
) {
  const fake = fakePorts(policiesOf(DOCUMENT));
  const call = callUntil(performance.now() + 60_000, new AbortController().signal);
  const ports = { ...fake.ports, ...change(fake.ports) };
  return { ...fake, decided: authorize(login, call, ports) };
}

describe('what is asked', () => {
  it('looks up no trust, code or provider that the rule does not need', async () => {
    const { decided, calls } = play(
      loginOf({ ip: '203.0.113.9', second: CODE, interactive: false }),
    );
    expect((await decided).outcome).toMatchObject({ decision: 'ALLOW', reason: 'RULE_SATISFIED' });
    expect(calls).toEqual(['password', 'record']);
  });

  it('asks for the one trust that the rule asks for, and says until when it holds', async () => {
    const { decided, calls } = play(loginOf({ service: 'Imap', interactive: false }));
    const attempt = await decided;
    expect(attempt.outcome.decision).toBe('ALLOW');
    expect(validUntil(attempt)).toBe(attempt.trust?.ip?.until);
    expect(calls).toEqual(['trust 192.0.2.80 -', 'password', 'record', 'used ip 192.0.2.80']);
  });

  it('holds no longer than the session of the identity provider', async () => {
    const response = Buffer.from('r');
    const first = { kind: 'saml', response, relayState: '', loginTicket: 't' } as const;
    const login = loginOf({ service: 'MobileApp', first });
    const sessionUntil = 1_800_000_000_000;
    const consume = async () =>
      ({ verdict: 'verified', failedCheck: '', sessionUntil, account: 'luca@a.tld' }) as const;
    const allowed = await play(login, ({ saml }) => ({ saml: { ...saml, consume } })).decided;
    expect(allowed.outcome.decision).toBe('ALLOW');
    expect(validUntil(allowed)).toBe(sessionUntil);
    expect(validUntil(await play(login).decided)).toBeUndefined();
  });

  it('records no use of trust when the login is denied', async () => {
    const first = { kind: 'password', bytes: Buffer.from('wrong') } as const;
    const { decided, calls } = play(loginOf({ service: 'Imap', interactive: false, first }));
    expect((await decided).outcome.decision).toBe('DENY');
    expect(calls).toEqual(['trust 192.0.2.80 -', 'password', 'record']);
  });

  it('spends no code on a login whose password was wrong', async () => {
    const first = { kind: 'password', bytes: Buffer.from('wrong') } as const;
    const { decided, calls } = play(loginOf({ first, second: CODE }));
    expect((await decided).outcome.reason).toBe('BAD_CREDENTIALS');
    expect(calls).toEqual(['password', 'record']);
  });

  it('looks up nothing about an account before a first factor was verified', async () => {
    const { decided, calls } = play(loginOf({ first: { kind: 'none' } }));
    const { decision, missing } = (await decided).outcome;
    expect(decision).toBe('CHALLENGE');
    expect(missing).toEqual([['password', 'otp'], ['saml']]);
    expect(calls).toEqual(['saml-available', 'record']);
  });

  it('compares no app password where a main password is required', async () => {
    const first = { kind: 'app-password', bytes: Buffer.from('gp') } as const;
    const { decided, calls } = play(loginOf({ first }));
    expect((await decided).outcome.reason).toBe('WRONG_CREDENTIAL_FOR_SERVICE');
    expect(calls).toEqual(['record']);
  });

  it('matches a login that asks for trust as if there were none, and grants what it earned', async () => {
    const remember = {
      ipSeconds: 0,
      deviceSeconds: undefined,
      deviceLabel: '',
      sessionSeconds: undefined,
    };
    const login = loginOf({ deviceToken: 'known', second: CODE, remember });
    const { decided, calls } = play(login);
    const attempt = await decided;
    expect(attempt.outcome.rule?.name).toBe('web');
    expect(attempt.grants).toEqual([{ kind: 'ip', held: expect.anything() }]);
    expect(calls).toEqual([
      'password',
      'code',
      'grant',
      'ticket manage credential otp passkey trust-store notice',
      'ticket view trust-store audit policy credential notice',
      'record',
    ]);
  });

  it('grants nothing to one factor, whatever the rule', async () => {
    const remember = {
      ipSeconds: 0,
      deviceSeconds: undefined,
      deviceLabel: '',
      sessionSeconds: undefined,
    };
    const { decided, calls } = play(loginOf({ ip: '203.0.113.9', remember }));
    const attempt = await decided;
    expect(attempt.outcome.decision).toBe('ALLOW');
    expect(attempt.grants).toEqual([{ kind: 'ip', refused: 'one-factor' }]);
    expect(calls).not.toContain('grant');
  });
});

describe('devices', () => {
  it('rotates the token that carried an ALLOW, and only after the password', async () => {
    const { decided, calls } = play(loginOf({ deviceToken: 'known' }));
    expect((await decided).deviceToken).toBe('next');
    expect(calls.filter((call) => !call.startsWith('ticket'))).toEqual([
      'trust - known',
      'password',
      'use known',
      'record',
    ]);
  });

  it('judges a superseded token after a right password, never after a wrong one', async () => {
    const right = play(loginOf({ deviceToken: 'superseded' }));
    expect((await right.decided).outcome.decision).toBe('CHALLENGE');
    expect(right.calls).toContain('use superseded');
    const first = { kind: 'password', bytes: Buffer.from('wrong') } as const;
    const wrong = play(loginOf({ deviceToken: 'superseded', first }));
    await wrong.decided;
    expect(wrong.calls).not.toContain('use superseded');
  });

  it('allows nothing on a device whose trust ended meanwhile', async () => {
    const { decided, recorded } = play(loginOf({ deviceToken: 'known' }), ({ trust }) => ({
      trust: { ...trust, useDevice: async () => ({ outcome: 'gone' }) },
    }));
    await expect(decided).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(recorded).toEqual([]);
  });
});

describe('what cannot be asked', () => {
  const down = async () => {
    throw unavailable('down');
  };

  it('is never an ALLOW: no decision, no event', async () => {
    const cases: [Login, (ports: AuthorizePorts) => Partial<AuthorizePorts>][] = [
      [loginOf({ deviceToken: 'known' }), (p) => ({ trust: { ...p.trust, check: down } })],
      [loginOf(), (p) => ({ credentials: { ...p.credentials, verifyPassword: down } })],
      [loginOf({ second: CODE }), (p) => ({ otp: { ...p.otp, verify: down } })],
      [loginOf({ ip: '203.0.113.9' }), () => ({ record: down })],
      [
        loginOf({ ip: '203.0.113.9' }),
        () => ({
          policies: {
            current: () => {
              throw unavailable('stale');
            },
          },
        }),
      ],
      [
        loginOf({ ip: '203.0.113.9' }),
        (p) => ({
          credentials: {
            ...p.credentials,
            verifyPassword: async () => {
              throw permissionDenied('no entry');
            },
          },
        }),
      ],
    ];
    for (const [login, change] of cases) {
      const { decided, recorded } = play(login, change);
      await expect(decided).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      expect(recorded).toEqual([]);
    }
  });

  it('removes only its own alternative from a challenge', async () => {
    const noOtp = play(loginOf(), ({ otp }) => ({ otp: { ...otp, enrolment: down } }));
    expect((await noOtp.decided).outcome.missing).toEqual([['saml']]);
    const noSaml = play(loginOf(), ({ saml }) => ({ saml: { ...saml, available: down } }));
    expect((await noSaml.decided).outcome.missing).toEqual([['otp']]);
    const neither = play(loginOf(), ({ otp, saml }) => ({
      otp: { ...otp, enrolment: down },
      saml: { ...saml, available: down },
    }));
    await expect(neither.decided).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('keeps the decision if trust could not be granted, and says so', async () => {
    const remember = {
      ipSeconds: 60,
      deviceSeconds: 60,
      deviceLabel: '',
      sessionSeconds: undefined,
    };
    const { decided } = play(loginOf({ second: CODE, remember }), ({ trust }) => ({
      trust: { ...trust, grant: down },
    }));
    const attempt = await decided;
    expect(attempt.outcome.decision).toBe('ALLOW');
    expect(attempt.grants).toEqual([
      { kind: 'ip', refused: 'unavailable' },
      { kind: 'device', refused: 'unavailable' },
    ]);
  });
});

const PASSKEY_ONLY = `
domain: a.tld
rules: [ { name: web, services: [WebUI], require: passkey } ]
`;

describe('a passkey', () => {
  const rules = (require: string) => () => ({
    policies: {
      current: () =>
        policiesOf(`
domain: a.tld
rules: [ { name: web, services: [WebUI], require: ${require} } ]
`),
    },
  });
  const answer = (text: string) => ({ response: Buffer.from(text), loginTicket: 't' });

  it.each([
    ['passkey', 'right', 'right', 'ALLOW', ['passkey luca@a.tld true']],
    ['passkey', 'wrong', 'right', 'ALLOW', ['passkey luca@a.tld true']],
    ['password + passkey', 'right', 'right', 'ALLOW', ['password', 'passkey luca@a.tld false']],
    ['password + passkey', 'wrong', 'right', 'DENY', ['password']],
    ['password + passkey', 'right', 'wrong', 'DENY', ['password', 'passkey luca@a.tld false']],
    ['passkey', 'right', 'wrong', 'DENY', ['passkey luca@a.tld true']],
    ['password', 'right', 'wrong', 'ALLOW', ['password']],
  ] as const)(
    'where the rule wants %s, password %s, passkey %s: %s',
    async (require, password, passkey, decision, asked) => {
      const first = { kind: 'password', bytes: Buffer.from(password) } as const;
      const login = loginOf({ first, passkey: answer(passkey), signInHost: 'login.example' });
      const { decided, calls } = play(login, rules(require));
      expect((await decided).outcome.decision).toBe(decision);
      expect(calls.filter((call) => /^pass(word|key )/.test(call))).toEqual(asked);
    },
  );

  const trustHere = {
    ...{ ipSeconds: 0, deviceSeconds: undefined, deviceLabel: '', sessionSeconds: undefined },
  };
  it.each<[string, Partial<Pick<Login, 'remember' | 'prove'>>]>([
    ['trust', { remember: trustHere }],
    ['a ticket', { prove: true }],
  ])('that earns %s beside an app password must have verified its user', async (_, wish) => {
    const first = { kind: 'app-password', bytes: Buffer.from('right') } as const;
    const login = { ...wish, first, passkey: answer('right'), signInHost: 'login.example' };
    const { decided, calls } = play(loginOf(login), rules('app-password'));
    expect((await decided).outcome.proved).toEqual(['app-password', 'passkey']);
    expect(calls).toContain('passkey luca@a.tld true');
  });

  it('decides nothing where passkeys cannot be asked', async () => {
    const down = (ports: AuthorizePorts) => ({
      ...rules('passkey')(),
      passkeys: {
        ...ports.passkeys,
        verify: async () => {
          throw unavailable('down');
        },
      },
    });
    const first = { kind: 'none' } as const;
    const { decided } = play(loginOf({ first, passkey: answer('right') }), down);
    await expect(decided).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('is begun with a challenge, naming the person’s own only after a right password', async () => {
    const begin = { beginPasskey: true, signInHost: 'login.example' };
    const nothing = play(loginOf({ ...begin, first: { kind: 'none' } }), rules('passkey'));
    expect((await nothing.decided).passkeyStart).toBeDefined();
    expect(nothing.calls).toContain('passkey-begin false true');
    const after = play(loginOf(begin), rules('password + passkey'));
    expect((await after.decided).outcome.decision).toBe('DENY');
    expect(after.calls).not.toContain('passkey-begin true false');
    const having = (ports: AuthorizePorts) => ({
      ...rules('password + passkey')(),
      passkeys: { ...ports.passkeys, enrolled: async () => true },
    });
    const owner = play(loginOf(begin), having);
    expect((await owner.decided).passkeyStart).toBeDefined();
    expect(owner.calls).toContain('passkey-begin true false');
  });
});

describe('tickets', () => {
  it('lets a person enrol only in answer to a challenge, and only where that is allowed', async () => {
    const unenrolled = ({ otp }: AuthorizePorts) => ({
      otp: { ...otp, enrolment: async () => ({ enrolled: false, authenticators: [] }) },
    });
    const remember = {
      ipSeconds: 0,
      deviceSeconds: undefined,
      deviceLabel: '',
      sessionSeconds: undefined,
    };
    const outside = play(loginOf({ remember }), unenrolled);
    expect((await outside.decided).outcome.missing).toEqual([['saml']]);
    expect((await outside.decided).tickets).toEqual([]);
  });

  const OFFICE = `
domain: a.tld
networks: { office: [203.0.113.0/24] }
rules: [ { name: office, from: [office], require: password } ]
enrolment: { from: [office], app-passwords: true }
`;
  const inOffice = (over: Parameters<typeof loginOf>[0] = {}) =>
    loginOf({ ip: '203.0.113.9', second: undefined, ...over });
  const having = (enrolled: boolean | 'down') => (ports: AuthorizePorts) => ({
    policies: { current: () => policiesOf(OFFICE) },
    otp: {
      ...ports.otp,
      enrolment: async () => {
        if (enrolled === 'down') throw unavailable('down');
        return { enrolled, authenticators: [] };
      },
    },
  });
  const purposes = async ({ decided }: ReturnType<typeof play>) =>
    (await decided).tickets.map(({ purpose, oneFactor }) => (oneFactor ? `${purpose} 1` : purpose));

  it.each([
    ['who has nothing', inOffice(), false, ['enrol', 'enrol', 'manage 1', 'view']],
    ['who has OTP', inOffice(), true, ['view']],
    ['who could not be asked about', inOffice(), 'down', ['view']],
    [
      'whose password is the front-end’s statement',
      inOffice({ first: { kind: 'password-verified' } }),
      false,
      ['view'],
    ],
    ['at a program that cannot ask', inOffice({ interactive: false }), false, []],
  ] as const)('comes with ALLOW in the office for one %s', async (_, login, enrolled, wanted) => {
    const played = play(login, having(enrolled));
    expect(await purposes(played)).toEqual(wanted);
    expect((await played.decided).outcome.decision).toBe('ALLOW');
  });

  it('comes for a new passkey with a password and a recovery code where the rule takes neither', async () => {
    const passkeyOnly = () => ({
      policies: { current: () => policiesOf(PASSKEY_ONLY) },
    });
    const lost = (code: string) =>
      play(loginOf({ second: { kind: 'recovery-code', code } }), passkeyOnly);
    const right = await lost('123456').decided;
    expect(right.outcome).toMatchObject({ decision: 'CHALLENGE', missing: [['passkey']] });
    expect(right.tickets).toMatchObject([{ purpose: 'manage', stores: ['passkey'] }]);
    const wrong = await lost('654321').decided;
    expect(wrong.outcome.reason).toBe('BAD_SECOND_FACTOR');
    expect(wrong.tickets).toEqual([]);
    const code = { kind: 'code', code: '123456', authenticatorId: '' } as const;
    const { decided, calls } = play(loginOf({ second: code }), passkeyOnly);
    expect((await decided).tickets).toEqual([]);
    expect(calls).toEqual(['record']);
  });

  it('is earned by a code that the rule does not need, if it is asked for', async () => {
    const second = { kind: 'code', code: '123456', authenticatorId: '' } as const;
    expect(await purposes(play(inOffice({ second }), having(true)))).toEqual(['view']);
    const proving = play(inOffice({ second, prove: true }), having(true));
    // One shows what there is, the other is for the change.
    expect(await purposes(proving)).toEqual(['manage', 'manage', 'view']);
  });
});

it('what a step finds cannot be read before that step', () => {
  const tooEarly = (attempt: Attempt, matched: MatchedAttempt) => [
    // @ts-expect-error: trust is looked up by matchRule
    attempt.trust,
    // @ts-expect-error: matchRule finds the rule
    attempt.match,
    // @ts-expect-error: settle decides
    matched.outcome,
  ];
  expect(tooEarly).toBeTypeOf('function');
});
