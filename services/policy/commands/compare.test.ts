import { expect, it } from 'vitest';
import { changeGroups } from '../core/change-groups.js';
import { checkSet } from '../core/check-set.js';
import { readSources } from '../core/read-sources.js';
import type { CompareTask } from '../ports/checker.js';
import { NOW } from '../testing/fake-ports.js';
import { type ComparePart, compare } from './compare.js';

const TEMPLATE = `template: isp
rules: [{ name: web, services: [WebUI], outside: [office], require: password }]
`;
const domain = (name: string, office: string, rules = '') =>
  `domain: ${name}\nextends: [isp]\nnetworks: { office: [${office}] }\n${rules}`;

const IN_FORCE = [
  TEMPLATE,
  domain('a.tld', '10.1.0.0/16'),
  domain('b.tld', '10.2.0.0/16'),
  domain('c.tld', '10.3.0.0/16', 'rules: [{ name: own, services: [WebUI], require: saml }]\n'),
  'domain: "*"\nrules: [{ name: all, services: [Imap], require: password }]\n',
].join('---\n');

/** What a comparison of `text` with what is in force tells. */
async function told(text: string, documents: readonly string[], backwards = false) {
  const active = readSources([
    {
      ...{ file: 'all.yaml', text: IN_FORCE },
      documents: ['template:isp', 'a.tld', 'b.tld', 'c.tld', '*'],
    },
  ]).documents;
  const set = { context: [], star: null, now: NOW, given: true };
  const { compiled } = checkSet({ ...set, documents: active.map(({ parsed }) => parsed) });
  const forms = new Map(compiled.map(({ name, compiled: form }) => [name, form]));
  const ports = {
    documents: {
      loadCompiled: async (name: string) => forms.get(name) ?? null,
      compiledOf: async (names: readonly string[]) =>
        new Map([...forms].filter(([name]) => names.includes(name))),
      load: async (names: readonly string[]) => active.filter(({ name }) => names.includes(name)),
      async *dependents(templates: readonly string[]) {
        yield active.filter((one) => one.templates.some((name) => templates.includes(name)));
      },
      contents: async () => new Map(),
    },
    checker: {
      readSources: async (sources: Parameters<typeof readSources>[0]) => readSources(sources),
      checkSet: async (one: Parameters<typeof checkSet>[0]) => checkSet(one),
      compare: async ({ pairs, now }: CompareTask) => changeGroups(pairs, now),
    },
    clock: { now: () => NOW },
  };
  const sources = [{ file: 'new.yaml', text, documents }];
  const parts: ComparePart[] = [];
  for await (const part of compare({ sources, backwards }, ports as never)) parts.push(part);
  return {
    groups: parts.flatMap((part) =>
      part.kind === 'group'
        ? [{ domains: part.group.domains, said: part.group.meaning?.sentences.map((s) => s.text) }]
        : [],
    ),
    end: parts.at(-1),
  };
}

it('reports a template once for all domains with the same changes', async () => {
  const text = TEMPLATE.replace('require: password', 'require: password + otp');
  const { groups, end } = await told(text, ['template:isp']);
  const said = ['From outside office, WebUI with a password without a code is no longer allowed.'];
  expect(groups).toEqual([{ domains: ['a.tld', 'b.tld'], said }]);
  expect(end).toEqual({ kind: 'summary', domains: 3, unchanged: 1 });
});

it('compares a first document with that of every other domain', async () => {
  const text = 'domain: d.tld\nrules: [{ name: all, services: [Imap], require: app-password }]\n';
  expect((await told(text, ['d.tld'])).groups).toEqual([
    {
      domains: ['d.tld'],
      said: [
        'Imap with a password is no longer allowed.',
        'Imap with an app password is now allowed.',
      ],
    },
  ]);
});

it('compares in the other direction on request', async () => {
  const text = domain('c.tld', '10.3.0.0/16', 'rules: [{ name: none, deny: No. }]\n');
  const said = async (backwards: boolean) =>
    (await told(text, ['c.tld'], backwards)).groups.map((group) => group.said);
  expect(await said(false)).toEqual([['WebUI with single sign-on (SAML) is no longer allowed.']]);
  expect(await said(true)).toEqual([['WebUI with single sign-on (SAML) is now allowed.']]);
});

it('says what is wrong with documents that would be refused', async () => {
  const { groups, end } = await told('domain: a.tld\nextends: [none]\n', ['a.tld']);
  expect(groups).toEqual([]);
  expect(end).toMatchObject({ kind: 'refused', problems: [{ line: 2 }] });
});

it('does not report as unchanged what is too large to compare', () => {
  const rules = Array.from({ length: 1000 }, (_, n) => ({
    ...{ name: `r ${n}`, accounts: [`p${n}@a.tld`], from: [`n${n}`], require: 'password' },
  }));
  const networks = Object.fromEntries(
    rules.map((_, n) => [`n${n}`, [`10.${n >> 8}.${n & 255}.0/24`]]),
  );
  const text = JSON.stringify({ domain: 'a.tld', networks, rules });
  const { documents } = readSources([{ file: 'a.yaml', text, documents: ['a.tld'] }]);
  const set = { context: [], star: null, now: NOW, given: false };
  const { compiled } = checkSet({ ...set, documents: documents.map(({ parsed }) => parsed) });
  const after = compiled[0]?.compiled ?? null;
  expect(changeGroups([{ domain: 'a.tld', before: null, after }], NOW)).toEqual([
    { domains: ['a.tld'], meaning: null },
  ]);
});
