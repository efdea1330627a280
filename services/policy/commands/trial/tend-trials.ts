import { GatepostError } from '../../../../libs/errors/index.js';
import type { Trial } from '../../core/trial/trial.js';
import type { TrialStore } from '../../ports/trials.js';
import { readAll } from '../apply/apply.js';
import { type PlanPorts, planRevision } from '../apply/plan-revision.js';

export interface TendTrialsPorts extends PlanPorts {
  readonly trials: TrialStore;
}

/**
 * Keeps trials in step with what is in force. It recompiles a candidate when a template of it or a domain that it binds
 * changes, ends a trial whose candidate came into force, and reports forgotten trials.
 */
export async function tendTrials(ports: TendTrialsPorts, signal: AbortSignal): Promise<void> {
  const { trials, documents, clock } = ports;
  await trials.remind(clock.now());
  while (!signal.aborted) {
    const active = await documents.activeRevision();
    const claimed = await trials.claimOutdated(active, clock.now());
    if (claimed === undefined) return;
    const { trial, compiledRevision } = claimed;
    const inForce = await documents.contents([trial.document]);
    if (bare(inForce.get(trial.document)) === bare(trial.content)) await trials.applied(trial);
    else if (await trials.touches(trial, compiledRevision)) {
      await trials
        .recompiled(trial, active, await compileAgain(trial, ports))
        .catch(async (error) => {
          await trials.recompiled(trial, active, { failure: reasonOf(error) });
        });
    } else await trials.untouched(trial, active);
  }
}

/** A document's text as it would stand alone in a file. */
function bare(text: string | undefined): string | undefined {
  return text?.replace(/^---\n/, '').trimEnd();
}

type Compiled = Parameters<TrialStore['recompiled']>[2];

async function compileAgain(trial: Trial, ports: TendTrialsPorts): Promise<Compiled> {
  const { file, content, document } = trial;
  const sources = [{ file, text: content, documents: [document] }];
  try {
    const read = await readAll(sources, ports.checker, () => {});
    const { problems, recompiled } =
      read.problems.length > 0
        ? { problems: read.problems, recompiled: [] }
        : await planRevision(read.documents, [], ports, () => {});
    const [problem] = problems;
    if (problem !== undefined)
      return { failure: `it could not be applied any more: ${said(problem)}` };
    const forms = recompiled.flatMap(({ name, compiled }) =>
      compiled === null ? [] : [{ name, compiled }],
    );
    return { forms };
  } catch (error) {
    return { failure: reasonOf(error) };
  }
}

function said({
  file,
  line,
  column,
  message,
}: {
  file: string;
  line: number;
  column: number;
  message: string;
}) {
  return `${file}:${line}:${column}: ${message}`;
}

/** If a limit was exceeded, the candidate itself is at fault. Any other error is thrown and tried again. */
function reasonOf(error: unknown): string {
  if (error instanceof GatepostError && error.code === 'RESOURCE_EXHAUSTED') return error.message;
  throw error;
}
