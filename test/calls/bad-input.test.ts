import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loginEvents } from '../stories/login-events.js';
import type { ProtoClient } from '../suite/proto-client.js';
import { type Suite, startSuite } from '../suite/start-suite.js';
import { violationsOf } from '../suite/violations.js';

const AUTHORIZE = 'gatepost.policy.v1.AuthorizationService/Authorize';
const INVALID_ARGUMENT = 3;
const GOOD = { account: 'luca@a.tld', service: 'SERVICE_IMAP', client_ip: '192.0.2.1' };
const long = (octets: number) => 'x'.repeat(octets);

/** A field, and values that must be refused with its name. */
const BAD: readonly (readonly [field: string, requests: readonly object[]])[] = [
  [
    'account',
    [
      ...['', 'luca', '@a.tld', 'luca@', 'a@b@c.tld', 'lu ca@a.tld', 'luca@a..tld', 'luca@-a.tld'],
      ...['luca\u0000@a.tld', 'luca@a.tld\n', `${long(250)}@a.tld`, 'luca@a_b c'],
    ].map((account) => ({ account })),
  ],
  ['service', ['SERVICE_UNSPECIFIED', 99].map((service) => ({ service }))],
  [
    'client_ip',
    [
      ...['', '010.1.2.3', '127.1', '2130706433', '0x7f.0.0.1', '1.2.3', '1.2.3.4.5', '256.1.1.1'],
      ...[
        '1.2.3.4 ',
        '1.2.3.4,5.6.7.8',
        '1.2.3.4/32',
        'fe80::1%eth0',
        '[::1]',
        '::ffff:1.2.3',
        ':::',
      ],
    ].map((client_ip) => ({ client_ip })),
  ],
  ['peer_ip', ['x', '1.2.3.4:993', '010.1.2.3'].map((peer_ip) => ({ peer_ip }))],
  ['client_ip_source', [{ client_ip_source: 99 }]],
  ['password', [{ password: Buffer.alloc(1025, 0x61) }]],
  ['password_verified', [{ password: Buffer.from('x'), password_verified: true }]],
  ['otp_code', [{ otp_code: long(65) }]],
  ['otp_authenticator_id', [{ otp_code: '123456', otp_authenticator_id: long(65) }]],
  ['recovery_code', [{ recovery_code: long(65) }, { otp_code: '123456', recovery_code: 'abcd' }]],
  ['saml_relay_state', [{ saml_relay_state: long(81) }]],
  ['saml_login_ticket', [{ saml_login_ticket: long(1025) }]],
  ['remember.device_label', [{ remember: { ip_seconds: 1, device_label: long(65) } }]],
  ['attempt_id', [{ attempt_id: long(65) }]],
  ['user_agent', [{ user_agent: long(513) }]],
  ['session_id', [{ session_id: long(129) }]],
  ['tls.version', [{ tls: { version: long(17) } }]],
  ['tls.cipher', [{ tls: { cipher: long(65) } }]],
];

let suite: Suite;
let frontEnd: ProtoClient;
beforeAll(async () => {
  suite = await startSuite();
  frontEnd = suite.client('front-end', 'mail');
});
afterAll(() => suite?.close());

describe('a login with a bad field', () => {
  it.each(BAD)('is refused, and %s is named', async (field, requests) => {
    for (const bad of requests) {
      const error = await frontEnd.call(AUTHORIZE, { ...GOOD, ...bad }).then(
        (answer) => ({ code: 0, answer }),
        (thrown) => thrown,
      );
      const shown = JSON.stringify(bad).slice(0, 120);
      expect(error.code, shown).toBe(INVALID_ARGUMENT);
      expect(violationsOf(error), shown).toContain(field);
    }
  });

  it('names every field that is wrong, at once', async () => {
    const bad = {
      account: 'luca@a.tld',
      service: 'SERVICE_UNSPECIFIED',
      client_ip: 'y',
      attempt_id: long(65),
    };
    const error = await frontEnd.call(AUTHORIZE, bad).catch((thrown) => thrown);
    expect(violationsOf(error)).toEqual(
      expect.arrayContaining(['service', 'client_ip', 'attempt_id']),
    );
  });

  it('is refused on a stream as well, and the stream goes on', async () => {
    const answers = await frontEnd.exchange(
      'gatepost.policy.v1.AuthorizationService/AuthorizeStream',
      [
        { id: 1, login: { ...GOOD, client_ip: 'x' } },
        { id: 2, login: GOOD },
      ],
    );
    const byId = new Map(answers.map((answer) => [answer.id, answer]));
    expect(byId.get('1').error).toMatchObject({
      code: INVALID_ARGUMENT,
      violations: [{ field: 'client_ip' }],
    });
    expect(byId.get('2').decision).toMatchObject({ decision: 'DECISION_DENY' });
  });

  it('leaves no event', async () => {
    const events = await loginEvents(suite.client('auditor', 'auditor'), 1);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ decision: 'DENY', reason: 'NO_RULE' });
  });
});
