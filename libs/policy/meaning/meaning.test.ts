import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkMeaning, meaningArbitrary } from '../judge/compare-meanings.js';
import { mustCompile } from '../testing/compile-text.js';
import { readExamples } from '../testing/read-examples.js';
import { TooMuchWork } from '../verify/work.js';
import { type Meaning, meaningOf } from './meaning-of.js';

const NOW = Date.UTC(2026, 10, 29);
const BEFORE = `domain: a.tld
networks:
  office: [203.0.113.0/24, "2001:db8:a::/48"]
  vpn: [10.8.0.0/16]
  desk: [198.51.100.10/32]
groups: { directors: [anna@a.tld, luca@a.tld] }
rules:
  - { name: office, from: [office], require: password }
  - { name: soap, accounts: [helpdesk@a.tld], services: [SOAP], from: [desk], require: password }
  - { name: vpn, from: [vpn], services: [Imap], require: password }
  - { name: home, when: trusted-ip, services: [Smtp], require: password }
  - { name: web, services: [WebUI], require: [password + otp, saml] }
trust: { ip: { max: 48h }, session: { max: 8h } }
`;

function compiled(text: string, domain = 'a.tld') {
  return mustCompile(text).get(domain)?.compiled ?? null;
}

function meaningFrom(before: string, after: string): Meaning {
  const [was, is] = [compiled(before), compiled(after)];
  return meaningOf({ domain: 'a.tld', before: was, after: is, now: NOW });
}

const textsOf = ({ sentences }: Meaning) => sentences.map(({ text }) => text);
const saidOf = (from: string, to: string) => textsOf(meaningFrom(BEFORE, BEFORE.replace(from, to)));

it('names the accounts that a change excludes, and shows a connection with the rules before and after', () => {
  const to = '- { name: desk, accounts: [helpdesk@a.tld], from: [vpn], services: [Imap], require';
  const after = BEFORE.replace('- { name: vpn, from: [vpn], services: [Imap], require', to);
  const meaning = meaningFrom(BEFORE, after);
  expect(textsOf(meaning)).toEqual([
    'From vpn, Imap with a password is no longer allowed, except for helpdesk@.',
  ]);
  expect(meaning.settings).toEqual([]);
  expect(meaning.sentences[0]).toMatchObject({
    change: 'refused',
    accounts: { everybody: true, named: ['helpdesk@a.tld'] },
    services: ['Imap'],
    addresses: [{ first: { text: '10.8.0.0' }, last: { text: '10.8.255.255' } }],
    trusts: null,
    periods: null,
    example: {
      ...{ account: 'someone@a.tld', service: 'Imap', address: '10.8.0.0', present: ['password'] },
      before: { decision: 'ALLOW', rule: { name: 'vpn', file: 'p.yaml', line: 10 } },
      after: { decision: 'DENY', reason: 'NO_RULE', rule: null },
    },
  });
});

it('says nothing of the same policy in other words', () => {
  const before = `${BEFORE}enrolment: { from: [office] }\n`;
  const after = before
    .replaceAll('name: ', 'name: now ')
    .replaceAll('office', 'hq')
    .replace('[password + otp, saml]', '[saml, password + otp]')
    .replace('203.0.113.0/24', '203.0.113.0/25, 203.0.113.128/25')
    .replace('48h', '2d')
    .replace('groups: { directors: [anna@a.tld, luca@a.tld] }\n', '')
    .replace('  - { name: now web', '  - { name: never, from: [hq], deny: Not here. }\n$&');
  expect(meaningFrom(before, after)).toEqual({ sentences: [], settings: [] });
});

it('says exactly what is presented', () => {
  expect(saidOf('[password + otp, saml]', 'password')).toEqual([
    'From outside office, WebUI with single sign-on (SAML) is no longer allowed.',
    'From outside office, WebUI with a password without a code is now allowed.',
  ]);
  expect(saidOf('[password + otp, saml]', '[password + otp, passkey]')).toEqual([
    'From outside office, WebUI with single sign-on (SAML) is no longer allowed.',
    'From outside office, WebUI with a password and a passkey, or with a passkey alone, is now allowed.',
  ]);
  expect(
    saidOf('services: [Imap], require: password', 'services: [Imap], require: session'),
  ).toEqual([
    'From vpn, Imap with a password is no longer allowed.',
    'From vpn, Imap with a session is now allowed.',
  ]);
});

it('distinguishes a network before and after the change', () => {
  expect(saidOf('10.8.0.0/16', '10.8.0.0/15')).toEqual([
    'From what is new in vpn, Imap with a password is now allowed.',
  ]);
  expect(saidOf('from: [vpn], services', 'outside: [vpn, office], services')).toEqual([
    'From vpn, Imap with a password is no longer allowed.',
    'From outside office and vpn, Imap with a password is now allowed.',
  ]);
});

it('says on which trust, and for whom', () => {
  expect(
    saidOf('when: trusted-ip, services: [Smtp]', 'when: trusted-ip, services: [Smtp, Dav]'),
  ).toEqual([
    'From outside office, where the address is trusted, Dav with a password is now allowed.',
  ]);
  const rule = '  - { name: board, groups: [directors], services: [WebUI], deny: Closed. }\n';
  expect(saidOf('  - { name: web', `${rule}  - { name: web`)).toEqual([
    'From outside office, WebUI with a password and a code, or with single sign-on (SAML), is no longer allowed, for the group directors.',
  ]);
});

it('says until when, and to whom a grace period matters', () => {
  const enrolment = 'enrolment: { from: [vpn], grace-until: 2027-01-31 }\n';
  const meaning = meaningFrom(BEFORE, BEFORE + enrolment);
  expect(textsOf(meaning)).toEqual([
    'From outside office, WebUI with a password alone (people without a second factor) is now allowed, until 2027-01-31.',
    'From vpn, WebUI now lets people without a second factor set one up after their password, from 2027-01-31.',
  ]);
  expect(meaning.settings).toEqual([
    { setting: 'enrolment.from', before: null, after: 'vpn' },
    { setting: 'enrolment.grace-until', before: null, after: '2027-01-31' },
  ]);
  const groups =
    'enrolment: { grace-until: 2027-01-31, grace-groups: { directors: 2027-02-28 } }\n';
  const later = meaningFrom(BEFORE + enrolment.replace('from: [vpn], ', ''), BEFORE + groups);
  expect(textsOf(later)).toEqual([
    'From outside office, WebUI with a password alone (people without a second factor) is now allowed, for the group directors, from 2027-01-31 until 2027-02-28.',
  ]);
  expect(later.settings).toEqual([
    { setting: 'enrolment.grace-groups.directors', before: null, after: '2027-02-28' },
  ]);
  const past = 'enrolment: { grace-until: 2026-11-29 }\n';
  expect(textsOf(meaningFrom(BEFORE, BEFORE + past))).toEqual([]);
});

it('reports what happens to sessions, and to settings that decide no login', () => {
  const bound = BEFORE.replace('saml] }', 'saml], bind-session-to-ip: true }').replace('48h', '7d');
  const meaning = meaningFrom(BEFORE, `${bound}administrators: { full: [anna@a.tld] }\n`);
  expect(textsOf(meaning)).toEqual([
    'From outside office, a session at WebUI with a password and a code, or with single sign-on (SAML), is now bound to its address.',
  ]);
  expect(meaning.settings).toEqual([
    { setting: 'trust.ip.default', before: '2d', after: '7d' },
    { setting: 'trust.ip.max', before: '2d', after: '7d' },
    { setting: 'administrators.full', before: null, after: 'anna@' },
  ]);
});

it('compares a first document with that of every other domain, and with none', () => {
  const star = compiled(
    'domain: "*"\nrules: [{ name: all, services: [WebUI], require: password }]',
    '*',
  );
  const after = compiled('domain: a.tld\nrules: [{ name: web, services: [WebUI], require: saml }]');
  const said = (before: typeof star) =>
    textsOf(meaningOf({ domain: 'a.tld', before, after, now: NOW }));
  expect(said(star)).toEqual([
    'WebUI with a password is no longer allowed.',
    'WebUI with single sign-on (SAML) is now allowed.',
  ]);
  expect(said(null)).toEqual(['WebUI with single sign-on (SAML) is now allowed.']);
});

it('gives the sentences in docs/policy.md for its example', () => {
  const examples = readExamples('policy.md').filter((one) => one.heading === 'What a change means');
  const [before = '', after = ''] = examples.map(({ yaml }) => yaml);
  const page = readFileSync(new URL('../../../docs/policy.md', import.meta.url), 'utf8');
  const texts = textsOf(meaningFrom(before, after));
  expect(texts).toHaveLength(2);
  for (const text of texts) expect(page).toContain(`\n${text}\n`);
});

it('gives up on a change that is too large, and says nothing about it', () => {
  const [before, after] = [compiled(BEFORE), null];
  const pair = { domain: 'a.tld', before, after, now: NOW };
  expect(() => meaningOf(pair, 100_000)).toThrow(TooMuchWork);
});

const TIMEOUT = 240_000;

it('covers every connection that is decided differently, and no other', {
  timeout: TIMEOUT,
}, () => {
  let changed = 0;
  let silent = 0;
  for (const one of fc.sample(meaningArbitrary, { numRuns: 30, seed: 20261129 })) {
    const checked = checkMeaning(one);
    expect(checked.disputes).toEqual([]);
    changed += checked.changed;
    if (checked.sentences.length === 0) silent += 1;
  }
  expect(changed).toBeGreaterThan(50);
  expect(silent).toBeGreaterThan(0);
});
