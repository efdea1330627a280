import { expect, it } from 'vitest';
import { Service } from '../../../../libs/gen/gatepost/common/v1/common.js';
import { Decision, Reason } from '../../../../libs/gen/gatepost/policy/v1/authorization.js';
import {
  Trial,
  TrialDifference,
  TrialSummary,
} from '../../../../libs/gen/gatepost/policy/v1/policy_admin.js';
import { complete } from '../../../../libs/grpc/wire/complete.js';
import { formatFindings, sentenceOf } from './view-findings.js';

const DAY = 86_400_000;

/** The findings of a trial that has run for 14 days. */
function findings(over: Partial<TrialSummary> = {}, trial: Partial<Trial> = {}) {
  const startedAt = new Date(0);
  return {
    ...complete(TrialSummary, {
      at: new Date(14 * DAY),
      logins: 4139n,
      allowed: 4102n,
      unknown: 37n,
    }),
    ...over,
    trial: complete(Trial, { document: 'a.tld', domains: 1, startedAt, ...trial }),
  };
}

it('says in one sentence what it found, and whether to apply it', () => {
  expect(sentenceOf(findings({ ready: true }))).toBe(
    'ready to apply: in 14 days it would have allowed 4,102, refused 0 genuine, could not tell 37',
  );
  expect(sentenceOf(findings({ at: new Date(1.5 * DAY) }))).toMatch(
    /^not ready \(it needs 14 days\): in 1 day it would have allowed/,
  );
  expect(sentenceOf(findings({ refusedGenuine: 2n, refusedRecent: 1n, askedMore: 3n }))).toBe(
    'not ready (it would refuse people): in 14 days it would have allowed 4,102, asked 3 for more, refused 2 genuine, refused 1 too recent to call genuine, could not tell 37',
  );
  expect(sentenceOf(findings({ refusedRecent: 1n }))).toMatch(
    /^not ready \(it may refuse people\)/,
  );
  expect(sentenceOf(findings())).toMatch(/^not ready \(it could not tell enough\)/);
  expect(sentenceOf(findings({}, { failure: 'it threw' }))).toBe(
    'not ready: it failed, and says nothing: it threw',
  );
});

it('lists persons and rules, and what it does not list it counts', () => {
  const difference = complete(TrialDifference, {
    ...{ account: 'eve@a.tld', service: Service.IMAP, was: Decision.ALLOW, wouldBe: Decision.DENY },
    ...{ ruleWas: 'all', ruleWouldBe: '', reasonWouldBe: Reason.NO_RULE, count: 2n, genuine: 1n },
    last: new Date(13 * DAY),
  });
  const text = formatFindings([difference], findings({ differences: 3n, notKept: 1200n }));
  expect(text).toMatch(/2 +1 +eve@a\.tld +Imap +ALLOW → DENY +NO_RULE +all → \(none\)/);
  expect(text).toContain('… and 2 more: --json');
  expect(text).toContain('1,200 more logins are in no row');
});
