/** What a person proves. A code and a recovery code are both `otp`. */
export const FACTORS = ['password', 'app-password', 'otp', 'saml'] as const;
export type Factor = (typeof FACTORS)[number];

/** What a rule may require: these, and nothing else. */
export const COMBINATIONS = ['password', 'app-password', 'saml', 'password + otp'] as const;
export type Combination = (typeof COMBINATIONS)[number];

export const TRUSTS = ['trusted-ip', 'trusted-device'] as const;
export type Trust = (typeof TRUSTS)[number];

const FACTORS_OF: Readonly<Record<Combination, readonly Factor[]>> = {
  password: ['password'],
  'app-password': ['app-password'],
  saml: ['saml'],
  'password + otp': ['password', 'otp'],
};

/** The factors a combination needs, in the order in which they are verified. */
export function factorsOf(combination: Combination): readonly Factor[] {
  return FACTORS_OF[combination];
}

/** Sets of trusts are bits or-ed. */
export const TRUST_IP = 1;
export const TRUST_DEVICE = 2;

export function trustBit(trust: Trust): number {
  return trust === 'trusted-ip' ? TRUST_IP : TRUST_DEVICE;
}

export function trustsOf(bits: number): Trust[] {
  return TRUSTS.filter((trust) => (bits & trustBit(trust)) !== 0);
}
