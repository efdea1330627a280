import {
  type ChangeGroup,
  type CompareRequest,
  type CompareSummary,
  PolicyAdminServiceService as PolicyAdmin,
  type Refused,
  type SourceFile,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { CliError } from '../../output/exit.js';
import type { Session } from '../../session/session.js';
import { formatProgress } from './outcome.js';

/** What the files change in the policy in force, or why they would be refused. */
export type Comparison =
  | {
      readonly $case: 'compared';
      readonly groups: readonly ChangeGroup[];
      readonly summary: CompareSummary;
    }
  | { readonly $case: 'refused'; readonly value: Refused };

/** Has the server compare. `backwards`: the policy in force is the later one. */
export async function compareFiles(
  { exchange, out }: Session,
  files: readonly SourceFile[],
  backwards = false,
): Promise<Comparison> {
  const requests: CompareRequest[] = [
    { part: { $case: 'options', value: { backwards } } },
    ...files.map((value): CompareRequest => ({ part: { $case: 'file', value } })),
  ];
  const groups: ChangeGroup[] = [];
  let summary: CompareSummary | undefined;
  for await (const { part } of exchange(PolicyAdmin.compare, requests)) {
    if (part?.$case === 'refused') return part;
    if (part?.$case === 'progress') out.progress(formatProgress(part.value));
    if (part?.$case === 'group') groups.push(part.value);
    if (part?.$case === 'summary') summary = part.value;
  }
  if (summary === undefined) throw new CliError('the server sent no summary');
  return { $case: 'compared', groups, summary };
}
