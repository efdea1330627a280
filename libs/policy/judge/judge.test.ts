import fc from 'fast-check';
import { expect, it } from 'vitest';
import { caseArbitrary, findMismatches, LOGINS_A_SET } from './compare.js';
import { judgeLogin } from './judge-login.js';

const CASES = 20_000;
const TIMEOUT = 240_000;

it('the engine and the judge agree on every field of every outcome', { timeout: TIMEOUT }, () => {
  fc.assert(
    fc.property(caseArbitrary, ([documents, logins]) => {
      expect(findMismatches(documents, logins)).toEqual([]);
    }),
    { numRuns: CASES / LOGINS_A_SET },
  );
});

it('covers every decision that needs no other service', () => {
  const seen = new Set<string>();
  for (const [documents, logins] of fc.sample(caseArbitrary, { numRuns: 500, seed: 1 })) {
    for (const login of logins) {
      const { decision, reason, carriedBy } = judgeLogin(documents, login);
      seen.add(`${decision} ${reason}`);
      if (carriedBy.length > 0) seen.add('carried by trust');
    }
  }
  expect([...seen].sort()).toEqual([
    'ALLOW GRACE_PERIOD',
    'ALLOW RULE_SATISFIED',
    'CHALLENGE ENROLMENT_REQUIRED',
    'CHALLENGE FACTOR_REQUIRED',
    'DENY BAD_CREDENTIALS',
    'DENY BAD_PASSKEY',
    'DENY BAD_SAML_RESPONSE',
    'DENY BAD_SECOND_FACTOR',
    'DENY CANNOT_CHALLENGE',
    'DENY DENIED_BY_RULE',
    'DENY ENROLMENT_REQUIRED',
    'DENY NO_RULE',
    'DENY RATE_LIMITED',
    'DENY SESSION_ENDED',
    'DENY WRONG_CREDENTIAL_FOR_SERVICE',
    'UNAVAILABLE ',
    'carried by trust',
  ]);
});
