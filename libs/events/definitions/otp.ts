import * as z from 'zod';
import { defineEvent } from '../define-event.js';
import { account, actor, address, label, time, uuid } from './common.js';
import { purgedEvent, throttleEvents } from './throttle.js';

const authenticator = z.strictObject({
  id: z.string(),
  label,
  algorithm: z.enum(['SHA1', 'SHA256', 'SHA512']),
  digits: z.int(),
  period_seconds: z.int(),
});

const ofAuthenticator = z.strictObject({ account, authenticator, actor });
const recoveryCodes = z.int().min(0);

export const enrolmentBegun = defineEvent({
  type: 'gatepost.otp.enrolment-begun.v1',
  title: 'An authenticator was created and waits for its first code.',
  data: ofAuthenticator,
});

export const authenticatorConfirmed = defineEvent({
  type: 'gatepost.otp.authenticator-confirmed.v1',
  title: 'A first code made an authenticator active.',
  data: ofAuthenticator,
});

export const authenticatorImported = defineEvent({
  type: 'gatepost.otp.authenticator-imported.v1',
  title: 'An administrator imported an authenticator.',
  data: ofAuthenticator,
});

export const authenticatorRemoved = defineEvent({
  type: 'gatepost.otp.authenticator-removed.v1',
  title: 'An authenticator was removed.',
  data: ofAuthenticator.extend({
    recovery_codes: recoveryCodes.describe(
      'Unused recovery codes that ended with the last authenticator.',
    ),
  }),
});

export const authenticatorLocked = defineEvent({
  type: 'gatepost.otp.authenticator-locked.v1',
  title: 'Too many wrong codes locked an authenticator.',
  data: z.strictObject({
    account,
    authenticator,
    failures: z.int(),
    until: time,
    client_ip: address,
    decision_id: uuid.optional(),
  }),
});

export const authenticatorUnlocked = defineEvent({
  type: 'gatepost.otp.authenticator-unlocked.v1',
  title: 'An administrator unlocked an authenticator.',
  data: ofAuthenticator,
});

export const authenticatorSuspended = defineEvent({
  type: 'gatepost.otp.authenticator-suspended.v1',
  title: 'An authenticator was suspended: it was added after a sign-in that its owner disowned.',
  data: ofAuthenticator,
});

export const authenticatorRestored = defineEvent({
  type: 'gatepost.otp.authenticator-restored.v1',
  title: 'A suspended authenticator was restored.',
  data: ofAuthenticator,
});

export const authenticatorRenamed = defineEvent({
  type: 'gatepost.otp.authenticator-renamed.v1',
  title: 'A person renamed an authenticator.',
  data: ofAuthenticator,
});

export const authenticatorResynchronised = defineEvent({
  type: 'gatepost.otp.authenticator-resynchronised.v1',
  title: 'The drift of an authenticator’s clock was measured with two consecutive codes.',
  data: ofAuthenticator.extend({ drift_seconds: z.int().describe('Negative: its clock is slow.') }),
});

export const recoveryCodesIssued = defineEvent({
  type: 'gatepost.otp.recovery-codes-issued.v1',
  title: 'New recovery codes replaced the old ones.',
  data: z.strictObject({ account, count: recoveryCodes, actor }),
});

const usedCode = z.strictObject({
  account,
  left: recoveryCodes,
  client_ip: address,
  decision_id: uuid.optional(),
});

export const recoveryCodeUsed = defineEvent({
  type: 'gatepost.otp.recovery-code-used.v1',
  title: 'A recovery code was used.',
  data: usedCode,
});

export const recoveryCodesFew = defineEvent({
  type: 'gatepost.otp.recovery-codes-few.v1',
  title: 'Few recovery codes are left.',
  data: usedCode,
});

export const otpReset = defineEvent({
  type: 'gatepost.otp.reset.v1',
  title:
    'An administrator removed all authenticators and recovery codes of an account. Its trust is revoked.',
  data: z.strictObject({
    account,
    authenticators: z.int().min(0),
    recovery_codes: recoveryCodes,
    actor,
  }),
});

export const otpKeysRotated = defineEvent({
  type: 'gatepost.otp.keys-rotated.v1',
  title: 'Every secret was sealed under the newest key.',
  data: z.strictObject({ key_id: z.string(), sealed: z.int().min(0), actor }),
});

export const otpThrottle = throttleEvents('otp');
export const otpPurged = purgedEvent('otp');
