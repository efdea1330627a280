import { describe, expect, it } from 'vitest';
import { mustCompile, tryCompile } from '../testing/compile-text.js';

const problemsOf = (text: string) => tryCompile(text).problems;
const HOUR = 3_600_000;

const TEMPLATE = [
  'template: t',
  'rules: [ { name: home, when: trusted-ip, services: [Imap], require: password } ]',
  'trust: { ip: { max: 1h } }',
  'enrolment: { from: [office], app-passwords: true }',
].join('\n');

describe('trust and enrolment of a template', () => {
  const own = 'domain: a.tld\nextends: [t]\nnetworks: { office: [10.0.0.0/8] }\n';

  it('hold where the document has none of its own', () => {
    const { compiled } = mustCompile(`${TEMPLATE}\n---\n${own}`).get('a.tld') ?? {};
    expect(compiled?.trust.ip).toMatchObject({ max: HOUR, file: 'p.yaml', line: 3 });
    expect(compiled?.enrolment).toMatchObject({ from: 0, appPasswords: true, line: 4 });
  });

  it('are replaced whole by the document’s own', () => {
    const text = `${TEMPLATE}\n---\n${own}trust: { ip: { max: 2h } }\nenrolment: { from: anywhere }`;
    const { compiled } = mustCompile(text).get('a.tld') ?? {};
    expect(compiled?.trust.ip?.max).toBe(2 * HOUR);
    expect(compiled?.enrolment).toMatchObject({ anywhere: true, appPasswords: false, from: null });
  });

  it('do not hold where the document says none, and then when asks for nothing', () => {
    const text = `${TEMPLATE}\n---\n${own}trust: none\nenrolment: none`;
    expect(problemsOf(text)).toEqual([
      '7:11 extends[0]: template "t" (p.yaml:2): "trusted-ip" is not offered: the document has no such trust',
    ]);
  });

  it('need the networks that they name, unless they are replaced', () => {
    const without = 'domain: a.tld\nextends: [t]\n';
    expect(problemsOf(`${TEMPLATE}\n---\n${without}`)).toEqual([
      '7:11 extends[0]: template "t" (p.yaml:4): unknown network "office" [none is defined]',
    ]);
    expect(problemsOf(`${TEMPLATE}\n---\n${without}enrolment: none`)).toEqual([]);
  });

  it('clash where two templates have one and the document has none', () => {
    const second = 'template: u\ntrust: { ip: { max: 1h } }\n---\n';
    const both = `${TEMPLATE}\n---\n${second}${own.replace('[t]', '[t, u]')}`;
    expect(problemsOf(both)).toEqual([
      '10:14 extends[1]: the templates "t" and "u" both have "trust" [trust of the document\'s own, or one of the two]',
    ]);
    expect(problemsOf(`${both}trust: { ip: { max: 3h } }`)).toEqual([]);
  });
});

describe('a rule that takes a session', () => {
  const document = (rule: string, trust = 'trust: { session: { max: 8h } }') =>
    [
      'domain: a.tld',
      'networks: { web: [10.0.0.0/8] }',
      `rules: [ { name: x, ${rule} } ]`,
      trust,
    ].join('\n');

  it('compiles', () => {
    const text = document('services: [Imap], from: [web], require: session');
    const { compiled } = mustCompile(text).get('a.tld') ?? {};
    expect(compiled).toMatchObject({
      format: 3,
      rules: [{ require: ['session'] }],
      trust: { session: { default: 8 * HOUR, max: 8 * HOUR, perAccount: 20 } },
    });
  });

  it.each([
    ['services: [Imap], require: session', /3:\d+ rules\[0\].require: session only in a rule with/],
    [
      'services: [Imap], from: [web], require: [session, app-password]',
      /3:\d+ rules\[0\].require: session stands alone/,
    ],
    [
      'services: [Imap, WebUI], from: [web], require: session',
      /rules\[0\].services: session only at services that are not interactive, and not at WebUI/,
    ],
    [
      'from: [web], require: session',
      /rules\[0\].require: session only at services that are not interactive/,
    ],
  ])('is refused: %s', (rule, message) => {
    expect(problemsOf(document(rule)).join('\n')).toMatch(message);
  });

  it('is refused where no sessions are offered', () => {
    const rule = 'services: [Imap], from: [web], require: session';
    expect(problemsOf(document(rule, 'trust: { ip: { max: 8h } }'))).toEqual([
      '3:10 rules[0].require: session is not offered: the document has no trust.session',
    ]);
  });
});

describe('accounts', () => {
  it('of administrators are members of the domain, of operators and guardrails anybody’s', () => {
    const text = [
      'domain: a.tld',
      'administrators: { full: [anna@a.tld], help-desk: [eve@b.tld] }',
      'rules: [ { name: x, require: saml } ]',
      '---',
      'domain: "*"',
      'operators: [opal@isp.tld]',
      'groups: { g: [opal@isp.tld] }',
      'rules: [ { name: x, require: saml } ]',
      'guardrails: [ { never: { accounts: [anna@a.tld], except: { accounts: [eve@b.tld] } } } ]',
    ].join('\n');
    expect(problemsOf(text)).toEqual([
      '2:51 administrators.help-desk[0]: "eve@b.tld" is not a member of a.tld',
      '7:15 groups.g[0]: "opal@isp.tld" is not a member of "*", which has no members',
    ]);
    const right = text
      .replace('help-desk: [eve@b.tld]', 'help-desk: [eve@a.tld]')
      .replace('groups: { g: [opal@isp.tld] }', '');
    const policies = mustCompile(right);
    expect(policies.get('a.tld')?.described).toMatchObject({
      administrators: { full: ['anna@a.tld'], helpDesk: ['eve@a.tld'], auditors: [] },
    });
    expect(policies.get('*')?.described.operators).toEqual(['opal@isp.tld']);
    expect(policies.get('*')?.compiled.guardrails).toMatchObject([{ who: 0, except: 1 }]);
  });
});
