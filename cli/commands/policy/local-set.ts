import type { Problem, SourceFile } from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { compileSet } from '../../../libs/policy/compile/compile-set.js';
import type { CompiledPolicy } from '../../../libs/policy/compile/compiled.js';
import { parseDocuments } from '../../../libs/policy/read/parse-documents.js';
import { reportOnce } from '../../../libs/policy/verify/report-once.js';
import { verifyPolicy } from '../../../libs/policy/verify/verify-policy.js';
import { warnPolicy } from '../../../libs/policy/warn/warn-policy.js';

export interface LocalSet {
  readonly compiled: readonly CompiledPolicy[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

const BARE = { path: '', expected: '', document: '', counterexample: '' };

/** Checks documents by themselves, as if no others were in force. Needs no server. */
export function checkLocally(files: readonly SourceFile[], now: number): LocalSet {
  const read = files.map(({ name, content }) => parseDocuments(content.toString('utf8'), name));
  const set = compileSet(read.flatMap(({ documents }) => documents));
  const wrong = [...read.flatMap(({ problems }) => problems), ...set.problems];
  const compiled = [...set.compiled.values()];
  const star = set.compiled.get('*') ?? null;
  const failures = compiled.flatMap((policy) => verifyPolicy({ policy, star, now }));
  return {
    compiled,
    problems: [
      ...wrong.map((problem) => ({ ...BARE, kind: 'document', ...problem })),
      ...reportOnce(failures).map(
        ({ file, line, column, message, domain, counterexample, guardrail }) => ({
          ...{ ...BARE, file, line, column, message, document: domain },
          kind: guardrail ? 'guardrail-failed' : 'assert-failed',
          counterexample: counterexample === undefined ? '' : JSON.stringify(counterexample),
        }),
      ),
    ],
    warnings: [...set.warnings, ...compiled.flatMap((policy) => warnPolicy(policy))].map(
      (warning) => ({ ...BARE, ...warning }),
    ),
  };
}
