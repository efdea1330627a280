import type { CompiledPolicy } from '../../../libs/policy/compile/compiled.js';
import type { CompiledForm } from './documents.js';
import { PolicyMap } from './policy-map.js';
import { type RecordedLogin, type Replay, replay } from './replay.js';

/** The result of deciding a login again. */
export type Replayed =
  | Exclude<Replay, { kind: 'changed' }>
  | (Extract<Replay, { kind: 'changed' }> & { readonly login: RecordedLogin });

/**
 * Decides logins again, each by the form at the same index in `decidedBy`. A login is skipped if that entry is null or
 * the login is undefined.
 * @param signIns sign-ins of the sessions that were used, by decision id
 */
export function replayPage(
  logins: readonly (RecordedLogin | undefined)[],
  decidedBy: readonly (string | null)[],
  forms: readonly CompiledForm[],
  signIns: ReadonlyMap<string, RecordedLogin> = new Map(),
): Replayed[] {
  const policies = new Map(forms.map(({ name, compiled }) => [name, policyOf(name, compiled)]));
  return logins.flatMap((login, index): Replayed[] => {
    const policy = policies.get(decidedBy[index] ?? '');
    if (login === undefined || policy === undefined) return [];
    const result = replay(login, policy, signIns.get(login.signIn ?? ''));
    return result.kind === 'changed' ? [{ ...result, login }] : [result];
  });
}

function policyOf(name: string, form: string) {
  const map = new PolicyMap();
  map.update([map.prepare({ name, compiled: JSON.parse(form) as CompiledPolicy }, 0)], 0);
  return map.find(name);
}
