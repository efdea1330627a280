import type {
  Applied,
  ApplyResponse,
  Problem,
  Progress,
  Refused,
} from '../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { drawProgress } from '../../output/bars.js';
import { CliError, EXIT, type ExitCode } from '../../output/exit.js';
import type { Output } from '../../output/output.js';
import { formatTable, printable } from '../../output/table.js';

/**
 * The outcome for a set of documents, in the form that every command which changes the set reports.
 */
export type Outcome =
  | { readonly $case: 'applied'; readonly value: Applied }
  | { readonly $case: 'refused'; readonly value: Refused };

/** Shows progress until the last message, which is the outcome. */
export async function readOutcome(
  answers: AsyncIterable<ApplyResponse>,
  out: Output,
): Promise<Outcome> {
  let waited = false;
  for await (const { part } of answers) {
    if (part === undefined) continue;
    if (part.$case !== 'progress') return part;
    // Printed once even if no progress is shown, so that the person does not think that the command
    // hangs.
    if (part.value.phase === 'wait' && !waited) out.note(PHASES.wait ?? '');
    waited ||= part.value.phase === 'wait';
    out.progress(formatProgress(part.value));
  }
  throw new CliError('the server ended without an outcome');
}

/** Texts for phases whose names alone are not clear. */
const PHASES: Readonly<Record<string, string>> = {
  read: 'reading the documents',
  wait: 'another change is being stored: waiting for it',
  activate: 'waiting for the replicas',
  count: 'reading the record',
};

/** One line of progress: a bar where the total is known, otherwise a count. */
export function formatProgress({ phase, done, total }: Progress): string {
  const name = PHASES[phase] ?? phase;
  if (total === 0n) return done === 0n ? `${name} …` : `${name}: ${done}`;
  return `${drawProgress(Number(done), Number(total))}  ${name}: ${done} of ${total}`;
}

/**
 * Prints the outcome; a refusal is a finding. `verb` says what a success means: `in force`.
 * `meaning`, if given, is what changes by it.
 */
export function reportOutcome(
  out: Output,
  outcome: Outcome,
  verb: string,
  meaning?: { readonly value: object; readonly text: string },
): ExitCode {
  if (outcome.$case === 'refused') {
    const { problems } = outcome.value;
    out.result({ refused: { problems } }, () => formatRefusal(problems));
    return EXIT.finding;
  }
  const { revision, changes, warnings, replicas } = outcome.value;
  const value = { applied: { revision, changes, warnings, replicas }, meaning: meaning?.value };
  out.result(value, () =>
    [
      ...(meaning === undefined ? [] : [`${meaning.text}\n`]),
      ...warnings.map((warning) => `${formatProblem(warning)} (${warning.kind})`),
      ...(changes.length === 0
        ? []
        : [
            formatTable(
              ['document', 'change'],
              changes.map((c) => [c.document, c.change]),
            ),
          ]),
      `revision ${revision} ${verb}${formatReplicas(outcome.value)}`,
    ].join('\n'),
  );
  return EXIT.ok;
}

function formatReplicas({ replicas, revision }: Applied): string {
  if (replicas.length === 0) return '';
  const serving = replicas.filter((replica) => replica.revision >= revision);
  const late = replicas.filter((replica) => replica.revision < revision);
  const names = late.map(({ name, revision: at }) => `${name} still has ${at}`).join(', ');
  const all = `, served by ${serving.map(({ name }) => name).join(', ')}`;
  return late.length === 0 ? all : `${all}; ${names}`;
}

function formatRefusal(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  return [...problems.map(formatProblem), `refused: ${count}; nothing was changed`].join('\n');
}

/** `file:line:column: what is wrong`, so that editors can jump there. */
export function formatProblem(problem: Problem): string {
  const { file, line, column, path, message, expected, counterexample, document } = problem;
  const place = line > 0 ? `${file}:${line}:${column}` : file || document;
  const lines = [`${place}: ${path === '' ? '' : `${path}: `}${message}`];
  if (expected !== '') lines.push(`    expected: ${expected}`);
  if (counterexample !== '') lines.push(`    for example: ${counterexample}`);
  return lines.map(printable).join('\n');
}

/** Requires that an answer has an outcome. */
export function outcomeOf(outcome: Outcome | undefined): Outcome {
  if (outcome === undefined) throw new CliError('the server sent no outcome');
  return outcome;
}
