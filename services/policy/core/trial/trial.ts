/** A candidate document that rides beside the one in force. Times in ms since the epoch. */
export interface Trial {
  /** UUID: events name the trial by it. */
  readonly id: string;
  /** `a.tld`, `*` or `template:standard-isp`. */
  readonly document: string;
  readonly file: string;
  readonly content: string;
  /** Of the policy set that was in force when it began. */
  readonly revision: number;
  readonly startedAt: number;
  readonly actor: string;
  readonly onBehalfOf: string;
  readonly comment: string;
  /** From then on it counts as forgotten. */
  readonly remindAt: number;
  /** Why it says nothing; empty: it works. */
  readonly failure: string;
  /** How many domains it is compiled for. */
  readonly domains: number;
}

export type TrialState = 'running' | 'forgotten' | 'failed';

/** What an operator has to know of a trial. */
export function stateOf(
  { failure, remindAt }: Pick<Trial, 'failure' | 'remindAt'>,
  now: number,
): TrialState {
  if (failure !== '') return 'failed';
  return now >= remindAt ? 'forgotten' : 'running';
}

/**
 * Rules that a candidate may have for one domain: each login goes through all of them, in the worst case,
 * beside its own.
 */
export const MOST_RULES = 500;
