import { domainOfAccount } from '../../../libs/names/account.js';
import { type AdministratorRole, rankOf } from '../../../libs/names/administrator-role.js';
import type { Act, Administers } from './earned-tickets.js';
import type { PolicySet } from './policy-set.js';

/** What an account administers under the documents in force. Undefined if nothing. */
export function administersOf(set: PolicySet, account: string): Administers | undefined {
  const domain = domainOfAccount(account);
  const role = roleOf(set, account);
  if (role === undefined) return undefined;
  if (role === 'operator') return { domain: undefined, role, readOnly: false, outrankedBy: [] };
  const outrankedBy = withMoreThan(set, domain, role);
  return { domain, role, readOnly: isOperatorsDomain(set, domain), outrankedBy };
}

/**
 * Whether an administrator may do an act to its subject. Nobody may act on an account with more roles than their own.
 */
export function mayAct(set: PolicySet, own: Administers, { subject }: Act): boolean {
  const isAccount = subject.includes('@');
  const domain = isAccount ? domainOfAccount(subject) : subject;
  if (own.readOnly || (own.domain !== undefined && own.domain !== domain)) return false;
  return !isAccount || rankOf(roleOf(set, subject)) <= rankOf(own.role);
}

/** The highest role of an account. */
function roleOf(set: PolicySet, account: string): AdministratorRole | undefined {
  if (operatorsOf(set).includes(account)) return 'operator';
  const own = set.find(domainOfAccount(account))?.policy.described.administrators;
  if (own?.full.includes(account)) return 'full';
  if (own?.helpDesk.includes(account)) return 'help-desk';
  return own?.auditors.includes(account) ? 'auditors' : undefined;
}

/** The accounts of a domain with a higher role. */
function withMoreThan(set: PolicySet, domain: string, role: AdministratorRole): string[] {
  const own = set.find(domain)?.policy.described.administrators;
  const operators = operatorsOf(set).filter((operator) => domainOfAccount(operator) === domain);
  const named: readonly (readonly [AdministratorRole, readonly string[]])[] = [
    ['operator', operators],
    ['full', own?.full ?? []],
    ['help-desk', own?.helpDesk ?? []],
  ];
  const higher = named.filter(([each]) => rankOf(each) > rankOf(role));
  return [...new Set(higher.flatMap(([, accounts]) => accounts))];
}

function isOperatorsDomain(set: PolicySet, domain: string): boolean {
  return operatorsOf(set).some((operator) => domainOfAccount(operator) === domain);
}

/** Only the document of `*` names operators. */
function operatorsOf(set: PolicySet): readonly string[] {
  return set.find('*')?.policy.described.operators ?? [];
}
