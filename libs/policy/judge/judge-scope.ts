import type { Trust } from '../language/words.js';
import { isInRange } from './judge-address.js';
import type { JudgedLogin, RawDocument, RawRegion, RawRule, RawScope } from './raw.js';

type Login = Pick<JudgedLogin, 'account' | 'service' | 'address' | 'trusts'>;

/** A document and its templates, in order. */
export function partsOf(documents: readonly RawDocument[], document: RawDocument): RawDocument[] {
  const templates = (document.extends ?? []).map((name) =>
    documents.find((other) => other.template === name),
  );
  return [document, ...templates.filter((template) => template !== undefined)];
}

/** Whether a login lies in a region: in its scope, not in `except`, without trust of `unless`. */
export function isInRegion(
  parts: readonly RawDocument[],
  region: RawRegion,
  login: Login,
): boolean {
  if (holdsOne(region.unless ?? [], login)) return false;
  if (region.except !== undefined && isInScope(parts, region.except, login)) return false;
  return isInScope(parts, region, login);
}

/** Whether a rule's scope contains the login, and a trust of its `when` holds. */
export function ruleMatches(parts: readonly RawDocument[], rule: RawRule, login: Login): boolean {
  if (!isInScope(parts, rule, login)) return false;
  if (rule.when === undefined) return true;
  return holdsOne(typeof rule.when === 'string' ? [rule.when] : rule.when, login);
}

function isInScope(parts: readonly RawDocument[], scope: RawScope, login: Login): boolean {
  if (scope.accounts !== undefined || scope.groups !== undefined) {
    const members = (scope.groups ?? []).flatMap((name) => lookUp(parts, 'groups', name));
    const named = [...(scope.accounts ?? []), ...members].map((account) => account.toLowerCase());
    if (!named.includes(login.account.toLowerCase())) return false;
  }
  if (scope.services !== undefined && !scope.services.includes(login.service)) return false;
  if (scope.from !== undefined && !isInOneOf(parts, scope.from, login.address)) return false;
  if (scope.outside !== undefined && isInOneOf(parts, scope.outside, login.address)) return false;
  return true;
}

/** The enrolment in force: the document's own, else a template's. */
export function enrolmentOf(parts: readonly RawDocument[]) {
  const said = parts.map(({ enrolment }) => enrolment).find((one) => one !== undefined);
  return said === 'none' ? undefined : said;
}

/** The day on which an account's grace ends: the earliest of its groups', else everybody's. */
export function graceDayOf(parts: readonly RawDocument[], account: string): string | undefined {
  const enrolment = enrolmentOf(parts);
  const days = Object.entries(enrolment?.['grace-groups'] ?? {})
    .filter(([group]) => {
      const members = lookUp(parts, 'groups', group).map((one) => one.toLowerCase());
      return members.includes(account.toLowerCase());
    })
    .map(([, day]) => day);
  return days.sort()[0] ?? enrolment?.['grace-until'];
}

/** Whether `enrolment.from` in force contains the address. */
export function isEnrolmentPlace(parts: readonly RawDocument[], address: string): boolean {
  const from = enrolmentOf(parts)?.from ?? [];
  return from === 'anywhere' || isInOneOf(parts, from, address);
}

/** Whether an address lies in any of the networks. */
export function isInOneOf(
  parts: readonly RawDocument[],
  networks: readonly string[],
  address: string,
): boolean {
  const ranges = networks.flatMap((name) => lookUp(parts, 'networks', name));
  return ranges.some((range) => isInRange(address, range));
}

function lookUp(
  parts: readonly RawDocument[],
  kind: 'networks' | 'groups',
  name: string,
): readonly string[] {
  for (const part of parts) {
    const found = part[kind]?.[name];
    if (found !== undefined) return found;
  }
  return [];
}

function holdsOne(trusts: readonly Trust[], login: Login): boolean {
  return trusts.some((trust) => login.trusts.includes(trust));
}
