import { expect, it } from 'vitest';
import { compileSet } from '../compile/compile-set.js';
import { parseDocuments } from '../read/parse-documents.js';
import { warnPolicy } from './warn-policy.js';

/** All warnings about the documents of a text. */
function warningsOf(text: string): string[] {
  const { compiled, warnings, problems } = compileSet(parseDocuments(text, 'p.yaml').documents);
  expect(problems).toEqual([]);
  const all = [...warnings, ...[...compiled.values()].flatMap((policy) => warnPolicy(policy))];
  return all.map(({ line, column, kind, message }) => `${line}:${column} ${kind}: ${message}`);
}

it('warns of what is allowed but probably not meant', () => {
  const text = [
    'domain: a.tld',
    'extends: [web]',
    'networks:',
    '  office: [203.0.113.0/24]',
    '  desk: [203.0.113.7/32, 198.51.100.0/24]',
    '  world: ["::/0"]',
    '  spare: [192.0.2.0/24]',
    'groups: { idle: [luca@a.tld] }',
    'rules:',
    '  - { name: office, from: [office], require: password }',
    '  - { name: desk, from: [desk], services: [WebUI], require: saml }',
    '  - { name: nowhere, from: [office], outside: [office], require: password }',
    '  - { name: late, from: [office], services: [Imap], deny: Too late. }',
    '  - { name: six, from: [world], services: [Pop3], require: [saml, password] }',
    '  - { name: rest, outside: [office], services: [Imap], require: password }',
    '  - { name: home, when: trusted-ip, services: [Imap], require: password }',
    '  - { name: mine, accounts: [luca@a.tld], services: [Smtp], require: password }',
    'trust:',
    '  ip: { default: 1h, max: 49h }',
    '---',
    'template: web',
    'rules:',
    '  - { name: outer, services: [Imap], outside: [office, desk], require: app-password }',
  ].join('\n');
  expect(warningsOf(text)).toEqual([
    '7:3 unused-network: nothing uses the network "spare"',
    '8:11 unused-group: nothing uses the group "idle"',
    '11:5 overlapping-ranges: the networks of "desk" overlap with those of "office" (p.yaml:10), which decides differently, and first, from 203.0.113.7',
    '12:5 unreachable: the rule "nowhere" never matches: no address is left to it',
    '13:5 unreachable: the rule "late" never matches: shadowed by "office" (p.yaml:10)',
    '14:5 open-password: the rule "six" lets a password alone in from everywhere',
    '15:5 open-password: the rule "rest" lets a password alone in from everywhere',
    '16:5 unreachable: the rule "home" never matches: shadowed by "office" (p.yaml:10), "rest" (p.yaml:15)',
    '17:5 open-password: the rule "mine" lets a password alone in from everywhere',
    '19:3 long-trust: an address can be trusted for 49h: others may have it by then',
    '23:5 unreachable: the rule "outer" never matches: shadowed by "rest" (p.yaml:15)',
  ]);
});

it('does not warn without a reason', () => {
  const text = [
    'domain: a.tld',
    'networks: { office: [203.0.113.0/24], lab: [203.0.113.0/28], half: [0.0.0.0/1, "8000::/1"], hall: [10.0.0.0/8] }',
    'enrolment: { from: [hall] }',
    'groups: { staff: [luca@a.tld] }',
    'rules:',
    '  - { name: office, from: [office], services: [WebUI], require: password }',
    '  - { name: lab, from: [lab], services: [Imap], require: saml }',
    '  - { name: staff, from: [lab], groups: [staff], services: [SOAP], require: saml }',
    '  - { name: others, from: [office], accounts: [anna@a.tld], services: [SOAP], require: password }',
    '  - { name: half, from: [half], services: [Pop3], require: password }',
    '  - { name: home, when: trusted-ip, require: password }',
    '  - { name: web, services: [WebUI], require: password + otp }',
    'trust: { ip: { max: 48h }, device: { max: 400d } }',
  ].join('\n');
  expect(warningsOf(text)).toEqual([]);
});

it('gives up on a document that would take too long, and says so', () => {
  const text =
    'domain: a.tld\nrules: [{ name: x, services: [Imap], deny: no }, { name: y, require: saml }]';
  const [policy] = compileSet(parseDocuments(text, 'p.yaml').documents).compiled.values();
  if (policy === undefined) throw new Error('not compiled');
  expect(warnPolicy(policy)).toEqual([]);
  expect(warnPolicy(policy, 10)).toMatchObject([{ kind: 'not-looked-through', line: 1 }]);
});
