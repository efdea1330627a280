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
  /** What it presents, all of it right. */
  readonly present: readonly Factor[];
  /** Let in because the person has no OTP and the grace period has not ended. */
  readonly grace: boolean;
  /** What it opens elsewhere: a session stands for this login there. */
  readonly session?: SessionUse;
}

/** Where a session of the counterexample's account is taken. */
export interface SessionUse {
  readonly service: Service;
  readonly address: string;
  readonly trusts: readonly Trust[];
  readonly rule: FailedRule;
}

export interface FailedRule extends Source {
  readonly name: string;
}

/** Why a policy that compiles is refused all the same. It stands where the demand is made. */
export interface Failure extends Source {
  readonly kind: 'never' | 'always' | 'limit' | 'undecided';
  /** The domain whose policy fails. */
  readonly domain: string;
  /** The demand is of `*`: a guardrail, or a limit. */
  readonly guardrail: boolean;
  readonly message: string;
  /** It is a template's: each domain that extends it fails alike. */
  readonly template?: string;
  /** Absent for a limit, and where it could not be decided. */
  readonly counterexample?: Counterexample;
  /** The rule that decides the counterexample; null where none does. Absent where there is none. */
  readonly rule?: FailedRule | null;
}
