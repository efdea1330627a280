import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAppPassword } from '../../../../libs/names/app-password.js';
import { formatSessionToken, parseSessionToken } from '../../../../libs/names/session-token.js';
import { fakeMac, NOW, policiesOf } from '../../testing/fake-ports.js';
import { decideAgain } from './decide-again.js';
import { signWith } from './session-mac.js';
import { mintMailToken, mintSecret, verifyToken } from './session-token.js';
import { openSignIn, type SignIn, sealSignIn } from './sign-in.js';

const SIGN_IN: SignIn = {
  sessionId: '01936d4e-0000-7000-8000-000000000001',
  account: 'luca@a.tld',
  service: 'WebUI',
  address: '198.51.100.7',
  proved: ['password'],
  passwordStated: false,
  userVerified: false,
  ip: 'not-asked',
  device: 'not-asked',
  hasOtp: null,
  hasPasskey: null,
  client: 'roundcube',
  secretHash: 'x',
  startedAt: NOW,
  until: NOW + 3_600_000,
  decisionId: '01936d4e-0000-7000-8000-000000000002',
};
const of = { sessionId: SIGN_IN.sessionId, account: SIGN_IN.account };
const secret = mintSecret(fakeMac, { ...of, random: Buffer.alloc(32, 7) });
const mail = mintMailToken(fakeMac, { ...of, expiresAt: NOW + 300_000, nonce: Buffer.alloc(12) });

describe('a token', () => {
  it('differs in shape from every password and app password', () => {
    for (const token of [secret, mail]) {
      expect(parseSessionToken(Buffer.from(token))).toBeDefined();
      expect(parseAppPassword(token)).toBeUndefined();
      for (let at = 0; at < token.length; at++) {
        const other = token[at] === 'A' ? 'B' : 'A';
        const changed = token.slice(0, at) + other + token.slice(at + 1);
        expect(parseSessionToken(changed), changed).toBeUndefined();
      }
    }
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(parseSessionToken(`gpm_${text}`)).toBeUndefined();
      }),
    );
  });

  it('names its account, and is not accepted as a token of another kind', () => {
    expect(verifyToken(fakeMac, parts(secret))).toMatchObject({ kind: 'secret', ...of });
    expect(verifyToken(fakeMac, parts(mail))).toMatchObject({ kind: 'mail', ...of });
    const asMail = formatSessionToken({ ...parts(secret), kind: 'mail' });
    const asSecret = formatSessionToken({ ...parts(mail), kind: 'secret' });
    for (const forged of [asMail, asSecret]) {
      expect(verifyToken(fakeMac, parts(forged))).toBeUndefined();
    }
  });

  it('is refused with any of its claims changed', () => {
    const [keyId, ...claims] = JSON.parse(parts(mail).body.toString());
    const changes = [
      [keyId, claims[0], 'anna@a.tld', claims[2], claims[3]],
      [keyId, claims[0], claims[1], claims[2] + 1, claims[3]],
      ['2', ...claims],
      {},
      'x',
    ];
    for (const change of changes) {
      const forged = { ...parts(mail), body: Buffer.from(JSON.stringify(change)) };
      expect(verifyToken(fakeMac, forged)).toBeUndefined();
    }
  });
});

const parts = (token: string) => parseSessionToken(token) ?? expect.fail('not a token');

it('a sealed sign-in opens unchanged, and not with any octet changed', () => {
  const sealed = sealSignIn(fakeMac, SIGN_IN);
  expect(openSignIn(fakeMac, sealed)).toEqual(SIGN_IN);
  const text = sealed.toString();
  for (const [from, to] of [
    ['luca', 'anna'],
    ['not-asked', 'carried'],
    ['198.51.100.7', '203.0.113.9'],
    ['"1"', '"2"'],
  ] as const) {
    expect(text).toContain(from);
    expect(openSignIn(fakeMac, Buffer.from(text.replace(from, to)))).toBeUndefined();
  }
  expect(openSignIn(fakeMac, Buffer.alloc(0))).toBeUndefined();
});

it('a sign-in that an earlier version sealed can still be opened', () => {
  const { passwordStated: _, ...rest } = SIGN_IN;
  const data = JSON.stringify([1, { ...rest, byWord: true }]);
  const tag = signWith(fakeMac, 'sign-in', data).toString('base64url');
  const sealed = Buffer.from(JSON.stringify([fakeMac.keyId, data, tag]));
  expect(openSignIn(fakeMac, sealed)).toEqual({ ...rest, passwordStated: true });
});

describe('a sign-in that is decided again', () => {
  const again = (rules: string, change: Partial<SignIn> = {}, now = NOW) => {
    const text = `
domain: a.tld
networks: { office: [203.0.113.0/24] }
rules: ${rules}
trust:
  ip: { default: 1h, max: 2h, per-account: 2, ipv6-prefix: 64 }
  device: { default: 1h, max: 2h, per-account: 2 }
enrolment: { from: [office], grace-until: 2026-12-01 }
`;
    const policy = policiesOf(text).find('a.tld')?.policy;
    return decideAgain(policy, { ...SIGN_IN, ...change }, now);
  };
  const BROWSER = '{ when: trusted-device, name: browser, require: saml }';

  it('needs a rule that allows its factors', () => {
    expect(again('[{ name: x, require: password }]')).toBeDefined();
    expect(again('[{ name: y, require: [saml, password] }]')).toBeDefined();
    expect(again('[{ name: x, require: saml }]')).toBeUndefined();
    expect(again('[{ name: x, deny: closed }]')).toBeUndefined();
    expect(again('[{ name: x, services: [Imap], require: password }]')).toBeUndefined();
    expect(decideAgain(undefined, SIGN_IN, NOW)).toBeUndefined();
  });

  it('is allowed only if trust that was not looked up makes no difference', () => {
    const rules = `[${BROWSER}, { name: x, require: password }]`;
    expect(again(rules)).toBeUndefined();
    expect(again(rules, { device: 'not-held' })).toBeDefined();
    expect(again(rules, { device: 'held' })).toBeUndefined();
    expect(again(rules, { proved: ['saml'] })).toBeUndefined();
    expect(
      again(`[${BROWSER}, { name: x, require: [password, saml] }]`, { proved: ['saml'] }),
    ).toBeDefined();
  });

  it('counts the trust that carried it as held', () => {
    const rules = '[{ when: trusted-ip, name: home, require: password }]';
    expect(again(rules, { ip: 'carried' })).toBeDefined();
    expect(again(rules, { ip: 'held' })).toBeDefined();
    expect(again(rules, { ip: 'not-held' })).toBeUndefined();
    expect(again(rules)).toBeUndefined();
  });

  it('relies on grace only while it lasts and was known to apply', () => {
    const rules = '[{ name: x, require: password + otp }]';
    const without = { hasOtp: false, hasPasskey: false };
    expect(again(rules, without)).toBeDefined();
    expect(again(rules)).toBeUndefined();
    expect(again(rules, without, Date.UTC(2026, 11, 1))).toBeUndefined();
  });

  it('says that its rule binds the session to its address', () => {
    const bound = '[{ name: x, require: password, bind-session-to-ip: true }]';
    expect(again(bound)).toEqual({ bindSessionToIp: true });
    expect(again('[{ name: x, require: password }]')).toEqual({ bindSessionToIp: false });
  });

  it('counts a passkey that did not verify its user beside a password only', () => {
    const proved = ['password', 'passkey'] as const;
    const rules = '[{ name: x, require: passkey }]';
    expect(again(rules, { proved })).toBeUndefined();
    expect(again(rules, { proved, userVerified: true })).toBeDefined();
    expect(again('[{ name: x, require: password + passkey }]', { proved })).toBeDefined();
  });
});
