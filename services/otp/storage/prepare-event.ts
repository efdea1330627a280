import * as events from '../../../libs/events/definitions/otp.js';
import type { PreparedEvent } from '../../../libs/events/index.js';
import {
  actorData,
  domainOfAccount,
  limitData,
  makeEvent,
  ownerData,
} from '../../../libs/events/index.js';
import type { EventActor, NamedAuthenticator, OtpEvent } from '../core/events.js';

/** An event of ours as it goes out. `id` is a UUID, `time` ms since the epoch. */
export function prepareEvent(event: OtpEvent, at: { id: string; time: number }): PreparedEvent {
  const context = {
    ...at,
    service: 'otp',
    domain: domainOfAccount('account' in event ? event.account : ''),
  };
  switch (event.type) {
    case 'enrolment-begun':
      return makeEvent(events.enrolmentBegun, context, ofAuthenticator(event));
    case 'authenticator-confirmed':
      return makeEvent(events.authenticatorConfirmed, context, ofAuthenticator(event));
    case 'authenticator-imported':
      return makeEvent(events.authenticatorImported, context, ofAuthenticator(event));
    case 'authenticator-unlocked':
      return makeEvent(events.authenticatorUnlocked, context, ofAuthenticator(event));
    case 'authenticator-suspended':
      return makeEvent(events.authenticatorSuspended, context, ofAuthenticator(event));
    case 'authenticator-restored':
      return makeEvent(events.authenticatorRestored, context, ofAuthenticator(event));
    case 'authenticator-resynchronised': {
      const data = { ...ofAuthenticator(event), drift_seconds: event.driftSeconds };
      return makeEvent(events.authenticatorResynchronised, context, data);
    }
    case 'authenticator-removed': {
      const data = { ...ofAuthenticator(event), recovery_codes: event.recoveryCodes };
      return makeEvent(events.authenticatorRemoved, context, data);
    }
    case 'authenticator-locked':
      return makeEvent(events.authenticatorLocked, context, {
        account: event.account,
        authenticator: authenticatorOf(event.authenticator),
        failures: event.failures,
        until: new Date(event.until).toISOString(),
        client_ip: event.clientIp,
        decision_id: event.decisionId,
      });
    case 'recovery-codes-issued': {
      const { account, count } = event;
      const data = { account, count, actor: actorData(event.actor) };
      return makeEvent(events.recoveryCodesIssued, context, data);
    }
    case 'recovery-code-used':
      return makeEvent(events.recoveryCodeUsed, context, usedCode(event));
    case 'recovery-codes-few':
      return makeEvent(events.recoveryCodesFew, context, usedCode(event));
    case 'reset':
      return makeEvent(events.otpReset, context, {
        account: event.account,
        authenticators: event.authenticators,
        recovery_codes: event.recoveryCodes,
        actor: actorData(event.actor),
      });
    case 'purged': {
      const { account, rows, certificate, actor } = event;
      return makeEvent(events.otpPurged, context, { account, rows, certificate, actor });
    }
    case 'throttle-locked':
      return makeEvent(events.otpThrottle.locked, context, limitData(event));
    case 'throttle-unlocked':
      return makeEvent(events.otpThrottle.unlocked, context, limitData(event));
    case 'throttle-cleared': {
      const data = { ...ownerData(event), failures: event.failures, actor: actorData(event.actor) };
      return makeEvent(events.otpThrottle.cleared, context, data);
    }
    case 'keys-rotated': {
      const data = { key_id: event.keyId, sealed: event.sealed, actor: actorData(event.actor) };
      return makeEvent(events.otpKeysRotated, context, data);
    }
    default:
      return event satisfies never;
  }
}

function ofAuthenticator(event: {
  account: string;
  authenticator: NamedAuthenticator;
  actor: EventActor;
}) {
  const { account, authenticator, actor } = event;
  return { account, authenticator: authenticatorOf(authenticator), actor: actorData(actor) };
}

/** What is named, and nothing else of what may be in the object: there is a secret beside it. */
function authenticatorOf({ id, label, algorithm, digits, period }: NamedAuthenticator) {
  const upper = { sha1: 'SHA1', sha256: 'SHA256', sha512: 'SHA512' } as const;
  return { id, label, algorithm: upper[algorithm], digits, period_seconds: period };
}

function usedCode(event: OtpEvent & { type: 'recovery-code-used' | 'recovery-codes-few' }) {
  const { account, left, clientIp, decisionId } = event;
  return { account, left, client_ip: clientIp, decision_id: decisionId };
}
