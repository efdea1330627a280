import type { Service } from '../../../../libs/names/services.js';
import type { Draft, DraftAssertion, DraftRule } from './draft.js';

/** Sections of the document in force that a proposal leaves unchanged. Each is YAML. */
export interface Kept {
  /** The networks that `enrolment` names. */
  readonly networks: Readonly<Record<string, readonly string[]>>;
  /** The groups that `enrolment` names. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly trust: string;
  readonly enrolment: string;
  readonly administrators: string;
}

/** Writes a document as a person would, to be read, edited and tried. */
export function writeDraft(
  domain: string,
  { networks, rules }: Draft,
  never: readonly DraftAssertion[],
  kept: Kept,
): string {
  const groups = exceptedGroups(rules, never);
  const parts = [
    `domain: ${JSON.stringify(domain)}`,
    ...section(
      'networks',
      Object.entries({ ...networks, ...kept.networks }).map(
        ([name, ranges]) => `${name}: ${list(ranges)}`,
      ),
    ),
    ...section('groups', [
      ...[...groups].map(([members, name]) => `${name}: ${members}`),
      ...Object.entries(kept.groups).map(([name, members]) => `${name}: ${list(members)}`),
    ]),
    'rules:',
    ...rules.map((rule) => `  - ${flow(ruleFields(rule, groups))}`),
    ...[kept.trust, kept.enrolment, kept.administrators].filter((part) => part !== ''),
    ...(never.length === 0 ? [] : ['assert:']),
    ...never.map((one) => `  - never: ${flow(assertionFields(one, groups))}`),
  ];
  return `${parts.join('\n')}\n`;
}

type Groups = ReadonlyMap<string, string>;

/** Named groups for the lists of accounts, so that each list is written once. */
function exceptedGroups(rules: readonly DraftRule[], never: readonly DraftAssertion[]): Groups {
  const lists = [...rules.map(({ accounts }) => accounts), ...never.map(({ except }) => except)];
  const texts = [...new Set(lists.flatMap((one) => (one === undefined ? [] : [list(one)])))];
  return new Map(texts.map((text, n) => [text, texts.length === 1 ? 'some' : `some-${n + 1}`]));
}

function ruleFields(
  { name, accounts, services, from, when, require, deny }: DraftRule,
  groups: Groups,
): [string, string][] {
  return given([
    ['name', JSON.stringify(name)],
    ['groups', accounts && `[${groups.get(list(accounts))}]`],
    ['services', servicesText(services)],
    ['from', from && list(from)],
    ['when', when],
    ['require', require && list(require)],
    ['deny', deny && JSON.stringify(deny)],
  ]);
}

function assertionFields(
  { services, outside, unless, except, with: factors }: DraftAssertion,
  groups: Groups,
): [string, string][] {
  return given([
    ['services', servicesText(services)],
    ['outside', outside && list(outside)],
    ['unless', unless && list(unless)],
    ['except', except && `{ groups: [${groups.get(list(except))}] }`],
    ['with', factors && list(factors)],
  ]);
}

const servicesText = (services: readonly Service[]) => list(services);

function given(fields: readonly (readonly [string, string | undefined])[]): [string, string][] {
  return fields.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

function section(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${name}:`, ...lines.map((line) => `  ${line}`)];
}

function flow(fields: readonly (readonly [string, string])[]): string {
  return `{ ${fields.map(([name, value]) => `${name}: ${value}`).join(', ')} }`;
}

/** Quotes values that YAML would misread, such as IPv6 addresses and accounts. */
function list(values: readonly string[]): string {
  return `[${values.map((value) => (/^[A-Za-z0-9./ +-]+$/.test(value) ? value : JSON.stringify(value))).join(', ')}]`;
}
