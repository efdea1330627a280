import { type Combination, type Factor, factorsOf } from '../language/words.js';

/** The first factor of a login. `verified` is the front-end's statement that the password was right. */
export type FirstFactor = 'none' | 'password' | 'verified' | 'app-password' | 'saml' | 'session';

export interface Presented {
  readonly first: FirstFactor;
  /** Whether a code or a recovery code was presented; never together with a passkey. */
  readonly second: boolean;
  /** Whether `second` is a recovery code. */
  readonly recovery?: boolean;
  /** Whether a passkey's answer was presented, alone or after a password. */
  readonly passkey: boolean;
  /** Whether the login asked for new trust in an address or a device. */
  readonly remember: boolean;
  /**
   * Whether the login asked for a ticket that needs more than one factor: all that was presented is
   * then verified.
   */
  readonly prove: boolean;
}

/** What is verified, the first factor before the second; nothing else is. */
export interface Plan {
  /** The alternative for which the presented factors are verified. */
  readonly chosen: Combination | undefined;
  /** Whether the first factor is verified; `verified` needs no check. */
  readonly first: boolean;
  /** Whether the code is verified, once the first factor was right. */
  readonly second: boolean;
  /**
   * Whether the passkey is verified, once any first factor in the plan was right. `user`: with user
   * verification, because no password is verified beside it.
   */
  readonly passkey: false | 'user' | 'touch';
  /**
   * A password and a recovery code were presented, and the rule accepts a passkey and no password.
   * Both are verified so that the person can add a new passkey; they prove no factor of the rule.
   */
  readonly wayBack: boolean;
  /** The secret is of a kind that the rule accepts nowhere: nothing is compared. */
  readonly wrongCredential: boolean;
}

/**
 * Chooses an alternative. The first of these that applies:
 * - the first alternative, in document order, that accepts everything presented
 * - `passkey` if a passkey was presented; the password is then not looked at
 * - the first alternative that accepts the first factor
 */
export function planFactors(alternatives: readonly Combination[], presented: Presented): Plan {
  const factor = factorOf(presented.first);
  const chosen = choose(alternatives, factor, presented);
  if (chosen === 'passkey') return PASSKEY_ALONE;
  if (chosen === undefined) {
    if (isWayBack(alternatives, presented)) return WAY_BACK;
    return isWrongCredential(alternatives, factor) ? WRONG_CREDENTIAL : NOTHING;
  }
  const wanted = factorsOf(chosen);
  // What earns trust or a ticket is verified even if the rule does not need it. A session earns
  // neither.
  const extra = (presented.remember || presented.prove) && factor !== 'session';
  return {
    chosen,
    first: true,
    second: presented.second && (extra || wanted.includes('otp')),
    passkey: presented.passkey && (extra || wanted.includes('passkey')) && verificationFor(factor),
    wayBack: false,
    wrongCredential: false,
  };
}

const NOTHING: Plan = {
  chosen: undefined,
  first: false,
  second: false,
  passkey: false,
  wayBack: false,
  wrongCredential: false,
};
const WRONG_CREDENTIAL: Plan = { ...NOTHING, wrongCredential: true };
const PASSKEY_ALONE: Plan = { ...NOTHING, chosen: 'passkey', passkey: 'user' };

const WAY_BACK: Plan = { ...NOTHING, first: true, second: true, wayBack: true };

/** A touch is enough only beside the main password: an app password is kept by a program. */
function verificationFor(factor: Factor | undefined): 'user' | 'touch' {
  return factor === 'password' ? 'touch' : 'user';
}

/** A person who lost a passkey adds another with the password and a recovery code. */
function isWayBack(
  alternatives: readonly Combination[],
  { first, second, recovery, passkey }: Presented,
): boolean {
  const presents = first === 'password' && second && recovery === true && !passkey;
  return presents && alternatives.includes('passkey');
}

function choose(
  alternatives: readonly Combination[],
  factor: Factor | undefined,
  { second, passkey }: Presented,
): Combination | undefined {
  if (factor === undefined) {
    // A passkey is not verified before the password that goes with it.
    return passkey && alternatives.includes('passkey') ? 'passkey' : undefined;
  }
  const takes = (one: Combination) => factorsOf(one).includes(factor);
  const takesAll = (one: Combination) =>
    takes(one) &&
    (!second || factorsOf(one).includes('otp')) &&
    (!passkey || factorsOf(one).includes('passkey'));
  const all = alternatives.find(takesAll);
  if (all !== undefined) return all;
  if (passkey && alternatives.includes('passkey')) return 'passkey';
  return alternatives.find(takes);
}

/**
 * For a factor that no alternative accepts. True for an app password where the main one is wanted
 * and the reverse, for a session, and for either password where a session is wanted.
 */
function isWrongCredential(
  alternatives: readonly Combination[],
  factor: Factor | undefined,
): boolean {
  if (factor === undefined || factor === 'saml') return false;
  if (factor === 'session') return true;
  const other = factor === 'password' ? 'app-password' : 'password';
  return alternatives.some((one) => one === 'session' || factorsOf(one).includes(other));
}

/** The factor that a first factor proves. */
export function factorOf(first: FirstFactor): Factor | undefined {
  if (first === 'none') return undefined;
  return first === 'verified' ? 'password' : first;
}
