import type { Decision, Reason } from '../../../../libs/policy/decide/reason.js';

/** What the candidate of a trial would have said of a login. */
export type Said =
  | {
      readonly kind: 'decided';
      readonly decision: Decision;
      /** Undefined: it rests on what was not asked. */
      readonly reason: Reason | undefined;
      /** Name of the rule of the candidate; undefined likewise, or where none matches. */
      readonly rule: string | undefined;
    }
  /** `not-asked`: the decision rests on what this login did not look up or verify. */
  | { readonly kind: 'unknown'; readonly why: 'not-asked' | 'failed' };

/** A trial that a login met. */
export interface RiddenTrial {
  readonly id: string;
  readonly document: string;
  readonly said: Said;
}
