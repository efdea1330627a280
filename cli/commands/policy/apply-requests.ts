import type {
  ApplyRequest,
  SourceFile,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';

/** The messages of the Apply RPC: the options first, then the files. */
export function applyRequests(
  files: readonly SourceFile[],
  options: Extract<ApplyRequest['part'], { $case: 'options' }>['value'],
): ApplyRequest[] {
  return [
    { part: { $case: 'options', value: options } },
    ...files.map((value): ApplyRequest => ({ part: { $case: 'file', value } })),
  ];
}
