import { expect, it } from 'vitest';
import type { Outcome } from '../../../libs/policy/decide/evaluate.js';
import { earnedTickets, type TicketFacts } from './earned-tickets.js';

const facts: TicketFacts = {
  ...{ interactive: true, provedFirst: true, mayEnrolHere: false, withoutSecondFactor: false },
  ...{ wayBack: false, prove: false, appPasswords: false },
  administers: { domain: 'a.tld', role: 'help-desk', readOnly: false, outrankedBy: [] },
  act: { rpc: 'x/Y', subject: 'luca@a.tld', request: Buffer.alloc(32) },
};
const purposes = (outcome: object, over: Partial<TicketFacts> = {}) =>
  earnedTickets(outcome as Outcome, { ...facts, ...over })
    .map(({ purpose }) => purpose)
    .filter((purpose) => purpose === 'administer' || purpose === 'act');
const allow = (...proved: string[]) => ({ decision: 'ALLOW', reason: 'RULE_SATISFIED', proved });

it('two factors, a passkey or SAML make an administrator, whatever the rule asked', () => {
  for (const proved of [['password', 'otp'], ['passkey'], ['saml']]) {
    expect(purposes(allow(...proved))).toEqual(['administer', 'act']);
  }
  expect(purposes(allow('password', 'otp'), { act: undefined })).toEqual(['administer']);
});

it('one factor, trust, grace or a session do not make an administrator', () => {
  expect(purposes(allow('password'))).toEqual([]);
  expect(purposes(allow('session'))).toEqual([]);
  expect(purposes({ ...allow('password'), reason: 'GRACE_PERIOD' })).toEqual([]);
  expect(purposes({ ...allow('password', 'otp'), decision: 'CHALLENGE' })).toEqual([]);
  expect(purposes(allow('password', 'otp'), { interactive: false })).toEqual([]);
  expect(purposes(allow('password', 'otp'), { administers: undefined })).toEqual([]);
});

it("a front-end's statement is not a factor for an administrator", () => {
  expect(purposes(allow('password', 'otp'), { provedFirst: false })).toEqual([]);
  expect(purposes(allow('passkey'), { provedFirst: false })).toEqual(['administer', 'act']);
});
