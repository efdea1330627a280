import { describe, expect, it } from 'vitest';
import { mustCompile } from '../testing/compile-text.js';
import { warnPolicy } from './warn-policy.js';

const TRUST = 'trust: { ip: { max: 1h }, session: { max: 8h } }';

/** The warnings of a document with an office, a webmail and these rules: line and kind. */
function warningsOf(rules: readonly string[], settings: readonly string[] = []): string[] {
  const text = [
    'domain: a.tld',
    'networks: { office: [203.0.113.0/24], webmail: [192.0.2.40/32] }',
    'rules:',
    ...rules.map((rule) => `  - { ${rule} }`),
    ...settings,
  ].join('\n');
  const { compiled } = mustCompile(text).get('a.tld') ?? {};
  if (compiled === undefined) throw new Error('not compiled');
  return warnPolicy(compiled).map(({ line, kind }) => `${line} ${kind}`);
}

const OFFICE = 'name: office, from: [office], require: password';
const WEB = 'name: web, services: [WebUI], require: password + otp';
const ENROL = 'enrolment: { from: [office] }';

describe('taken-earlier', () => {
  it.each([
    [
      'an app password in the office',
      OFFICE,
      'name: phones, services: [EAS, Imap], require: app-password',
      true,
    ],
    [
      'an administrators’ page for less',
      OFFICE,
      'name: admin, services: [WebAdminUI], require: password + otp',
      true,
    ],
    [
      'one that names services',
      `${OFFICE.replace('from', 'services: [EAS], from')}`,
      'name: phones, services: [EAS], require: app-password',
      false,
    ],
    [
      'an app password in both',
      OFFICE.replace('password', '[password, app-password]'),
      'name: phones, services: [EAS], require: app-password',
      false,
    ],
    [
      'no less than the later asks',
      OFFICE.replace('password', 'saml'),
      'name: admin, services: [WebAdminUI], require: [saml, password + otp]',
      false,
    ],
    [
      'a rule that denies',
      'name: office, from: [office], deny: Not here.',
      'name: phones, services: [EAS], require: app-password',
      false,
    ],
    [
      'other addresses',
      OFFICE,
      'name: phones, services: [EAS], outside: [office], require: app-password',
      false,
    ],
  ])('of %s', (_, earlier, later, warned) => {
    const kinds = warningsOf([earlier, later], [ENROL]);
    expect(kinds.includes('5 taken-earlier')).toBe(warned);
  });

  it('names the rules, a login, and what to do', () => {
    const text = `domain: a.tld
networks: { office: [203.0.113.0/24] }
rules:
  - { name: office, from: [office], require: password }
  - { name: phones, services: [EAS, Imap], require: app-password }`;
    const { compiled } = mustCompile(text).get('a.tld') ?? {};
    const [warning] = compiled ? warnPolicy(compiled) : [];
    expect(warning?.message).toBe(
      '"office" (p.yaml:4) comes first and takes logins that "phones" is for, such as Imap from 203.0.113.0: put "phones" before it, or name its services',
    );
  });
});

describe('cannot-enrol', () => {
  it.each([
    ['no enrolment', [WEB], [], true],
    ['grace alone', [WEB], ['enrolment: { grace-until: 2027-01-31 }'], true],
    ['a passkey, and none', ['name: web, services: [WebUI], require: passkey'], [], true],
    [
      'a place where nothing is verified',
      [WEB.replace('require', 'outside: [office], require')],
      [ENROL],
      true,
    ],
    ['a place that a page is opened from', [WEB], [ENROL], false],
    ['anywhere', [WEB], ['enrolment: { from: anywhere }'], false],
    [
      'another way in',
      ['name: web, services: [WebUI], require: [password + otp, saml]'],
      [],
      false,
    ],
    [
      'SAML inside',
      [
        WEB.replace('require', 'outside: [office], require'),
        'name: in, services: [WebUI], require: saml',
      ],
      [ENROL],
      false,
    ],
    ['a mail program alone inside', [WEB.replace('WebUI', 'Imap')], [ENROL], true],
  ])('of %s', (_, rules, settings, warned) => {
    expect(warningsOf(rules, settings).includes('4 cannot-enrol')).toBe(warned);
  });
});

describe('unobtainable-trust', () => {
  const home = 'name: home, when: trusted-ip, services: [Imap], require: password';
  const mail = 'name: mail, services: [Imap], from: [webmail], require: session';
  it.each([
    ['a trusted address and no page', [home], true],
    ['a session and no page', [mail], true],
    [
      'a page on app passwords',
      [home, 'name: app, services: [MobileApp], require: app-password'],
      true,
    ],
    ['a page on that trust alone', [home.replace('[Imap]', '[Imap, WebUI]')], true],
    ['a page on a password', [home, 'name: web, services: [WebUI], require: password'], false],
    ['a page on a passkey', [mail, 'name: web, services: [WebUI], require: passkey'], false],
  ])('of %s', (_, rules, warned) => {
    expect(warningsOf(rules, [TRUST]).includes('4 unobtainable-trust')).toBe(warned);
  });
});

describe('settings', () => {
  it('cause a warning if a password alone is enough for much', () => {
    expect(warningsOf([WEB], ['enrolment: { from: anywhere }'])).toEqual(['5 enrol-anywhere']);
    const app = 'enrolment: { from: [office], app-passwords: true }';
    expect(warningsOf([WEB], [app])).toEqual(['5 password-makes-app-password']);
    expect(warningsOf([WEB], [ENROL])).toEqual([]);
  });

  it('cause a warning if they keep OpenID Connect clients from sessions', () => {
    const bound = `${WEB}, bind-session-to-ip: true`;
    expect(warningsOf([bound], [ENROL, TRUST])).toEqual(['4 bound-session']);
    expect(warningsOf([bound], [ENROL])).toEqual([]);
  });
});
