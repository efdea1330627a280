import { changesPrivileges } from '../../core/changes-privileges.js';
import type { Documents } from '../../ports/documents.js';
import type { Plan } from './plan-revision.js';

/**
 * The first document in a plan that changes who administers, or what binds other documents. Undefined if there is none.
 */
export async function findPrivilegeChange(
  { recompiled }: Pick<Plan, 'recompiled'>,
  documents: Pick<Documents, 'loadCompiled'>,
): Promise<string | undefined> {
  for (const { name, compiled } of recompiled) {
    if (changesPrivileges(await documents.loadCompiled(name), compiled)) return name;
  }
  return undefined;
}
