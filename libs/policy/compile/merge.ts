import type {
  Assertion,
  Enrolment,
  Group,
  Network,
  ParsedDocument,
  Reference,
  Rule,
  TrustSettings,
} from '../language/document.js';
import type { Problem, Source } from '../language/problem.js';

/**
 * A part of a merged document: the document itself, or a template with the entry of `extends` that
 * names it.
 */
export interface Part {
  readonly part: ParsedDocument;
  readonly by?: Reference;
}

/** A document merged with the templates it extends: what its names mean, and its rules in order. */
export interface Merged {
  readonly document: ParsedDocument;
  /** The document, then its templates. */
  readonly parts: readonly Part[];
  readonly networks: ReadonlyMap<string, Network>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly rules: readonly { readonly rule: Rule; readonly template: string | null }[];
  readonly asserts: readonly Assertion[];
  /** The setting in force: the document's own, else that of the one template that has it. */
  readonly trust: Setting<TrustSettings> | undefined;
  readonly enrolment: Setting<Enrolment> | undefined;
}

/** A setting, with the part that it comes from. */
export interface Setting<T> extends Part {
  readonly value: T;
}

type Named = Source & { readonly name: string; readonly path: string };

/** Merges a document with its templates. Names that clash and unknown templates are reported. */
export function mergeDocument(
  document: ParsedDocument,
  templates: ReadonlyMap<string, ParsedDocument>,
  problems: Problem[],
): Merged {
  const parts: Part[] = [{ part: document }];
  for (const by of document.extends) {
    const part = templates.get(by.name);
    if (part !== undefined) parts.push({ part, by });
    else problems.push({ ...placed(document, by), message: `unknown template "${by.name}"` });
  }
  const join = <T extends Named>(kind: string, pick: (part: ParsedDocument) => readonly T[]) => {
    const joined = new Map<string, T>();
    for (const { part, by } of parts) {
      const own = new Set<string>();
      for (const item of pick(part)) {
        const first = joined.get(item.name);
        // A name that a template has twice is reported there, and so is a name that could not be
        // read.
        const reported = item.name === '' || (by !== undefined && own.has(item.name));
        if (first === undefined) joined.set(item.name, item);
        else if (!reported) problems.push(clash(document, kind, { item, first, by }));
        own.add(item.name);
      }
    }
    return joined;
  };
  const networks = join('network', (part) => part.networks);
  const groups = join('group', (part) => part.groups);
  join('rule', (part) => part.rules);
  const setting = <K extends 'trust' | 'enrolment'>(key: K) => settingOf(parts, key, problems);
  return {
    document,
    parts,
    networks,
    groups,
    rules: parts.flatMap(({ part, by }) =>
      part.rules.map((rule) => ({ rule, template: by?.name ?? null })),
    ),
    asserts: parts.flatMap(({ part }) => part.asserts),
    trust: setting('trust'),
    enrolment: setting('enrolment'),
  };
}

type SettingOf<K extends 'trust' | 'enrolment'> = Exclude<ParsedDocument[K], 'none' | undefined>;

/** A setting of the document itself replaces the templates' setting completely. */
function settingOf<K extends 'trust' | 'enrolment'>(
  parts: readonly Part[],
  key: K,
  problems: Problem[],
): Setting<SettingOf<K>> | undefined {
  const [own, ...templates] = parts as [Part, ...Part[]];
  if (own.part[key] === 'none') return undefined;
  const [first, second] =
    own.part[key] === undefined ? templates.filter(({ part }) => part[key] !== undefined) : [own];
  if (second?.by !== undefined) {
    const message = `the templates "${first?.by?.name}" and "${second.by.name}" both have "${key}"`;
    const expected = `${key} of the document's own, or one of the two`;
    problems.push({ ...placed(own.part, second.by), message, expected });
  }
  return first && { ...first, value: first.part[key] as SettingOf<K> };
}

function clash(
  document: ParsedDocument,
  kind: string,
  { item, first, by }: { item: Named; first: Named; by: Reference | undefined },
): Problem {
  const before = `defined already at ${formatSource(first)}`;
  if (by === undefined) {
    const { file, line, column, path } = item;
    return { file, line, column, path, message: `the ${kind} "${item.name}" is ${before}` };
  }
  const whose = `the ${kind} "${item.name}" of template "${by.name}" (${formatSource(item)})`;
  return { ...placed(document, by), message: `${whose} is ${before}` };
}

/** The place of a reference in a document, in the form that problems use. */
export function placed(document: ParsedDocument, { line, column, path }: Reference) {
  return { file: document.file, line, column, path };
}

/** `file:line`, for messages. */
export function formatSource({ file, line }: Source): string {
  return `${file}:${line}`;
}
