import { describe, expect, it } from 'vitest';
import { mustCompile } from '../testing/compile-text.js';
import { reportOnce } from './report-once.js';
import { verifyPolicy } from './verify-policy.js';

const NOW = Date.UTC(2026, 10, 28);

/** What is said of each demand that does not hold, of every document of a text. */
function failuresOf(text: string): string[] {
  const policies = [...mustCompile(text).values()].map(({ compiled }) => compiled);
  const star = policies.find(({ domain }) => domain === '*') ?? null;
  return policies.flatMap((policy) =>
    verifyPolicy({ policy, star, now: NOW }).map(({ line, message }) => `${line}: ${message}`),
  );
}

/** A webmail's document; `web` is what a page takes, `demand` an assertion. */
const webmail = (web: string, demand: string) => `
domain: n.example
networks: { office: [203.0.113.0/24], webmail: [192.0.2.40/32] }
rules:
  - { name: webmail, services: [Imap], from: [webmail], require: session }
  - { name: office, from: [office], require: password }
  - { name: web, services: [WebUI], ${web} }
trust: { ip: { max: 1h }, session: { max: 8h } }
enrolment: { from: [office], grace-until: 2027-01-31 }
assert: [ ${demand} ]
`;

const NEVER = 'never: { services: [Imap], outside: [office], with: [password] }';

describe('a session stands for its sign-in', () => {
  it('that a password alone opens: both connections are shown', () => {
    const [failure] = failuresOf(webmail('require: password', `{ ${NEVER} }`));
    expect(failure).toBe(
      '10: someone@n.example at WebUI from 192.0.2.1 is let in on password: rule "web" (p.yaml:7), and the session opens Imap from 192.0.2.40: rule "webmail" (p.yaml:5)',
    );
  });

  it('in the grace period, too', () => {
    const [failure] = failuresOf(webmail('require: password + otp', `{ ${NEVER} }`));
    expect(failure).toContain('WebUI from 192.0.2.1 is let in on password in the grace period');
  });

  it.each([
    ['outside the region', 'require: saml', NEVER],
    ['on more factors', 'require: passkey', NEVER],
    ['at a service where none is taken', 'require: password', NEVER.replace('Imap', 'Smtp')],
    [
      'on an app password: that gives no session',
      'require: app-password',
      NEVER.replace('[password]', '[app-password]'),
    ],
    [
      'on an app password with a passkey beside it',
      'require: [app-password, password + passkey]',
      NEVER.replace('[password]', '[app-password, passkey]'),
    ],
    [
      'on trust that the demand leaves out',
      'when: trusted-ip, require: password',
      NEVER.replace('with', 'unless: [trusted-ip], with'),
    ],
    [
      'of an account that the demand leaves out',
      'accounts: [anna@n.example], require: password',
      NEVER.replace('with', 'except: { accounts: [anna@n.example] }, with'),
    ],
  ])('and not for one %s', (_, web, never) => {
    expect(failuresOf(webmail(web, `{ ${never} }`))).toEqual([]);
  });
});

describe('the use of a session', () => {
  it.each([
    ['never: { services: [Imap], with: [session] }', 'Imap from 192.0.2.40 is let in on session'],
    ['never: { services: [Imap], from: [webmail] }', 'Imap from 192.0.2.40 is let in on session'],
    ['always: { services: [Imap], with: [session] }', 'is not let in on session'],
  ])('is a connection at its own address: %s', (demand, said) => {
    expect(failuresOf(webmail('require: passkey', `{ ${demand} }`)).join()).toContain(said);
  });

  it.each([
    'never: { outside: [webmail], with: [session] }',
    'always: { services: [Imap], from: [webmail], with: [session] }',
  ])('is where it is taken, and nowhere else: %s', (demand) => {
    expect(failuresOf(webmail('require: password', `{ ${demand} }`))).toEqual([]);
  });
});

describe('a guardrail', () => {
  const star = (demand: string) => `
domain: "*"
rules: [ { name: star, services: [WebUI], require: saml } ]
guardrails: [ ${demand} ]
---
domain: a.example
groups: { g: [eve@a.example] }
rules:
  - { name: eve, groups: [g], services: [WebAdminUI], require: password }
  - { name: anna, accounts: [anna@a.example], services: [WebAdminUI], require: password }
`;

  it('binds the accounts that it names, and no others', () => {
    const named = failuresOf(
      star('{ never: { accounts: [anna@a.example, bea@b.example], with: [password] } }'),
    );
    expect(named).toEqual([
      expect.stringContaining('anna@a.example at WebAdminUI from 192.0.2.1 is let in on password'),
    ]);
  });

  it('does not bind those it excepts', () => {
    const all = '{ accounts: [anna@a.example, eve@a.example] }';
    const only = '{ accounts: [anna@a.example] }';
    const demand = (except: string) => `{ never: { except: ${except}, with: [password] } }`;
    expect(failuresOf(star(demand(all)))).toEqual([]);
    expect(failuresOf(star(demand(only)))).toEqual([
      expect.stringContaining('eve@a.example at WebAdminUI'),
    ]);
  });
});

it('a passkey beside a password is one factor more than either', () => {
  const text = (demand: string) =>
    `domain: n1.example
rules: [ { name: web, services: [WebUI], require: [password + passkey, passkey] } ]
enrolment: { from: anywhere, grace-until: 2027-01-31 }
assert: [ ${demand} ]`;
  const holds = [
    '{ never: { services: [WebUI], with: [password, otp] } }',
    '{ always: { services: [WebUI], with: [passkey] } }',
    '{ always: { services: [WebUI], with: [password, passkey] } }',
  ];
  expect(failuresOf(text(holds.join(', ')))).toEqual([]);
  expect(failuresOf(text('{ never: { services: [WebUI], with: [passkey] } }'))).toHaveLength(1);
});

describe('a limit', () => {
  const star = `
domain: "*"
rules: [ { name: star, services: [WebUI], require: saml } ]
limits: { trust: { session: { max: 8h } }, enrolment: { anywhere: false } }
---
`;

  it('bounds sessions and forbids enrolment from anywhere', () => {
    const own = 'domain: a.tld\ntrust: { session: { max: 9h } }\nenrolment: { from: anywhere }';
    expect(failuresOf(star + own)).toEqual([
      '4: a.tld: trust.session.max 9h (p.yaml:7) goes beyond the limit 8h',
      '4: a.tld: enrolment.from anywhere (p.yaml:8) is forbidden by the limit enrolment.anywhere',
    ]);
  });

  it('is reported at its line in a template, in the same words for each domain', () => {
    const template = 'template: t\ntrust: { session: { max: 9h } }\n---\n';
    const domains = ['a', 'b'].map((name) => `domain: ${name}.tld\nextends: [t]\n---\n`).join('');
    const said = '7: template "t": trust.session.max 9h (p.yaml:7) goes beyond the limit 8h';
    expect(failuresOf(star + template + domains)).toEqual([said, said]);
    const told = { file: 'p.yaml', line: 7, column: 1, message: 'too long', template: 't' };
    expect(reportOnce([told, { ...told, template: '' }, told])).toEqual([
      { ...told, message: 'too long, in 2 domains' },
      { ...told, template: '' },
    ]);
  });
});
