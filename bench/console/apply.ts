import type { Session } from '../../cli/session/session.js';
import {
  type ApplyRequest,
  PolicyAdminServiceService as PolicyAdmin,
  type StartTrialRequest,
} from '../../libs/gen/gatepost/policy/v1/policy_admin.js';
import type { SourceText } from './documents.js';

/**
 * Applies documents as one set.
 * @returns the revision
 * @throws Error with the first problem
 */
export async function apply(admin: Session, texts: readonly SourceText[]): Promise<number> {
  const actor = { onBehalfOf: '', comment: 'bench' };
  const requests: ApplyRequest[] = [
    { part: { $case: 'options', value: { dryRun: false, actor } } },
    ...texts.map((of): ApplyRequest => ({ part: { $case: 'file', value: fileOf(of) } })),
  ];
  for await (const { part } of admin.exchange(PolicyAdmin.apply, requests)) {
    if (part?.$case === 'refused') throw new Error(JSON.stringify(part.value.problems[0]));
    if (part?.$case === 'applied') return Number(part.value.revision);
  }
  throw new Error('policy ended without an outcome');
}

/** Starts a trial. @returns its id @throws Error with the first problem */
export async function startTrial(admin: Session, of: SourceText): Promise<string> {
  const actor = { onBehalfOf: '', comment: 'bench' };
  const requests: StartTrialRequest[] = [
    { part: { $case: 'options', value: { remindAfterDays: 0, actor } } },
    { part: { $case: 'file', value: fileOf(of) } },
  ];
  for await (const { part } of admin.exchange(PolicyAdmin.startTrial, requests)) {
    if (part?.$case === 'refused') throw new Error(JSON.stringify(part.value.problems[0]));
    if (part?.$case === 'started') return part.value.trial?.id ?? '';
  }
  throw new Error('policy ended without an outcome');
}

function fileOf({ name, text }: SourceText) {
  return { name: `${name}.yaml`, content: Buffer.from(text), documents: [name] };
}
