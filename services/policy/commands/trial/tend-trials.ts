import { GatepostError } from '../../../../libs/errors/index.js';
import type { Trial } from '../../core/trial/trial.js';
import type { TrialStore } from '../../ports.js';
import { readAll } from '../apply/apply.js';
import { type PlanPorts, planRevision } from '../apply/plan-revision.js';

export interface TendTrialsPorts extends PlanPorts {
  readonly trials: TrialStore;
}

/**
 * Keeps trials to what is in force: compiles a candidate again when a template of it or a domain that it binds changed,
 * ends a trial whose candidate came into force, and tells of those that are forgotten.
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

/** A document as it stands in a file of its own. */
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

/** What a bound says is the candidate's own fault; anything else is tried again. */
function reasonOf(error: unknown): string {
  if (error instanceof GatepostError && error.code === 'RESOURCE_EXHAUSTED') return error.message;
  throw error;
}
