import { describe, expect, it } from 'vitest';
import { parseDocuments } from './parse-documents.js';

const problemsOf = (text: string) =>
  parseDocuments(text, 'p.yaml').problems.map((problem) => {
    const { line, column, path, message, expected } = problem;
    return `${line}:${column} ${path}: ${message}${expected ? ` [${expected}]` : ''}`;
  });

describe('a document', () => {
  it('has all its errors reported at once, each at its position', () => {
    const text = [
      'domain: A.tld',
      'network: {}',
      'networks:',
      '  office: [10.0.0.1/8, 10.0.0.0/8, 5, "::ffff:10.0.0.0/104", 10.0.0.0/33]',
      '  "bad name": []',
      '  hollow:',
      'groups: { staff: [luca, luca@a.tld] }',
      'rules:',
      '  - name: one',
      '    services: [IMAP, Imap]',
      '    require: [otp, password]',
      '    deny: no',
      '    requires: password',
      '  - require: 5',
      '    when: [trusted-ip, always]',
      '    accounts: []',
      '  - 7',
      '  - { name: "", deny: "", bind-session-to-ip: true }',
      'trust: { ip: { max: 1w, default: 3h, ipv6-prefix: 200 }, device: { max: 1h, default: 2h } }',
      'enrolment: { grace-until: 2027-02-30 }',
      'assert:',
      '  - { never: { with: [pin] }, always: {} }',
      '  - always: { with: [password, saml] }',
      'limits: {}',
      'domain: b.tld',
    ].join('\n');
    expect(problemsOf(text)).toEqual([
      '2:1 network: unknown key "network" [one of domain, extends, networks, groups, rules, assert, trust, enrolment, administrators]',
      '4:12 networks.office[0]: it has host bits set: the range is 10.0.0.0/8',
      '4:36 networks.office[2]: a number where text belongs [text]',
      '4:39 networks.office[3]: a mapped or translated range: write it as IPv4, from 10.0.0.0',
      '4:62 networks.office[4]: the prefix length is not a number from 0 to 32',
      '5:3 networks.bad name: a name is 1 to 64 letters, digits, ".", "_" or "-", and starts with one of the first two',
      '6:10 networks.hollow: nothing where a list belongs [a list]',
      '7:19 groups.staff[0]: the account has no "@"',
      '9:5 rules[0]: must hold exactly one of "require" and "deny"',
      '10:16 rules[0].services[0]: unknown service "IMAP" [one of WebUI, WebAdminUI, Imap, Pop3, Smtp, EAS, Dav, SOAP, Sieve, MobileApp, DesktopApp, Chat, Cli]',
      '11:15 rules[0].require[0]: unknown combination "otp" [one of password, app-password, saml, passkey, password + otp, password + passkey, session]',
      '13:5 rules[0].requires: unknown key "requires" [one of name, accounts, groups, services, from, outside, when, require, deny, bind-session-to-ip]',
      '14:5 rules[1].name: "name" is missing [text]',
      '14:14 rules[1].require: a number where a combination belongs [a combination]',
      '15:24 rules[1].when[1]: unknown trust "always" [one of trusted-ip, trusted-device]',
      '16:15 rules[1].accounts: the list is empty',
      '17:5 rules[2]: a number where a map belongs [a map]',
      '17:5 rules[2]: must hold exactly one of "require" and "deny"',
      '18:13 rules[3].name: must be one line of text, not blank',
      '18:23 rules[3].deny: must be one line of text, not blank',
      '18:27 rules[3].bind-session-to-ip: a rule that denies opens no session',
      '19:21 trust.ip.max: a duration is an integer above 0 and one of s, m, h, d',
      '19:51 trust.ip.ipv6-prefix: too big [at most 128]',
      '19:86 trust.device.default: the default is longer than max [at most 1h]',
      '20:27 enrolment.grace-until: there is no such day',
      '22:5 assert[0]: must hold exactly one of "never" and "always"',
      '22:23 assert[0].never.with[0]: unknown factor "pin" [one of password, app-password, otp, saml, passkey, session]',
      '22:39 assert[0].always.with: "with" is missing [a list]',
      '23:21 assert[1].always.with: no login can present all of these factors',
      '24:1 limits: unknown key "limits" [one of domain, extends, networks, groups, rules, assert, trust, enrolment, administrators]',
      '25:1 domain: duplicate key "domain"',
    ]);
  });

  it.each([
    ['domain: a.tld\ntemplate: t', /exactly one of "domain" and "template"/],
    ['rules: [ { name: x, require: password } ]', /exactly one of "domain" and "template"/],
    ['- domain: a.tld', /exactly one of "domain" and "template"/],
    ['domain: a_b.tld', /domain: the domain is not a valid name/],
    ['domain: 5', /domain: a number where text belongs/],
    ['template: t\nadministrators: { full: [luca@a.tld] }', /unknown key "administrators"/],
    ['template: t\noperators: [luca@a.tld]', /unknown key "operators"/],
    ['template: t\ntrust: none', /text where a map belongs/],
    ['domain: "*"\nadministrators: { full: [luca@a.tld] }', /unknown key "administrators"/],
    ['domain: a.tld\noperators: [luca@a.tld]', /unknown key "operators"/],
    ['domain: a.tld\nadministrators: {}', /the section is empty/],
    ['domain: a.tld\nadministrators: { full: [] }', /the list is empty/],
    ['domain: a.tld\nadministrators: { full: ["*@a.tld"] }', /a pattern: there are none/],
    [
      'domain: a.tld\nrules: [ { name: x, accounts: ["l?ca@a.tld"], require: saml } ]',
      /2:32 rules\[0\].accounts\[0\]: a pattern: there are none/,
    ],
    ['domain: "*"\noperators: ["*@a.tld"]', /a pattern: there are none/],
    ['domain: a.tld\ntrust: some', /unknown value "some" \[a map, or none\]/],
    ['domain: a.tld\nenrolment: { from: everywhere }', /\[a list of networks, or anywhere\]/],
    ['domain: a.tld\nenrolment: { from: [anywhere] }', /2:21 .*"anywhere" is no network/],
    ['domain: a.tld\nnetworks: { anywhere: [10.0.0.0/8] }', /2:13 .*no name of a network/],
    ['domain: a.tld\nenrolment: { app-passwords: true }', /2:14 .*it needs "from"/],
    ['domain: a.tld\nassert: [ { never: { except: {} } } ]', /2:30 .*names nobody/],
    ['domain: a.tld\nassert: [ { never: { unless: [session] } } ]', /unknown trust "session"/],
    ['domain: a.tld\nrules: [ { name: x, when: session, require: saml } ]', /unknown trust/],
    ['domain: "*"\nlimits: { enrolment: {} }', /the section is empty/],
    ['domain: a.tld\nrules: [ { name: x, require: session + otp } ]', /unknown combination/],
    [
      'domain: a.tld\nassert: [ { always: { with: [session, otp] } } ]',
      /no login can present all of these factors/,
    ],
    [
      'domain: a.tld\nassert: [ { always: { with: [passkey, saml] } } ]',
      /no login can present all of these factors/,
    ],
    [
      'domain: a.tld\nassert: [ { always: { with: [password, passkey, otp] } } ]',
      /no login can present all of these factors/,
    ],
    ['template: t\nextends: [u]', /unknown key "extends"/],
    ['domain: a.tld\nguardrails: [ { never: {} } ]', /unknown key "guardrails"/],
    ['domain: "*"\nlimits: {}', /the section is empty/],
    ['domain: a.tld\nenrolment: {}', /the section is empty/],
    ['domain: a.tld\ntrust: { ip: { max: 0h } }', /a duration is an integer above 0/],
    ['domain: a.tld\ntrust: { ip: { max: 36501d } }', /longer than 36500d/],
    [
      'domain: a.tld\nrules: [ { name: x, require: [password, otp] } ]',
      /unknown combination "otp"/,
    ],
    ['domain: a.tld\nrules: [ { name: x } ]', /exactly one of "require" and "deny"/],
    ['domain: a.tld\nrules: [ { name: "a\\nb", require: saml } ]', /one line of text/],
  ])('%j is refused', (text, message) => {
    expect(problemsOf(text).join('\n')).toMatch(message);
  });

  it('is canonical, with its own defaults, and one of several in a text', () => {
    const { documents, problems } = parseDocuments(
      [
        '# first',
        'domain: MÜNCHEN.de.',
        'groups: { g: [Luca@MÜNCHEN.de] }',
        'networks: { n: [&home "2001:DB8::/32", *home] }',
        'trust: { ip: { max: 2h }, device: { default: 1m, max: 1d, per-account: 3 } }',
        'enrolment: { grace-until: 2027-01-31 }',
        '---',
        '{ "template": "t" }',
        '---',
      ].join('\n'),
      'p.yaml',
    );
    expect(problems).toEqual([]);
    expect(documents).toMatchObject([
      {
        kind: 'domain',
        name: 'xn--mnchen-3ya.de',
        file: 'p.yaml',
        line: 2,
        groups: [{ members: [{ name: 'luca@xn--mnchen-3ya.de', line: 3, path: 'groups.g[0]' }] }],
        networks: [{ ranges: ['2001:db8::/32', '2001:db8::/32'] }],
        trust: {
          ip: { default: 7_200_000, max: 7_200_000, perAccount: 5, ipv6Prefix: 64 },
          device: { default: 60_000, max: 86_400_000, perAccount: 3 },
        },
        enrolment: { graceUntil: Date.parse('2027-01-31T00:00:00Z') },
      },
      { kind: 'template', name: 't', line: 8 },
    ]);
  });
});

describe('a text', () => {
  const aliases = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (const [name, other] of ['ba', 'cb', 'dc', 'ed']) {
    aliases.push(`${name}: &${name} [${Array(9).fill(`*${other}`).join()}]`);
  }

  it.each([
    ['nothing at all', '', /holds no document/],
    ['nested lists', '['.repeat(100_000), /1:65 .*nested more than 64 deep/],
    ['nested maps', '{a: '.repeat(100_000), /nested more than 64 deep/],
    ['nested sequences', '- '.repeat(100_000), /nested more than 64 deep/],
    ['aliases of aliases', aliases.join('\n'), /Excessive alias count/],
    ['an alias of what holds it', 'domain: &a { b: *a }', /more than 100000 values/],
    [
      'too many values',
      `domain: a.tld\nrules: [${'5,'.repeat(100_000)}]`,
      /1:1 : it holds more than 100000/,
    ],
    [
      'aliases that make too many',
      `networks: { x: &x [${'1,'.repeat(30_000)}], y: *x, z: *x, w: *x }`,
      /more than 100000 values/,
    ],
    ['commas', `[${','.repeat(524_288)}]`, /1:100003 .*more than 100000 values/],
    ['what is wrong a hundred thousand times', `[${', '.repeat(99_000)}]`, /too many errors/],
    ['more than a mebibyte', `# ${'é'.repeat(524_288)}`, /longer than 1048576 bytes/],
    ['a tag', 'domain: !secret a.tld', /Unresolved tag/],
    ['another version', '%YAML 1.1\n---\ndomain: a.tld', /only YAML 1.2/],
    [
      'a key that is no text',
      'domain: a.tld\nnetworks: { 1: [10.0.0.0/8], "1": [10.0.0.0/8] }',
      /2:13 networks: a key must be text/,
    ],
    [
      "a key that is an object's own",
      'domain: a.tld\nnetworks: { __proto__: [10.0.0.0/8] }',
      /"__proto__" cannot be a key/,
    ],
    ['what is no YAML, and a good document', 'domain: [\n---\ndomain: a.tld', /1:|2:/],
  ])('of %s is refused', (_, text, message) => {
    expect(problemsOf(text).join('\n')).toMatch(message);
  });

  it('of a bad and a good document still gives the good one', () => {
    const { documents, problems } = parseDocuments('a: b: c\n---\ndomain: a.tld', 'p.yaml');
    expect(problems).toHaveLength(1);
    expect(documents).toMatchObject([{ name: 'a.tld', broken: false }]);
  });
});

it('reports as many problems as anybody reads, of a text that holds more', () => {
  const text = `domain: a.tld\nnetworks: { x: [${'1,'.repeat(99_000)}] }`;
  expect(problemsOf(text)).toHaveLength(1000);
});

it('does not read on behind a document that comes again, or behind very many', () => {
  const again = parseDocuments('---\ndomain: a.tld\n'.repeat(20_000), 'p.yaml');
  expect(again.documents.map(({ line }) => line)).toEqual([2, 4]);
  const empty = parseDocuments('---\n'.repeat(20_000), 'p.yaml', 3);
  expect(empty.problems).toMatchObject([
    { line: 4, message: 'more than 3 documents: the rest is not read' },
  ]);
});
