import canonicalize from 'canonicalize';
import type { CompiledPolicy } from '../../../libs/policy/compile/compiled.js';
import { bindsOtherwise } from './check-set.js';

/**
 * Whether a change of a document changes who administers, or what binds the other documents.
 * @param before the compiled form as JSON; null if there is none
 * @param after likewise
 */
export function changesPrivileges(before: string | null, after: string | null): boolean {
  return bindsOtherwise(before, after) || administration(before) !== administration(after);
}

function administration(form: string | null): string | undefined {
  const compiled = form === null ? null : (JSON.parse(form) as CompiledPolicy);
  const { full = [], helpDesk = [], auditors = [] } = compiled?.administrators ?? {};
  return canonicalize([full, helpDesk, auditors, compiled?.operators ?? []]);
}
