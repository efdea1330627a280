import { parseCidr } from '../../names/cidr.js';
import { parseDomain } from '../../names/domain.js';
import type { Group, Network, ParsedDocument } from '../language/document.js';
import { compareSources, MAX_PROBLEMS, type Problem } from '../language/problem.js';
import { domainSchema, starSchema, templateSchema } from '../language/schema.js';
import { buildAssertions, buildRules, canonicalAccount } from './build-rules.js';
import {
  ANYWHERE,
  buildAdministrators,
  buildEnrolment,
  buildLimits,
  buildTrust,
} from './build-settings.js';
import { readYaml, type YamlDocument } from './read-yaml.js';
import {
  asList,
  asMap,
  compact,
  complain,
  placeOf,
  placeOfKey,
  type Reader,
  referencesAt,
} from './reader.js';
import { shapeProblems } from './shape-problems.js';

type Raw = Readonly<Record<string, unknown>>;

export interface ParsedText {
  /** In the order of the text. Documents with problems are marked `broken`. */
  readonly documents: ParsedDocument[];
  readonly problems: Problem[];
}

/**
 * Parses a text of one or more policy documents and reports everything that is wrong with each one
 * by itself. Names that other documents may define are looked up by `compileSet`.
 *
 * @param file the name of the text in problems, rules and failures
 * @param most how many documents are read, including empty ones
 */
export function parseDocuments(text: string, file: string, most?: number): ParsedText {
  const yaml = readYaml(text, file, most);
  const problems = [...yaml.problems];
  const documents = yaml.documents.flatMap((document) => {
    const reader: Reader = { file, locate: document.locate, problems: [] };
    const parsed = build(reader, document);
    problems.push(...reader.problems.slice(0, MAX_PROBLEMS - problems.length));
    return parsed === undefined ? [] : [parsed];
  });
  problems.sort(compareSources);
  return { documents, problems };
}

function build(reader: Reader, { value, intact }: YamlDocument): ParsedDocument | undefined {
  const raw = asMap(value);
  const isTemplate = 'template' in raw;
  if ('domain' in raw === isTemplate) {
    const message = 'a document is a map that holds exactly one of "domain" and "template"';
    complain(reader, { path: [], message });
    return undefined;
  }
  const star = raw.domain === '*';
  const schema = isTemplate ? templateSchema : star ? starSchema : domainSchema;
  for (const problem of shapeProblems(schema, value, MAX_PROBLEMS)) complain(reader, problem);
  const name = isTemplate ? textOf(raw.template) : star ? '*' : canonicalDomain(raw.domain);
  const content = {
    extends: (isTemplate ? undefined : referencesAt(reader, raw.extends, ['extends'])) ?? [],
    networks: networksOf(reader, raw),
    groups: groupsOf(reader, raw),
    rules: buildRules(reader, raw.rules),
    asserts: buildAssertions(reader, 'assert', raw.assert),
    guardrails: star ? buildAssertions(reader, 'guardrails', raw.guardrails) : [],
    limits: star ? buildLimits(reader, raw.limits) : undefined,
    trust: buildTrust(reader, raw.trust),
    enrolment: buildEnrolment(reader, raw.enrolment),
    administrators:
      isTemplate || star ? undefined : buildAdministrators(reader, raw.administrators),
    operators: star
      ? referencesAt(reader, raw.operators, ['operators'], canonicalAccount)
      : undefined,
  };
  if (name === undefined) return undefined;
  const { file, line, column } = placeOf(reader, []);
  return compact<ParsedDocument>({
    file,
    line,
    column,
    kind: isTemplate ? 'template' : 'domain',
    name,
    broken: !intact || reader.problems.length > 0,
    ...content,
  });
}

function networksOf(reader: Reader, raw: Raw): Network[] {
  if (ANYWHERE in asMap(raw.networks)) {
    const message = '"anywhere" is a word of enrolment.from, and no name of a network';
    complain(reader, { path: ['networks', ANYWHERE], key: true, message });
  }
  return Object.entries(asMap(raw.networks)).map(([name, value]) => ({
    name,
    ...placeOfKey(reader, ['networks', name]),
    ranges: asList(value).flatMap((item) => {
      const range = typeof item === 'string' ? parseCidr(item) : undefined;
      return range?.ok ? [range.value.text] : [];
    }),
  }));
}

function groupsOf(reader: Reader, raw: Raw): Group[] {
  return Object.entries(asMap(raw.groups)).map(([name, value]) => ({
    name,
    ...placeOfKey(reader, ['groups', name]),
    members: referencesAt(reader, value, ['groups', name], canonicalAccount) ?? [],
  }));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function canonicalDomain(value: unknown): string | undefined {
  const domain = typeof value === 'string' ? parseDomain(value) : undefined;
  return domain?.ok ? domain.value : undefined;
}
