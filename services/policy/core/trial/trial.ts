/** A candidate document that is evaluated beside the one in force. Times are in ms since the epoch. */
export interface Trial {
  /** UUID by which events name the trial. */
  readonly id: string;
  /** `a.tld`, `*` or `template:standard-isp`. */
  readonly document: string;
  readonly file: string;
  readonly content: string;
  /** The revision of the policy set in force when the trial began. */
  readonly revision: number;
  readonly startedAt: number;
  readonly actor: string;
  readonly onBehalfOf: string;
  readonly comment: string;
  /** When it starts to count as forgotten. */
  readonly remindAt: number;
  /** Why it gives no answers; empty if it works. */
  readonly failure: string;
  /** How many domains it is compiled for. */
  readonly domains: number;
}

export type TrialState = 'running' | 'forgotten' | 'failed';

/** The state of a trial, as operators see it. */
export function stateOf(
  { failure, remindAt }: Pick<Trial, 'failure' | 'remindAt'>,
  now: number,
): TrialState {
  if (failure !== '') return 'failed';
  return now >= remindAt ? 'forgotten' : 'running';
}

/**
 * The most rules that a candidate may have for one domain. In the worst case each login goes through all of them,
 * besides those in force.
 */
export const MOST_RULES = 500;
