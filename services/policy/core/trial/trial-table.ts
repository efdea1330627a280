import type { CompiledPolicy } from '../../../../libs/policy/compile/compiled.js';
import type { Policy } from '../../../../libs/policy/decide/policy.js';
import type { PolicyTable } from '../../../../libs/policy/store/policy-table.js';
import { isTemplateName } from '../documents.js';
import type { TrialState } from './trial.js';

/** A trial as it applies to one login. */
export interface ActiveTrial {
  readonly id: string;
  readonly document: string;
  /** Undefined if the candidate cannot be evaluated. */
  readonly candidate: Policy | undefined;
}

/** A trial as this replica serves it. */
export interface ServedTrial {
  readonly id: string;
  readonly document: string;
  /** Increases whenever the candidate is recompiled. */
  readonly version: number;
  readonly remindAt: number;
  /** Why it gives no answers; empty if it works. */
  readonly failure: string;
  readonly candidates: PolicyTable;
}

export interface TrialForm {
  readonly domain: string;
  readonly compiled: CompiledPolicy;
}

/**
 * Adds the compiled forms to a trial's table of candidates.
 *
 * @throws Error if a compiled form cannot be used
 */
export function addForms(candidates: PolicyTable, forms: readonly TrialForm[]): void {
  for (const { compiled } of forms) candidates.set(candidates.pack(compiled));
}

/**
 * The running trials. A login meets at most one: the trial of its domain's own document, else of one of its templates,
 * else of `*` if `*` decides.
 */
export class TrialTable {
  #byDocument = new Map<string, ServedTrial>();
  #templates: readonly ServedTrial[] = [];

  get size(): number {
    return this.#byDocument.size;
  }

  /** The trial served for a document, if it has this id and version. */
  known(document: string, id: string, version: number): ServedTrial | undefined {
    const served = this.#byDocument.get(document);
    return served?.id === id && served.version === version ? served : undefined;
  }

  /** Replaces all running trials. */
  replace(trials: readonly ServedTrial[]): void {
    this.#byDocument = new Map(trials.map((trial) => [trial.document, trial]));
    this.#templates = trials.filter(({ document }) => isTemplateName(document));
  }

  /** @param decidedBy the name of the document that decides; undefined if there is none */
  find(domain: string, decidedBy: string | undefined): ActiveTrial | undefined {
    if (this.#byDocument.size === 0) return undefined;
    const own = this.#byDocument.get(domain);
    if (own !== undefined) return activeTrial(own, domain);
    for (const template of this.#templates) {
      const found = template.candidates.find(domain);
      if (found !== undefined) return activeTrial(template, domain);
    }
    if (decidedBy !== undefined && decidedBy !== '*') return undefined;
    const star = this.#byDocument.get('*');
    return star && activeTrial(star, '*');
  }

  /** The number of trials in each state. */
  count(stateOf: (trial: ServedTrial) => TrialState): Readonly<Record<TrialState, number>> {
    const counts = { running: 0, forgotten: 0, failed: 0 };
    for (const trial of this.#byDocument.values()) counts[stateOf(trial)] += 1;
    return counts;
  }
}

function activeTrial(trial: ServedTrial, name: string): ActiveTrial {
  const { id, document, failure, candidates } = trial;
  const candidate = failure === '' ? candidates.find(name)?.policy : undefined;
  return { id, document, candidate };
}
