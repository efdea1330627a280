import { describe, expect, it } from 'vitest';
import type { Combination } from '../language/words.js';
import { decideFactors } from './factors.js';
import type { FactorFacts } from './facts.js';
import { type Presented, planFactors } from './plan.js';

const presented = (first: Presented['first'], second = false, remember = false): Presented => {
  return { first, second, remember, passkey: false, prove: false };
};
const facts = (given: Partial<FactorFacts>): FactorFacts => ({
  presented: presented('none'),
  first: 'right',
  second: 'right',
  interactive: true,
  grace: false,
  mayEnrolHere: false,
  hasOtp: true,
  hasPasskey: false,
  passkey: undefined,
  hasSaml: false,
  ...given,
});
const word = { presented: presented('verified'), first: undefined };
const password = { presented: presented('password') };

describe('what is verified', () => {
  it.each<[Combination[], Presented, object]>([
    [
      ['password + otp', 'password'],
      presented('password', true),
      { chosen: 'password + otp', second: true },
    ],
    [
      ['password', 'password + otp'],
      presented('password', true),
      { chosen: 'password + otp', second: true },
    ],
    [['password'], presented('password', true, true), { first: true, second: true }],
    [['app-password'], presented('app-password', true), { first: true, second: false }],
    [
      ['app-password', 'password + otp'],
      presented('verified', true),
      { chosen: 'password + otp', second: true },
    ],
    [['password + otp'], presented('none', true, true), { first: false, second: false }],
    [
      ['password + otp'],
      presented('app-password', true, true),
      { first: false, second: false, wrongCredential: true },
    ],
    [['app-password', 'saml'], presented('verified'), { first: false, wrongCredential: true }],
    [
      ['saml'],
      presented('password', true, true),
      { first: false, second: false, wrongCredential: false },
    ],
    [['password'], presented('saml'), { first: false, wrongCredential: false }],
  ])('for %j of %o is %o', (alternatives, what, plan) => {
    expect(planFactors(alternatives, what)).toMatchObject(plan);
  });
});

describe('the outcome', () => {
  it.each<[string, Combination[], Partial<FactorFacts>, string]>([
    [
      'a satisfied alternative behind the chosen one',
      ['password + otp', 'password'],
      password,
      'ALLOW RULE_SATISFIED ',
    ],
    [
      'a wrong code where a password would have been enough',
      ['password + otp', 'password'],
      { presented: presented('password', true), second: 'wrong' },
      'DENY BAD_SECOND_FACTOR ',
    ],
    [
      'a code that was never verified',
      ['password + otp'],
      { presented: presented('password', true), second: undefined },
      'DENY BAD_SECOND_FACTOR ',
    ],
    [
      'a password that was never verified',
      ['password'],
      { ...password, first: undefined },
      'DENY BAD_CREDENTIALS ',
    ],
    ['a word that needs no verifying', ['password'], word, 'ALLOW RULE_SATISFIED '],
    [
      'a wrong password and a throttled code',
      ['password + otp'],
      { presented: presented('password', true), first: 'wrong', second: 'rate-limited' },
      'DENY BAD_CREDENTIALS ',
    ],
    [
      'a throttled code',
      ['password + otp'],
      { presented: presented('password', true), second: 'rate-limited' },
      'DENY RATE_LIMITED ',
    ],
    [
      'a throttled password',
      ['password + otp'],
      { ...password, first: 'rate-limited' },
      'DENY RATE_LIMITED ',
    ],
    [
      'a bad SAML response',
      ['saml'],
      { presented: presented('saml'), first: 'wrong' },
      'DENY BAD_SAML_RESPONSE ',
    ],
    [
      'SAML where the rule has none',
      ['password'],
      { presented: presented('saml'), first: undefined },
      'CHALLENGE FACTOR_REQUIRED password',
    ],
    [
      'a password where the rule wants SAML',
      ['saml'],
      { ...password, first: undefined, hasSaml: true },
      'CHALLENGE FACTOR_REQUIRED saml',
    ],
    [
      'the same where nothing can be asked',
      ['saml'],
      { ...password, first: undefined, interactive: false },
      'DENY CANNOT_CHALLENGE ',
    ],
    [
      'nothing presented, by one without OTP in grace',
      ['password + otp', 'saml'],
      { hasOtp: false, hasSaml: true, grace: true },
      'CHALLENGE FACTOR_REQUIRED password+otp saml',
    ],
    ['nothing presented, in a domain without SAML', ['saml'], {}, 'DENY CANNOT_CHALLENGE '],
    [
      'nothing presented, an app password wanted',
      ['app-password'],
      {},
      'CHALLENGE FACTOR_REQUIRED app-password',
    ],
    [
      'grace',
      ['password + otp', 'saml'],
      { ...word, hasOtp: false, hasSaml: true, grace: true },
      'ALLOW GRACE_PERIOD ',
    ],
    [
      'grace for one who has OTP',
      ['password + otp'],
      { ...word, grace: true },
      'CHALLENGE FACTOR_REQUIRED otp',
    ],
    [
      'grace where OTP is not what is missing',
      ['app-password'],
      { ...word, hasOtp: false, grace: true },
      'DENY WRONG_CREDENTIAL_FOR_SERVICE ',
    ],
    [
      'no OTP, elsewhere',
      ['password + otp'],
      { ...word, hasOtp: false },
      'DENY ENROLMENT_REQUIRED ',
    ],
    [
      'no OTP, elsewhere, with SAML',
      ['password + otp', 'saml'],
      { ...word, hasOtp: false, hasSaml: true },
      'CHALLENGE FACTOR_REQUIRED saml',
    ],
    [
      'no OTP, where one may enrol, with SAML',
      ['password + otp', 'saml'],
      { ...word, hasOtp: false, hasSaml: true, mayEnrolHere: true },
      'CHALLENGE ENROLMENT_REQUIRED otp-enrolment saml',
    ],
    [
      'no OTP, where one may enrol, not interactive',
      ['password + otp'],
      { ...word, hasOtp: false, mayEnrolHere: true, interactive: false },
      'DENY ENROLMENT_REQUIRED ',
    ],
    [
      'OTP, not interactive',
      ['password + otp'],
      { ...word, interactive: false },
      'DENY CANNOT_CHALLENGE ',
    ],
    [
      'an app password or more',
      ['app-password', 'password + otp'],
      word,
      'CHALLENGE FACTOR_REQUIRED app-password otp',
    ],
  ])('%s', (_, alternatives, given, expected) => {
    const outcome = decideFactors(alternatives, facts(given));
    if (outcome.kind !== 'decided') throw new Error(outcome.kind);
    const missing = outcome.missing.map((factors) => factors.join('+')).join(' ');
    expect(`${outcome.decision} ${outcome.reason} ${missing}`).toBe(expected);
  });

  it.each<[string, Combination[], Partial<FactorFacts>, object]>([
    [
      'both where both bear on it',
      ['password + otp', 'saml'],
      { ...word, hasOtp: undefined, hasSaml: undefined },
      { kind: 'needs', facts: ['otp', 'saml'] },
    ],
    [
      'nothing of OTP before a first factor',
      ['password + otp', 'saml'],
      { hasOtp: undefined, hasSaml: undefined },
      { kind: 'needs', facts: ['saml'] },
    ],
    [
      'nothing of SAML where nothing can be asked',
      ['password + otp', 'saml'],
      { ...word, interactive: false, hasOtp: undefined, hasSaml: undefined },
      { kind: 'needs', facts: ['otp'] },
    ],
    [
      'nothing where the rule is satisfied',
      ['password', 'saml'],
      { ...word, hasOtp: undefined, hasSaml: undefined },
      { decision: 'ALLOW' },
    ],
    [
      'nothing after something wrong',
      ['password + otp', 'saml'],
      { ...password, first: 'wrong', hasOtp: undefined, hasSaml: undefined },
      { decision: 'DENY' },
    ],
  ])('asks for %s', (_, alternatives, given, expected) => {
    expect(decideFactors(alternatives, facts(given))).toMatchObject(expected);
  });

  it.each<[string, Combination[], Partial<FactorFacts>, object]>([
    [
      'is decided without otp where SAML is left',
      ['password + otp', 'saml'],
      { ...word, hasOtp: 'unavailable', hasSaml: true },
      { decision: 'CHALLENGE', missing: [['saml']] },
    ],
    [
      'is decided without saml where OTP is left',
      ['password + otp', 'saml'],
      { ...word, hasSaml: 'unavailable' },
      { decision: 'CHALLENGE', missing: [['otp']] },
    ],
    [
      'is not decided where nothing else is left',
      ['password + otp', 'saml'],
      { ...word, hasOtp: 'unavailable' },
      { kind: 'unavailable', fact: 'otp' },
    ],
    [
      'is not an ALLOW in grace',
      ['password + otp'],
      { ...word, grace: true, hasOtp: 'unavailable' },
      { kind: 'unavailable', fact: 'otp' },
    ],
    [
      'is not decided where SAML alone is left',
      ['saml'],
      { hasSaml: 'unavailable' },
      { kind: 'unavailable', fact: 'saml' },
    ],
    [
      'is not decided without knowing why to deny',
      ['password + otp'],
      { ...word, interactive: false, hasOtp: 'unavailable' },
      { kind: 'unavailable', fact: 'otp' },
    ],
    [
      'is denied where nothing could be asked anyway',
      ['saml'],
      { interactive: false, hasSaml: 'unavailable' },
      { decision: 'DENY' },
    ],
  ])('%s', (_, alternatives, given, expected) => {
    expect(decideFactors(alternatives, facts(given))).toMatchObject(expected);
  });
});
