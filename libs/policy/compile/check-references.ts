import type { Assertion, ParsedDocument, Reference, Rule } from '../language/document.js';
import type { Problem } from '../language/problem.js';
import { formatSource, type Merged, type Part, placed } from './merge.js';

/** How many of the names that would do are listed. */
const MAX_KNOWN = 20;

/**
 * Looks up every name that a merged document uses: networks, groups, accounts of its domain, and
 * the trusts it offers. What a template uses and the document lacks is reported where the document
 * names the template.
 */
export function checkReferences(merged: Merged, problems: Problem[]): void {
  for (const part of merged.parts) checkPart(merged, part, problems);
}

function checkPart(merged: Merged, { part, by }: Part, problems: Problem[]): void {
  const { document } = merged;
  const report = (reference: Reference, message: string, expected?: string) => {
    const where = `template "${by?.name}" (${formatSource({ ...part, line: reference.line })})`;
    problems.push({
      ...placed(document, by ?? reference),
      message: by === undefined ? message : `${where}: ${message}`,
      ...(expected === undefined ? {} : { expected }),
    });
  };
  const lookUp = (
    kind: string,
    names: ReadonlyMap<string, unknown>,
    used?: readonly Reference[],
  ) => {
    for (const reference of used ?? []) {
      if (names.has(reference.name)) continue;
      const known = [...names.keys()].slice(0, MAX_KNOWN).join(', ') || 'none is defined';
      report(reference, `unknown ${kind} "${reference.name}"`, known);
    }
  };
  const checkMembers = (used?: readonly Reference[]) => {
    for (const reference of used ?? []) {
      if (isMember(reference.name, document)) continue;
      const who = document.name === '*' ? '"*", which has no members' : document.name;
      report(reference, `"${reference.name}" is not a member of ${who}`);
    }
  };
  for (const scope of [...part.rules, ...part.asserts, ...part.guardrails] as (
    | Rule
    | Assertion
  )[]) {
    checkMembers(scope.accounts);
    lookUp('group', merged.groups, scope.groups);
    lookUp('network', merged.networks, scope.from);
    lookUp('network', merged.networks, scope.outside);
  }
  for (const group of part.groups) checkMembers(group.members);
  lookUp('network', merged.networks, part.enrolment?.from);
  for (const rule of part.rules) {
    for (const reference of rule.when ?? []) {
      const offered = document.trust?.[reference.name === 'trusted-ip' ? 'ip' : 'device'];
      if (offered !== undefined) continue;
      report(reference, `"${reference.name}" is not offered: the document has no such trust`);
    }
  }
}

/** `x@sub.a.tld` is no member of `a.tld`. */
function isMember(account: string, document: ParsedDocument): boolean {
  return account.slice(account.indexOf('@') + 1) === document.name;
}
