import { PolicyAdminServiceService as PolicyAdmin } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { usageError } from '../../output/exit.js';
import type { Session } from '../../session/session.js';

/**
 * A document's name as it was typed.
 * @param instead what to do with a file's name
 * @throws CliError if it is the path of a file
 */
export function documentNamed(given: string, instead: string): string {
  if (!/[/\\]|\.ya?ml$/.test(given)) return given;
  throw usageError(`${given} is a file, and a document has the name of its domain: ${instead}`);
}

/** @throws CliError if the policy set has no such revision yet: the newest would be taken for it */
export async function requireRevision(
  { call }: Session,
  document: string,
  revision: bigint,
): Promise<void> {
  const forDomain = document.includes(':') ? '' : document;
  const request = { prefix: document, page: { size: 1, token: '' }, forDomain, template: '' };
  const { activeRevision } = await call(PolicyAdmin.list, request);
  if (revision <= activeRevision) return;
  throw usageError(`there is no revision ${revision} yet: the newest is ${activeRevision}`);
}
