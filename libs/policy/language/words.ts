/**
 * What a person proves. A code and a recovery code are both `otp`; `session` is the token of an
 * earlier sign-in.
 */
export const FACTORS = ['password', 'app-password', 'otp', 'saml', 'passkey', 'session'] as const;
export type Factor = (typeof FACTORS)[number];

/** What a rule may require: these, and nothing else. */
export const COMBINATIONS = [
  'password',
  'app-password',
  'saml',
  'passkey',
  'password + otp',
  'password + passkey',
  'session',
] as const;
export type Combination = (typeof COMBINATIONS)[number];

/** The kinds of trust that a rule may ask for with `when`. */
export const TRUSTS = ['trusted-ip', 'trusted-device'] as const;
export type Trust = (typeof TRUSTS)[number];

const FACTORS_OF: Readonly<Record<Combination, readonly Factor[]>> = {
  password: ['password'],
  'app-password': ['app-password'],
  saml: ['saml'],
  passkey: ['passkey'],
  'password + otp': ['password', 'otp'],
  'password + passkey': ['password', 'passkey'],
  session: ['session'],
};

/** The factors a combination needs, in the order in which they are verified. */
export function factorsOf(combination: Combination): readonly Factor[] {
  return FACTORS_OF[combination];
}

/**
 * Whether one login can present all of these: one first factor, with a code or a passkey beside a
 * password. SAML, a session and a passkey without a password stand alone.
 */
export function isPresentable(factors: readonly Factor[]): boolean {
  const has = (factor: Factor) => factors.includes(factor);
  const passwords = [has('password'), has('app-password')].filter(Boolean).length;
  const alone = [has('saml'), has('session')].filter(Boolean).length;
  if (alone > 0) return new Set(factors).size === 1;
  return passwords <= 1 && !(has('otp') && has('passkey'));
}

/**
 * Whether a login that proved these is a sign-in, on which a session can rest. A login with an app
 * password is not: app passwords are for programs.
 */
export function isSignIn(factors: readonly Factor[]): boolean {
  if (factors.includes('app-password')) return false;
  return factors.some((one) => one === 'password' || one === 'saml' || one === 'passkey');
}

/** A set of trusts is these bits or-ed. */
export const TRUST_IP = 1;
export const TRUST_DEVICE = 2;

/** The bit of one trust. */
export function trustBit(trust: Trust): number {
  return trust === 'trusted-ip' ? TRUST_IP : TRUST_DEVICE;
}

/** The trusts in a set of bits, in the order of `TRUSTS`. */
export function trustsOf(bits: number): Trust[] {
  return TRUSTS.filter((trust) => (bits & trustBit(trust)) !== 0);
}
