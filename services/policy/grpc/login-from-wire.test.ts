import { describe, expect, it } from 'vitest';
import { Service } from '../../../libs/gen/gatepost/common/v1/common.js';
import { AuthorizeRequest } from '../../../libs/gen/gatepost/policy/v1/authorization.js';
import { loginFromWire } from './login-from-wire.js';

const octets = (text: string) => Buffer.from(text);
const PASSKEY = { passkeyResponse: octets('{}'), passkeyLoginTicket: 't', signInHost: 'login.tld' };

/** A login as it arrives, and how it is read. */
function read(change: Partial<AuthorizeRequest>) {
  const nothing = AuthorizeRequest.decode(Buffer.alloc(0));
  const login = { account: 'luca@a.tld', service: Service.WEB_UI, clientIp: '198.51.100.7' };
  return loginFromWire({ ...nothing, ...login, ...change }, 'spiffe://gatepost/front-end/mail');
}

describe('what does not go together is refused, and the field is named', () => {
  it.each<[string, Partial<AuthorizeRequest>]>([
    ['passkey_response', { ...PASSKEY, otpCode: '123456' }],
    ['passkey_response', { ...PASSKEY, recoveryCode: 'H7KM-2QPX-94RT' }],
    ['passkey_response', { ...PASSKEY, beginSaml: true }],
    ['passkey_response', { ...PASSKEY, samlResponse: octets('x') }],
    ['passkey_login_ticket', { passkeyLoginTicket: 't' }],
    ['sign_in_host', { ...PASSKEY, signInHost: '' }],
    ['sign_in_host', { beginPasskey: true }],
    ['account', { ...PASSKEY, account: '', password: octets('x') }],
    ['saml_response', { samlResponse: octets('x'), password: octets('x') }],
    ['saml_response', { samlResponse: octets('x'), otpCode: '123456' }],
    ['password_verified', { passwordVerified: true, password: octets('x') }],
    ['recovery_code', { otpCode: '123456', recoveryCode: 'H7KM-2QPX-94RT' }],
    ['otp_authenticator_id', { otpAuthenticatorId: 'x' }],
    ['client', { client: 'roundcube' }],
    ['remember', { remember: { deviceLabel: 'x' } as AuthorizeRequest['remember'] }],
  ])('%s: %j', (field, change) => {
    let said: unknown;
    try {
      read(change);
    } catch (error) {
      said = error;
    }
    expect(said).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(String((said as Error).message)).toContain(field);
  });
});

it('a passkey goes alone, or after a password; alone it needs no account', () => {
  expect(read(PASSKEY)).toMatchObject({ first: { kind: 'none' }, second: undefined });
  expect(read({ ...PASSKEY, password: octets('x') })).toMatchObject({
    first: { kind: 'password' },
  });
  expect(read({ ...PASSKEY, account: '' }).account).toMatchObject({ name: '', domain: '' });
});
