import type { Reason } from '../../../libs/policy/decide/reason.js';

/**
 * The message that the person may read. It depends on the reason and on what the document offers, never on the account,
 * so that it tells a stranger nothing. `decisionId` finds the details in the log and in the record.
 */
export function messageFor(of: {
  readonly reason: Reason;
  readonly deniedByRule: string | null;
  readonly decisionId: string;
  /** With RATE_LIMITED: seconds until an attempt is possible again; 0 if unknown. */
  readonly retryAfterSeconds: number;
  /** What the document offers. No message advises anything else. */
  readonly offered: { readonly trustedAddress: boolean; readonly enrolment: boolean };
}): string {
  const { reason, deniedByRule, decisionId, retryAfterSeconds, offered } = of;
  const { trustedAddress, enrolment } = offered;
  switch (reason) {
    case 'RULE_SATISFIED':
      return 'Signed in.';
    case 'GRACE_PERIOD':
      return 'Signed in. A second factor will soon be needed: set one up in the web client.';
    case 'FACTOR_REQUIRED':
      return 'More is needed to sign in.';
    case 'ENROLMENT_REQUIRED':
      return enrolment
        ? 'A second factor is needed and none is set up: set one up from a trusted network, or ask your administrator.'
        : 'A second factor is needed and none is set up: ask your administrator.';
    case 'BAD_CREDENTIALS':
      return 'The account or the password is wrong.';
    case 'BAD_SECOND_FACTOR':
      return 'The code is wrong or was used before.';
    case 'BAD_SAML_RESPONSE':
      return `Sign-in failed. Reference: ${decisionId}`;
    case 'BAD_PASSKEY':
      return 'The passkey was not accepted.';
    case 'SESSION_ENDED':
      return 'This sign-in has ended: sign in again.';
    case 'WRONG_CREDENTIAL_FOR_SERVICE':
      return trustedAddress
        ? 'This password is not for this service: use the app password made for it, or your main password where no app password is asked for. An address that you trusted counts alone: IPv4 and IPv6 apart.'
        : 'This password is not for this service: use the app password made for it, or your main password where no app password is asked for.';
    case 'NO_RULE':
      return trustedAddress
        ? 'Sign-in to this service is not allowed from here: sign in to webmail and trust this address, or ask your administrator.'
        : 'Sign-in to this service is not allowed from here: ask your administrator.';
    case 'DENIED_BY_RULE':
      return deniedByRule ?? 'Sign-in to this service is not allowed.';
    case 'CANNOT_CHALLENGE':
      return trustedAddress
        ? 'A second factor is needed that this program cannot ask for: sign in to webmail and trust this address, then try again.'
        : 'A second factor is needed that this program cannot ask for: ask your administrator.';
    case 'RATE_LIMITED':
      return `Too many failed attempts: try again in ${inMinutes(retryAfterSeconds)}.`;
    default:
      return reason satisfies never;
  }
}

/** For example `4 minutes`. Rounded up, so that an attempt is possible again by then. */
function inMinutes(seconds: number): string {
  if (seconds === 0) return 'a few minutes';
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
