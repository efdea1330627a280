import type { Policy } from '../../../libs/policy/decide/policy.js';
import type { TrustLimits } from './trust-limits.js';

/** A document in force, in the form decisions use. */
export interface ActivePolicy {
  /** The domain, or `*`. */
  readonly name: string;
  readonly policy: Policy;
  readonly limits: TrustLimits;
}

/** The documents in force at one revision. */
export interface PolicySet {
  /** 0 if nothing was ever applied. */
  readonly revision: number;
  /** The domain's own document, or else the one of `*`. */
  find(domain: string): ActivePolicy | undefined;
}
