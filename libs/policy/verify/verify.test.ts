import { describe, expect, it } from 'vitest';
import { mustCompile, toYaml } from '../testing/compile-text.js';
import { readStory } from '../testing/story.js';
import type { Failure } from './failure.js';
import { verifyPolicy } from './verify-policy.js';

const NOW = Date.parse('2026-11-23T12:00:00Z');

/** What every document of a text fails, as lines. */
function failuresOf(text: string, now = NOW): string[] {
  const policies = mustCompile(text);
  const star = policies.get('*')?.compiled ?? null;
  return [...policies.values()].flatMap(({ compiled }) => {
    return verifyPolicy({ policy: compiled, star, now }).map(lineOf);
  });
}
const lineOf = ({ line, kind, message }: Failure) => `${line} ${kind}: ${message}`;

describe('the stories', () => {
  it.each(['company', 'factors', 'home-address', 'isp', 'strict'])(
    '%s holds what it asserts',
    (name) => {
      expect(failuresOf(toYaml(readStory(name).policies))).toEqual([]);
    },
  );

  it('refuse a document that a guardrail forbids', () => {
    const { policies, refused } = readStory('strict');
    const text = toYaml([...policies, ...(refused ?? []).map(({ document }) => document)]);
    expect(failuresOf(text)).toEqual([
      '5 never: someone@loose.example at WebAdminUI from 192.0.2.1 is let in on password: rule "anyone" (p.yaml:7)',
    ]);
  });
});

const rules = (...lines: string[]) =>
  [
    'domain: a.tld',
    'networks:',
    '  office: [203.0.113.0/24]',
    '  annex: [203.0.113.128/25, 203.0.114.0/24]',
    'groups: { staff: [anna@a.tld, luca@a.tld] }',
    'trust: { ip: { max: 48h, ipv6-prefix: 64 }, device: { max: 30d } }',
    ...lines,
  ].join('\n');

describe('a demand that does not hold', () => {
  it.each<[string, string[], string[]]>([
    [
      'is shown with the address just outside, and the trust that opens it',
      [
        'rules:',
        '  - { name: office, from: [office], require: password }',
        '  - { name: home, when: trusted-device, services: [Imap], require: [saml, password] }',
        'assert:',
        '  - never: { services: [Imap, Smtp], outside: [office], unless: [trusted-ip], with: [password] }',
      ],
      [
        '11 never: someone@a.tld at Imap from 192.0.2.1, holding trusted-device is let in on password: rule "home" (p.yaml:9)',
      ],
    ],
    [
      'is shown where two networks differ',
      [
        'rules:',
        '  - { name: annex, from: [annex], require: password }',
        'assert:',
        '  - never: { outside: [office], from: [annex], with: [password] }',
        '  - always: { services: [SOAP], from: [office], with: [password, otp] }',
      ],
      [
        '10 never: someone@a.tld at SOAP from 203.0.114.0 is let in on password: rule "annex" (p.yaml:8)',
        '11 always: someone@a.tld at SOAP from 203.0.113.0 is not let in on password + otp: no rule matches',
      ],
    ],
    [
      'counts any factors where none are named',
      [
        'rules: [ { name: web, services: [WebUI], require: saml } ]',
        'assert: [ { never: { services: [WebUI] } } ]',
      ],
      ['8 never: someone@a.tld at WebUI from 192.0.2.1 is let in on saml: rule "web" (p.yaml:7)'],
    ],
    [
      'is about the one account that an earlier rule shuts out',
      [
        'rules:',
        '  - { name: not anna, accounts: [anna@a.tld], deny: No. }',
        '  - { name: staff, groups: [staff], require: password }',
        'assert: [ { always: { groups: [staff], with: [password] } } ]',
      ],
      [
        '10 always: anna@a.tld at WebUI from 192.0.2.1 is not let in on password: rule "not anna" (p.yaml:8)',
      ],
    ],
    [
      'is about accounts that nothing names',
      [
        'rules:',
        '  - { name: staff, groups: [staff], require: saml }',
        '  - { name: rest, require: app-password }',
        'assert: [ { never: { with: [app-password, otp] } } ]',
      ],
      [
        '10 never: someone@a.tld at WebUI from 192.0.2.1 is let in on app-password: rule "rest" (p.yaml:9)',
      ],
    ],
  ])('%s', (_, lines, expected) => {
    expect(failuresOf(rules(...lines))).toEqual(expected);
  });
});

describe('a grace period', () => {
  const text = rules(
    'rules: [ { name: web, services: [WebUI], require: password + otp } ]',
    'enrolment: { grace-until: 2027-01-31 }',
    'assert:',
    '  - never: { services: [WebUI], with: [password] }',
    '  - always: { services: [WebUI], with: [password] }',
  );
  const end = Date.parse('2027-01-31T00:00:00Z');

  it('is counted by never until it has ended, and never by always', () => {
    const always =
      '11 always: someone@a.tld at WebUI from 192.0.2.1 is not let in on password: rule "web" (p.yaml:7)';
    expect(failuresOf(text, end - 1)).toEqual([
      '10 never: someone@a.tld at WebUI from 192.0.2.1 is let in on password in the grace period: rule "web" (p.yaml:7)',
      always,
    ]);
    expect(failuresOf(text, end)).toEqual([always]);
  });
});

describe('a grace period of a group', () => {
  const text = [
    'domain: a.tld',
    'groups: { directors: [anna@a.tld, luca@a.tld], helpers: [luca@a.tld] }',
    'rules: [ { name: web, services: [WebUI], require: password + otp } ]',
    'enrolment:',
    '  grace-until: 2027-01-31',
    '  grace-groups: { directors: 2027-02-28, helpers: 2027-01-15 }',
    'assert:',
    '  - never: { services: [WebUI], with: [password] }',
  ].join('\n');
  const never = (who: string) =>
    `8 never: ${who}@a.tld at WebUI from 192.0.2.1 is let in on password in the grace period: rule "web" (p.yaml:3)`;

  it.each([
    ['2027-01-15', [never('someone')]],
    ['2027-01-31', [never('anna')]],
    ['2027-02-28', []],
  ])('is in place of everybody else’s, and of several the earliest: %s', (day, expected) => {
    expect(failuresOf(text, Date.parse(`${day}T00:00:00Z`))).toEqual(expected);
  });

  it('ends as early for a member of two groups as for one of the earlier alone', () => {
    const helpers = text.replace('{ services', '{ groups: [helpers], services');
    const end = Date.parse('2027-01-15T00:00:00Z');
    expect(failuresOf(helpers, end - 1)).toEqual([never('luca')]);
    expect(failuresOf(helpers, end)).toEqual([]);
  });
});

describe('addresses', () => {
  /** All of IPv6 but ::ffff:0:0/96, which no connection comes from. */
  const everyIpv6: string[] = [];
  for (let prefix = 1; prefix <= 96; prefix++) {
    const mapped = prefix > 80;
    const sibling = (mapped ? 0xffffn : 0n) << 32n;
    const kept = (sibling >> BigInt(128 - prefix)) ^ 1n;
    const hex = (kept << BigInt(128 - prefix)).toString(16).padStart(32, '0');
    everyIpv6.push(
      `"${new URL(`http://[${(hex.match(/.{4}/g) ?? []).join(':')}]`).hostname.slice(1, -1)}/${prefix}"`,
    );
  }
  const text = (networks: string[]) =>
    [
      'domain: a.tld',
      `networks: { all: [0.0.0.0/0, ${networks.join(', ')}] }`,
      'rules: [ { name: all, from: [all], require: password } ]',
      'assert: [ { always: { with: [password] } } ]',
    ].join('\n');

  it('of IPv6 exclude the mapped ones', () => {
    expect(failuresOf(text(everyIpv6))).toEqual([]);
    expect(failuresOf(text(everyIpv6.slice(1)))).toEqual([
      '4 always: someone@a.tld at WebUI from 8000:: is not let in on password: no rule matches',
    ]);
    expect(failuresOf(text(everyIpv6.slice(0, -1)))).toHaveLength(1);
  });
});

describe('guardrails and limits', () => {
  const star = [
    'domain: "*"',
    'networks: { office: [10.0.0.0/8] }',
    'rules: [ { name: inside, from: [office], require: password } ]',
    'guardrails: [ { never: { outside: [office], with: [password] } } ]',
    'limits:',
    '  trust: { ip: { max: 24h, ipv6-prefix: 64 }, device: { max: 7d } }',
    '  enrolment: { grace-until: 2027-01-01 }',
    '---',
  ].join('\n');

  it('mean by a name what "*" means by it', () => {
    const own =
      'domain: a.tld\nnetworks: { office: [11.0.0.0/8] }\nrules: [ { name: x, from: [office], require: password } ]';
    expect(failuresOf(`${star}\n${own}`)).toEqual([
      '4 never: someone@a.tld at WebUI from 11.0.0.0 is let in on password: rule "x" (p.yaml:11)',
    ]);
  });

  it('bind every setting, in any document', () => {
    const within = [
      'domain: a.tld',
      'trust: { ip: { max: 24h, ipv6-prefix: 64 }, device: { max: 7d } }',
      'enrolment: { grace-until: 2027-01-01 }',
    ].join('\n');
    expect(failuresOf(`${star}\n${within}`)).toEqual([]);
    const beyond = [
      'domain: a.tld',
      'trust: { ip: { max: 25h, ipv6-prefix: 63 }, device: { max: 8d } }',
      'groups: { directors: [anna@a.tld] }',
      'enrolment: { grace-until: 2027-01-02, grace-groups: { directors: 2027-01-03 } }',
    ].join('\n');
    const limit = (what: string) => `5 limit: a.tld: ${what}`;
    expect(failuresOf(`${star}\n${beyond}`)).toEqual([
      limit('trust.ip.max 25h (p.yaml:10) goes beyond the limit 1d'),
      limit('trust.device.max 8d (p.yaml:10) goes beyond the limit 7d'),
      limit('trust.ip.ipv6-prefix /63 (p.yaml:10) goes beyond the limit /64'),
      limit('enrolment.grace-until 2027-01-02 (p.yaml:12) goes beyond the limit 2027-01-01'),
      limit(
        'enrolment.grace-groups.directors 2027-01-03 (p.yaml:12) goes beyond the limit 2027-01-01',
      ),
    ]);
  });
});

it('does not count an assert as proved if deciding it takes too long', () => {
  const text =
    'domain: a.tld\nrules: [{ name: x, require: saml }]\nassert: [{ never: { with: [otp] } }]';
  const policy = mustCompile(text).get('a.tld')?.compiled;
  if (policy === undefined) throw new Error('not compiled');
  expect(verifyPolicy({ policy, star: null, now: NOW })).toEqual([]);
  const failures = verifyPolicy({ policy, star: null, now: NOW, mostWork: 10 });
  expect(failures).toMatchObject([{ kind: 'undecided', domain: 'a.tld' }]);
});
