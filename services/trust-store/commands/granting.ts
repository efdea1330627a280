import type { Random } from '../../../libs/random/index.js';
import type { Terms } from '../core/limits.js';
import type { CheckedTrust, GrantTerms, TrustTransaction } from '../ports.js';
import type { GrantRequest } from './grant-request.js';

/** A grant in progress, within its transaction. */
export interface Granting {
  readonly tx: TrustTransaction;
  readonly random: Random;
  readonly now: number;
  readonly request: GrantRequest;
  /** The account's trust that holds, locked. */
  readonly live: readonly CheckedTrust[];
  readonly terms: Terms;
  readonly base: Omit<GrantTerms, 'until'>;
}
