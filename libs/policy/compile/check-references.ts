import { domainOfAccount } from '../../names/account.js';
import type { Assertion, ParsedDocument, Reference, Rule } from '../language/document.js';
import type { Problem } from '../language/problem.js';
import { formatSource, type Merged, type Part, placed } from './merge.js';

/** How many known names a problem lists at most. */
const MAX_KNOWN = 20;

/**
 * Looks up every name that a merged document uses: networks, groups, accounts of its domain, and
 * the trusts it offers. A name that a template uses and the document lacks is reported where the
 * document names the template.
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
  const assertions: readonly Assertion[] = [...part.asserts, ...part.guardrails];
  for (const scope of [...part.rules, ...part.asserts]) checkMembers(scope.accounts);
  for (const { except } of part.asserts) checkMembers(except?.accounts);
  for (const { except } of assertions) lookUp('group', merged.groups, except?.groups);
  for (const scope of [...part.rules, ...assertions]) {
    lookUp('group', merged.groups, scope.groups);
    lookUp('network', merged.networks, scope.from);
    lookUp('network', merged.networks, scope.outside);
  }
  for (const group of part.groups) checkMembers(group.members);
  if (merged.enrolment?.part === part) {
    const { from, graceGroups } = merged.enrolment.value;
    if (from !== 'anywhere') lookUp('network', merged.networks, from);
    lookUp('group', merged.groups, graceGroups);
  }
  const { full, helpDesk, auditors } = part.administrators ?? {};
  for (const members of [full, helpDesk, auditors]) checkMembers(members);
  const offered = merged.trust?.value;
  for (const rule of part.rules) {
    for (const reference of rule.when ?? []) {
      if (offered?.[reference.name === 'trusted-ip' ? 'ip' : 'device'] !== undefined) continue;
      report(reference, `"${reference.name}" is not offered: the document has no such trust`);
    }
    if (requiresSession(rule) && offered?.session === undefined) {
      const reference = { ...rule, path: `${rule.path}.require`, name: 'session' };
      report(reference, 'session is not offered: the document has no trust.session');
    }
  }
}

function requiresSession({ outcome }: Rule): boolean {
  return 'require' in outcome && outcome.require.includes('session');
}

/** `x@sub.a.tld` is not a member of `a.tld`. */
function isMember(account: string, document: ParsedDocument): boolean {
  return domainOfAccount(account) === document.name;
}
