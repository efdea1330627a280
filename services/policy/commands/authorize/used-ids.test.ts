import { describe, expect, it } from 'vitest';
import type { FirstFactor, Login } from '../../core/login.js';
import { loginEvent } from '../../storage/login-event.js';
import { fakePorts, loginOf, policiesOf, USED } from '../../testing/fake-ports.js';
import { callUntil } from '../call-until.js';
import { authorize } from './authorize.js';
import { authorizeByPasskey, authorizeUnnamed } from './authorize-unnamed.js';

const DOCUMENT = `
domain: a.tld
rules:
  - { name: home, when: trusted-ip, services: [Imap], require: app-password }
  - { name: mail, services: [Imap], require: app-password }
  - { name: browser, when: trusted-device, services: [WebUI], require: password }
  - { name: web, services: [WebUI], require: [password + otp, password + passkey, passkey, saml] }
trust:
  ip: { default: 1h, max: 2h, per-account: 2, ipv6-prefix: 64 }
  device: { default: 1h, max: 2h, per-account: 2 }
`;
const ELSEWHERE = '198.51.100.7';
const CODE = { kind: 'code', code: '123456', authenticatorId: '' } as const;
const RECOVERY = { ...CODE, kind: 'recovery-code' } as const;
const PASSKEY = { response: Buffer.from('right'), loginTicket: 't' };
const NOBODY = { name: '', local: '', domain: 'a.tld' };
const SAML_USED = { issuer: USED.assertion.issuer, assertion: USED.assertion.id };
const saml = {
  ...({ kind: 'saml', response: Buffer.from('r') } as const),
  ...{ relayState: '', loginTicket: '' },
};
const none: FirstFactor = { kind: 'none' };
const appPassword: FirstFactor = { kind: 'app-password', bytes: Buffer.from('secret-text') };

const call = () => callUntil(performance.now() + 60_000, new AbortController().signal);
const ports = () => fakePorts(policiesOf(DOCUMENT)).ports;
type Decided = Awaited<ReturnType<typeof authorize>>;

/** The decision of a login, and what its event names. */
function namedBy(decided: Decided) {
  const text = loginEvent(decided).bytes.toString();
  const { decision, used } = JSON.parse(text).data;
  return { decision, used, text };
}

const play = async (login: Login) => namedBy(await authorize(login, call(), ports()));

describe('the event of a login names what it used', () => {
  const mail = { service: 'Imap', interactive: false } as const;
  it.each<[string, Login, object | undefined]>([
    ['password', loginOf({ second: RECOVERY }), undefined],
    [
      'app password',
      loginOf({ ...mail, ip: ELSEWHERE, first: appPassword }),
      { app_password: USED.appPassword },
    ],
    ['authenticator', loginOf({ second: CODE }), { authenticator: USED.authenticator }],
    ['passkey', loginOf({ first: none, passkey: PASSKEY }), { passkey: USED.passkey }],
    ['passkey after a password', loginOf({ passkey: PASSKEY }), { passkey: USED.passkey }],
    ['SAML', loginOf({ first: saml }), { saml: SAML_USED }],
    ['trusted device', loginOf({ deviceToken: 'known' }), { trust: { device: 'device' } }],
    [
      'trusted address',
      loginOf({ ...mail, first: appPassword }),
      { app_password: USED.appPassword, trust: { ip: 'ip' } },
    ],
  ])('%s', async (_name, login, used) => {
    const named = await play(login);
    expect([named.decision, named.used]).toEqual(['ALLOW', used]);
  });

  it('where a passkey or an identity provider named the account', async () => {
    const byPasskey = { ...loginOf({ first: none }), account: NOBODY, passkey: PASSKEY };
    const found = await authorizeByPasskey(byPasskey, () => true, call(), ports());
    expect(namedBy(found)).toMatchObject({ decision: 'ALLOW', used: { passkey: USED.passkey } });
    const bySaml = { ...loginOf(), account: NOBODY, first: saml };
    const named = await authorizeUnnamed(bySaml, call(), ports());
    expect(namedBy(named)).toMatchObject({ decision: 'ALLOW', used: { saml: SAML_USED } });
  });
});

it('an event names nothing that was wrong or not asked, and holds no secret', async () => {
  const wrong = { ...CODE, code: '000000' };
  expect(await play(loginOf({ second: wrong }))).toMatchObject({
    decision: 'DENY',
    used: undefined,
  });
  const other = { response: Buffer.from('wrong'), loginTicket: 't' };
  const refused = await play(loginOf({ first: none, passkey: other }));
  expect(refused).toMatchObject({ decision: 'DENY', used: undefined });
  // The address is trusted, and did not carry this login.
  expect((await play(loginOf({ second: CODE }))).used).toEqual({
    authenticator: USED.authenticator,
  });
  const recovery = await play(loginOf({ second: RECOVERY }));
  expect(recovery.text).toContain('"second":"recovery-code"');
  expect(recovery.text).not.toContain('123456');
  const opened = await play(loginOf({ service: 'Imap', interactive: false, first: appPassword }));
  expect(opened.text).not.toContain('secret-text');
});
