import { expect, it } from 'vitest';
import { REASONS } from '../../../libs/policy/decide/reason.js';
import { messageFor } from './messages.js';

const told = (offered: { trustedAddress: boolean; enrolment: boolean }) =>
  REASONS.map((reason) =>
    messageFor({
      ...{ reason, deniedByRule: null, decisionId: '0', retryAfterSeconds: 61, offered },
    }),
  ).join('\n');

it('no message advises what the domain does not have', () => {
  const none = told({ trustedAddress: false, enrolment: false });
  expect(none).not.toMatch(/trust this address|set one up from|IPv6/);
  expect(none).toMatch(/ask your administrator/);
  const all = told({ trustedAddress: true, enrolment: true });
  expect(all).toMatch(/trust this address/);
  // Who was trusted over the one is surprised over the other.
  expect(all).toMatch(/IPv4 and IPv6 apart/);
  expect(all).toMatch(/set one up from a trusted network/);
});

it('the message of a limit says how long to wait', () => {
  expect(told({ trustedAddress: false, enrolment: false })).toMatch(/try again in 2 minutes/);
});
