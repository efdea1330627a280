import type { Service } from '../../names/services.js';
import type { Source } from '../language/problem.js';
import type { Factor, Trust } from '../language/words.js';

/** A login that shows an assertion to be false. */
export interface Counterexample {
  readonly account: string;
  readonly service: Service;
  readonly address: string;
  /** The trusts that hold. */
  readonly trusts: readonly Trust[];
  /** The factors it presents, all of them right. */
  readonly present: readonly Factor[];
  /** Whether it is let in because the person has no OTP and the grace period is still running. */
  readonly grace: boolean;
  /** What it opens elsewhere, where a session stands for this login. */
  readonly session?: SessionUse;
}

/** Where a session of the counterexample's account is accepted. */
export interface SessionUse {
  readonly service: Service;
  readonly address: string;
  readonly trusts: readonly Trust[];
  readonly rule: FailedRule;
}

export interface FailedRule extends Source {
  readonly name: string;
}

/** Why a policy is refused although it compiles. The place is that of the broken demand. */
export interface Failure extends Source {
  readonly kind: 'never' | 'always' | 'limit' | 'undecided';
  /** The domain whose policy fails. */
  readonly domain: string;
  /** Whether the demand is in `*`: a guardrail, or a limit. */
  readonly guardrail: boolean;
  readonly message: string;
  /** The template that the failure is in; every domain that extends it fails alike. */
  readonly template?: string;
  /** Absent for a limit, and if the demand could not be decided. */
  readonly counterexample?: Counterexample;
  /**
   * The rule that decides the counterexample; null if none does. Absent without a counterexample.
   */
  readonly rule?: FailedRule | null;
}
