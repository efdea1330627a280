import { type Combination, type Factor, factorsOf } from '../language/words.js';

/** The first factor of a login. `verified` is the front-end's word that the password was right. */
export type FirstFactor = 'none' | 'password' | 'verified' | 'app-password' | 'saml' | 'session';

export interface Presented {
  readonly first: FirstFactor;
  /** A code or a recovery code; never together with a passkey. */
  readonly second: boolean;
  /** That is a recovery code. */
  readonly recovery?: boolean;
  /** A passkey's answer, alone or after a password. */
  readonly passkey: boolean;
  /** New trust was asked for, of an address or a device. */
  readonly remember: boolean;
  /** A ticket that takes more than one factor is wanted: what was presented is verified for it. */
  readonly prove: boolean;
}

/** What is to be verified, the first factor before the second, and nothing else. */
export interface Plan {
  /** The alternative that what was presented is verified for. */
  readonly chosen: Combination | undefined;
  /** Whether the first factor is to be verified; `verified` is right by itself. */
  readonly first: boolean;
  /** Whether the code is to be verified too, once the first factor was right. */
  readonly second: boolean;
  /**
   * Whether the passkey is to be verified, once a first factor that is to be verified was right;
   * `user`: together with user verification, for no password is verified beside it.
   */
  readonly passkey: false | 'user' | 'touch';
  /**
   * A password and a recovery code, where the rule takes a passkey and no password: verified for a new passkey, and nothing
   * of the rule is proved by them.
   */
  readonly wayBack: boolean;
  /** A secret of a kind that the rule takes nowhere: none is compared. */
  readonly wrongCredential: boolean;
}

/**
 * Chooses the first alternative, in document order, that takes all that was presented; if none
 * does, `passkey` where a passkey was presented, without looking at the password; else the first
 * that takes the first factor.
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
  // What earns trust or a ticket is verified though the rule does not need it. A session earns none.
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

/** A touch is enough beside the main password alone: an app password is kept by a program. */
function verificationFor(factor: Factor | undefined): 'user' | 'touch' {
  return factor === 'password' ? 'touch' : 'user';
}

/** Who has lost the passkey makes another with the password and a recovery code. */
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
    // A passkey is not verified before the password that it goes with.
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
 * Of a factor that no alternative takes: an app password where the main one is wanted, or the
 * reverse; a session; either password where a session is wanted.
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
