import type { Decision, Reason } from '../../../../libs/policy/decide/reason.js';

/** What the candidate of a trial would have decided for a login. */
export type TrialResult =
  | {
      readonly kind: 'decided';
      readonly decision: Decision;
      /** Undefined if it depends on something that was not asked. */
      readonly reason: Reason | undefined;
      /**
       * Name of the candidate's rule. Undefined if it depends on something that was not asked, or if no rule matches.
       */
      readonly rule: string | undefined;
    }
  /** `not-asked`: the decision depends on something this login did not look up or verify. */
  | { readonly kind: 'unknown'; readonly why: 'not-asked' | 'failed' };

/** A trial's result for one login. */
export interface EvaluatedTrial {
  readonly id: string;
  readonly document: string;
  readonly result: TrialResult;
}
