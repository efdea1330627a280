import fc from 'fast-check';
import { documentsArbitrary } from './generate-documents.js';
import type { RawDocument, RawRule } from './raw.js';

/** Two sets of documents that are in force one after the other. */
export type DocumentsPair = readonly [before: RawDocument[], after: RawDocument[]];

/** Changes some documents. What is new is taken from `others`. */
type Edit = (documents: RawDocument[], others: readonly RawDocument[]) => RawDocument[];

function edit(): fc.Arbitrary<Edit> {
  const place = fc.record({ document: fc.nat(), rule: fc.nat(), other: fc.nat() });
  const change = fc.constantFrom(...EDITS);
  return fc.tuple(place, change).map(([at, make]): Edit => {
    return (documents, others) => {
      const index = at.document % documents.length;
      const document = documents[index] as RawDocument;
      const donor = others.find((one) => nameOf(one) === nameOf(document));
      return documents.with(index, make(document, donor, at));
    };
  });
}

interface At {
  readonly rule: number;
  readonly other: number;
}

type Make = (document: RawDocument, donor: RawDocument | undefined, at: At) => RawDocument;

const EDITS: readonly Make[] = [
  // Removes one rule.
  (document, _, at) => {
    const rules = document.rules ?? [];
    return rules.length < 2
      ? document
      : { ...document, rules: rules.toSpliced(indexIn(rules, at.rule), 1) };
  },
  // Swaps two rules.
  (document, _, at) => {
    const rules = document.rules ?? [];
    const [x, y] = [indexIn(rules, at.rule), indexIn(rules, at.other)];
    const [one, other] = [rules[x], rules[y]];
    if (one === undefined || other === undefined) return document;
    return { ...document, rules: rules.with(x, other).with(y, one) };
  },
  // Makes one rule require what another requires.
  (document, _, at) => {
    const rules = document.rules ?? [];
    const from = rules[indexIn(rules, at.other)];
    const isSession = (rule: RawRule | undefined) => rule?.require === 'session';
    const to = rules[indexIn(rules, at.rule)];
    if (to === undefined || from === undefined || isSession(from) || isSession(to)) return document;
    const { require, deny: _deny, 'bind-session-to-ip': bind, ...rest } = to;
    const outcome = from.deny === undefined ? { require: from.require } : { deny: from.deny };
    const bound = bind && from.deny === undefined ? { 'bind-session-to-ip': true } : {};
    const changed = { ...rest, ...outcome, ...bound } as RawRule;
    return { ...document, rules: rules.with(rules.indexOf(to), changed) };
  },
  // Reverses the alternatives of every rule.
  (document) => ({
    ...document,
    rules: (document.rules ?? []).map((rule) =>
      Array.isArray(rule.require) ? { ...rule, require: [...rule.require].reverse() } : rule,
    ),
  }),
  // Renames every rule.
  (document) => ({
    ...document,
    rules: (document.rules ?? []).map((rule) => ({ ...rule, name: `${rule.name} again` })),
  }),
  // Changes the ranges of a network.
  (document, donor, at) => ({ ...document, ...oneOf('networks', document, donor, at.other) }),
  // Changes the members of a group.
  (document, donor, at) => ({ ...document, ...oneOf('groups', document, donor, at.other) }),
  // Takes the enrolment of the other document; its names exist here too.
  (document, donor) => {
    const { enrolment, ...rest } = document;
    const other = donor?.enrolment;
    if (enrolment === 'none' || other === 'none' || other === undefined) return rest;
    return { ...rest, enrolment: other };
  },
];

function oneOf(
  kind: 'networks' | 'groups',
  document: RawDocument,
  donor: RawDocument | undefined,
  at: number,
) {
  const names = Object.keys(document[kind] ?? {});
  const name = names[at % Math.max(1, names.length)] ?? '';
  const list = donor?.[kind]?.[name];
  return list === undefined ? {} : { [kind]: { ...document[kind], [name]: list } };
}

function indexIn(list: readonly unknown[], at: number): number {
  return list.length === 0 ? 0 : at % list.length;
}

function nameOf({ domain, template }: RawDocument): string {
  return domain ?? `template:${template}`;
}

/** Unrelated documents, and documents with a few edits, as people make them. */
export const pairArbitrary: fc.Arbitrary<DocumentsPair> = fc.oneof(
  { weight: 1, arbitrary: fc.tuple(documentsArbitrary, documentsArbitrary) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        documentsArbitrary,
        documentsArbitrary,
        fc.array(edit(), { minLength: 0, maxLength: 3 }),
      )
      .map(([documents, others, edits]): DocumentsPair => {
        return [documents, edits.reduce((all, change) => change(all, others), documents)];
      }),
  },
);
