import { type Combination, type Factor, factorsOf } from '../language/words.js';

/** The first factor of a login. `verified` is the front-end's word that the password was right. */
export type FirstFactor = 'none' | 'password' | 'verified' | 'app-password' | 'saml';

export interface Presented {
  readonly first: FirstFactor;
  /** A code or a recovery code. */
  readonly second: boolean;
  /** New trust was asked for. */
  readonly remember: boolean;
}

/** What is to be verified, the first factor before the second, and nothing else. */
export interface Plan {
  /** The first alternative, in order, that takes the first factor. */
  readonly chosen: Combination | undefined;
  /** Whether the first factor is to be verified; `verified` is right by itself. */
  readonly first: boolean;
  /** Whether the code is to be verified too, once the first factor was right. */
  readonly second: boolean;
  /** An app password where the main one is wanted, or the reverse: no secret is compared. */
  readonly wrongCredential: boolean;
}

export function planFactors(alternatives: readonly Combination[], presented: Presented): Plan {
  const factor = factorOf(presented.first);
  const chosen = alternatives.find(
    (one) => factor !== undefined && factorsOf(one).includes(factor),
  );
  if (chosen === undefined) {
    const other = otherPassword(factor);
    const wrongCredential = alternatives.some(
      (one) => other !== undefined && factorsOf(one).includes(other),
    );
    return { chosen, first: false, second: false, wrongCredential };
  }
  const second = presented.second && (presented.remember || factorsOf(chosen).includes('otp'));
  return { chosen, first: true, second, wrongCredential: false };
}

/** The factor that a first factor proves. */
export function factorOf(first: FirstFactor): Factor | undefined {
  if (first === 'none') return undefined;
  return first === 'verified' ? 'password' : first;
}

function otherPassword(factor: Factor | undefined): Factor | undefined {
  if (factor === 'password') return 'app-password';
  return factor === 'app-password' ? 'password' : undefined;
}
