import { domainOfAccount } from '../../../libs/names/account.js';
import { type AdministratorRole, rankOf } from '../../../libs/names/administrator-role.js';
import type { Act, Administers } from './earned-tickets.js';
import type { PolicySet } from './policy-set.js';

/** What the documents in force say that an account administers; undefined: nothing. */
export function administersOf(set: PolicySet, account: string): Administers | undefined {
  const domain = domainOfAccount(account);
  const role = roleOf(set, account);
  if (role === undefined) return undefined;
  if (role === 'operator') return { domain: undefined, role, readOnly: false };
  return { domain, role, readOnly: isOperatorsDomain(set, domain) };
}

/** Whether who administers so may do it to whom or what the act is about: nobody to one with more roles. */
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

function isOperatorsDomain(set: PolicySet, domain: string): boolean {
  return operatorsOf(set).some((operator) => domainOfAccount(operator) === domain);
}

/** Of `*` alone. */
function operatorsOf(set: PolicySet): readonly string[] {
  return set.find('*')?.policy.described.operators ?? [];
}
