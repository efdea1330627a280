import type { CompiledPolicy } from '../../../libs/policy/compile/compiled.js';
import type { ParsedDocument } from '../../../libs/policy/language/document.js';
import { checkSet, verifyPolicies } from '../core/check-set.js';
import { readSource, type SourceText } from '../core/read-sources.js';

// What runs in a thread of its own: each export is a task of `checkInWorkers`.

export function read(source: SourceText) {
  return readSource(source);
}

export function check(task: {
  documents: readonly ParsedDocument[];
  star: CompiledPolicy | null;
  now: number;
}) {
  return checkSet(task.documents, task.star, task.now);
}

export function verify(task: {
  policies: readonly CompiledPolicy[];
  star: CompiledPolicy | null;
  now: number;
}) {
  return verifyPolicies(task.policies, task.star, task.now);
}
