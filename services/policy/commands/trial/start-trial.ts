import { failedPrecondition, invalidArgument } from '../../../../libs/errors/index.js';
import type { Warning } from '../../../../libs/policy/warn/warning.js';
import type { Random } from '../../../../libs/random/index.js';
import type { SourceText } from '../../core/read-sources.js';
import type { SetProblem } from '../../core/set-problem.js';
import type { Trial } from '../../core/trial/trial.js';
import type { Saml } from '../../ports/factors.js';
import type { TrialEnder, TrialStore } from '../../ports/trials.js';
import { readAll } from '../apply/apply.js';
import { type PlanPorts, planRevision } from '../apply/plan-revision.js';
import type { ReportProgress } from '../apply/progress.js';
import { warnOfProviders } from '../apply/warn-of-providers.js';

export interface StartTrialPorts extends PlanPorts {
  readonly trials: TrialStore;
  /** Loads the current trials into this replica. */
  readonly refreshTrials: () => Promise<void>;
  readonly saml: Pick<Saml, 'availableAmong'>;
  readonly random: Random;
}

export interface StartTrialRequest extends TrialEnder {
  readonly sources: readonly SourceText[];
  readonly remindAfterMs: number;
}

export type StartTrialOutcome =
  | { readonly kind: 'started'; readonly trial: Trial; readonly warnings: readonly Warning[] }
  | { readonly kind: 'refused'; readonly problems: readonly SetProblem[] };

/**
 * Starts a trial of one document. The document must pass the checks of Apply, because one that cannot be applied is not
 * worth trying.
 *
 * @throws GatepostError FAILED_PRECONDITION if a trial of the document is running, or the document is already in force
 * as it is; RESOURCE_EXHAUSTED if it has more rules than a trial may have
 */
export async function startTrial(
  request: StartTrialRequest,
  ports: StartTrialPorts,
  report: ReportProgress,
): Promise<StartTrialOutcome> {
  const { documents, checker, trials, clock, random } = ports;
  const { sources, remindAfterMs, actor, onBehalfOf, comment } = request;
  const read = await readAll(sources, checker, report);
  if (read.problems.length > 0) return { kind: 'refused', problems: read.problems };
  const [candidate, more] = read.documents;
  if (candidate === undefined || more !== undefined) {
    throw invalidArgument('file', 'a trial is of one document');
  }
  const { name, file, text } = candidate;
  if ((await trials.find(name)) !== undefined) throw isRunning(name);
  const revision = await documents.activeRevision();
  const plan = await planRevision(read.documents, [], ports, report);
  if (plan.problems.length > 0) return { kind: 'refused', problems: plan.problems };
  if (plan.unchanged.includes(name)) {
    throw failedPrecondition(`${name} is already in force with this text: there is nothing to try`);
  }
  const forms = plan.recompiled.flatMap(({ name: domain, compiled }) =>
    compiled === null ? [] : [{ name: domain, compiled }],
  );
  const startedAt = clock.now();
  const trial: Trial = {
    ...{ id: random.id(), document: name, file, content: text, revision, startedAt },
    ...{ actor, onBehalfOf, comment, remindAt: startedAt + remindAfterMs, failure: '' },
    domains: forms.length,
  };
  if (!(await trials.start(trial, forms))) throw isRunning(name);
  await ports.refreshTrials();
  const providers = await warnOfProviders(plan.providerRules, ports.saml);
  return { kind: 'started', trial, warnings: [...plan.warnings, ...providers] };
}

function isRunning(name: string): Error {
  return failedPrecondition(`a trial of ${name} is running: end it first`);
}
