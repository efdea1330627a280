import { describe, expect, it } from 'vitest';
import { mustCompile, tryCompile } from '../testing/compile-text.js';

const problemsOf = (text: string) => tryCompile(text).problems;

describe('a set of documents', () => {
  it('has every unknown name reported at once, broken documents too', () => {
    const text = [
      'domain: a.tld',
      'networks: { office: [10.0.0.0/8] }',
      'groups: { staff: [luca@a.tld, eve@b.tld] }',
      'rules:',
      '  - { name: one, from: [ofice], outside: [office, home], groups: [stuff], require: password }',
      '  - { name: two, accounts: [x@sub.a.tld], when: [trusted-ip, trusted-device], require: saml }',
      '  - { name: one, require: pasword }',
      'trust: { device: { max: 1h } }',
      'enrolment: { from: [lab] }',
      'assert: [ { never: { from: [cellar], accounts: [eve@b.tld] } } ]',
    ].join('\n');
    expect(problemsOf(text)).toEqual([
      '7:27 rules[2].require: unknown combination "pasword" [one of password, app-password, saml, passkey, password + otp, password + passkey, session]',
      '3:31 groups.staff[1]: "eve@b.tld" is not a member of a.tld',
      '5:25 rules[0].from[0]: unknown network "ofice" [office]',
      '5:51 rules[0].outside[1]: unknown network "home" [office]',
      '5:67 rules[0].groups[0]: unknown group "stuff" [staff]',
      '6:29 rules[1].accounts[0]: "x@sub.a.tld" is not a member of a.tld',
      '6:50 rules[1].when[0]: "trusted-ip" is not offered: the document has no such trust',
      '7:5 rules[2]: the rule "one" is defined already at p.yaml:5',
      '9:21 enrolment.from[0]: unknown network "lab" [office]',
      '10:29 assert[0].never.from[0]: unknown network "cellar" [office]',
      '10:49 assert[0].never.accounts[0]: "eve@b.tld" is not a member of a.tld',
    ]);
  });

  it('has what templates lack or define twice reported where they are named', () => {
    const text = [
      'template: web',
      'networks: { proxy: [10.0.0.0/8] }',
      'rules:',
      '  - { name: inside, from: [office], require: password }',
      '  - { name: known, when: trusted-ip, groups: [staff], require: password }',
      '  - { name: known, require: saml }',
      '---',
      'domain: a.tld',
      'extends: [web, missing]',
      'rules: [ { name: x, from: [nowhere], require: saml } ]',
      '---',
      'domain: b.tld',
      'extends: [web]',
      'networks: { proxy: [10.1.0.0/16] }',
      'rules: [ { name: inside, require: saml } ]',
    ].join('\n');
    expect(problemsOf(text)).toEqual([
      '6:5 rules[2]: the rule "known" is defined already at p.yaml:5',
      '9:11 extends[0]: template "web" (p.yaml:4): unknown network "office" [proxy]',
      '9:11 extends[0]: template "web" (p.yaml:5): unknown group "staff" [none is defined]',
      '9:11 extends[0]: template "web" (p.yaml:5): "trusted-ip" is not offered: the document has no such trust',
      '9:16 extends[1]: unknown template "missing"',
      '10:28 rules[0].from[0]: unknown network "nowhere" [proxy]',
      '13:11 extends[0]: the network "proxy" of template "web" (p.yaml:2) is defined already at p.yaml:14',
      '13:11 extends[0]: the rule "inside" of template "web" (p.yaml:4) is defined already at p.yaml:15',
      '13:11 extends[0]: template "web" (p.yaml:4): unknown network "office" [proxy]',
      '13:11 extends[0]: template "web" (p.yaml:5): unknown group "staff" [none is defined]',
      '13:11 extends[0]: template "web" (p.yaml:5): "trusted-ip" is not offered: the document has no such trust',
    ]);
  });

  it.each([
    [
      'domain: a.tld\n---\ndomain: A.TLD.',
      /4:1|3:1 domain: the domain "a.tld" has a document already, at p.yaml:1/,
    ],
    ['template: t\n---\ntemplate: t', /3:1 template: the template "t" has a document already/],
    [
      'domain: "*"\nrules: [ { name: x, accounts: [a@b.tld], require: saml } ]',
      /not a member of "\*"/,
    ],
    [
      'domain: "*"\nguardrails: [ { never: { from: [office] } } ]',
      /guardrails\[0\]\.never\.from\[0\]: unknown network/,
    ],
    ['domain: a.tld\nassert: [ { never: { accounts: [a@b.tld] } } ]', /not a member of a.tld/],
  ])('%j is refused', (text, message) => {
    expect(problemsOf(text).join('\n')).toMatch(message);
  });

  it("lets a template and its documents use each other's networks and groups, rules in order", () => {
    const policy = mustCompile(
      [
        'domain: a.tld',
        'extends: [second, first]',
        'networks: { office: [10.0.0.128/25, 10.0.0.0/25, 10.0.1.0/24, 10.0.2.1/32, 10.0.0.64/26, "::/0"] }',
        'groups: { staff: [b@a.tld, a@a.tld] }',
        'rules:',
        '  - { name: own, from: [shared], require: password }',
        '  - { name: mine, groups: [staff], accounts: [a@a.tld, c@a.tld], services: [Imap, EAS], deny: No. }',
        '---',
        'template: first',
        'networks: { shared: [192.0.2.0/24] }',
        'rules: [ { name: last, outside: [office], require: [saml, saml] } ]',
        '---',
        'template: second',
        'rules: [ { name: middle, from: [office], require: saml } ]',
      ].join('\n'),
    ).get('a.tld')?.compiled;
    expect(policy?.rules.map(({ name, template, line }) => [name, template, line])).toEqual([
      ['own', null, 6],
      ['mine', null, 7],
      ['middle', 'second', 14],
      ['last', 'first', 11],
    ]);
    expect(policy?.memberSets).toEqual([
      {
        accounts: ['a@a.tld', 'c@a.tld'],
        groups: ['staff'],
        members: ['a@a.tld', 'c@a.tld', 'b@a.tld'],
      },
    ]);
    const ones = 0xffffffff;
    expect(policy?.rangeSets).toEqual([
      { names: ['shared'], v4: [0xc0000200, 0xc00002ff], v6: [] },
      {
        names: ['office'],
        v4: [0x0a000000, 0x0a0001ff, 0x0a000201, 0x0a000201],
        v6: [0, 0, 0, 0, ones, ones, ones, ones],
      },
    ]);
    expect(policy?.rules[3]?.require).toEqual(['saml']);
  });
});
