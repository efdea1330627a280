import { createHash } from 'node:crypto';
import type { SignInHost } from './hosts.js';
import type { AuthenticatorData, ClientData } from './response.js';

/** The check that refused an answer, for the record. A closed set, because auditors switch over it. */
export type FailedCheck =
  | 'malformed'
  | 'login-ticket'
  | 'expired'
  | 'host'
  | 'credential'
  | 'account'
  | 'user-handle'
  | 'domain'
  | 'type'
  | 'challenge'
  | 'origin'
  | 'cross-origin'
  | 'rp-id'
  | 'user-present'
  | 'user-verified'
  | 'backup-state'
  | 'signature'
  | 'challenge-used'
  | 'counter'
  | 'removed'
  | 'suspended';

/** The check that refused a registration. `attestation` and `model` occur only if the operator lists models. */
export type FailedRegistrationCheck = FailedCheck | 'attestation' | 'model';

/** What an answer is compared with. */
export interface Expected {
  readonly type: 'webauthn.create' | 'webauthn.get';
  /** base64url */
  readonly challenge: string;
  readonly host: SignInHost;
  readonly userVerification: boolean;
  /** The passkey's flag from its registration. Undefined while it is being registered. */
  readonly backupEligible: boolean | undefined;
}

interface Answer {
  readonly client: ClientData;
  readonly authenticator: AuthenticatorData;
}

/**
 * The steps of WebAuthn Level 3 sections 7.1 (registration) and 7.2 (assertion) that need no signature, in the
 * specification's order. The library repeats most of them, but it accepts cross-origin use and leaves the backup state
 * to us.
 */
const CHECKS: readonly (readonly [FailedCheck, (answer: Answer, expected: Expected) => boolean])[] =
  [
    ['type', ({ client }, { type }) => client.type === type],
    ['challenge', ({ client }, { challenge }) => client.challenge === challenge],
    ['origin', ({ client }, { host }) => host.origins.includes(client.origin)],
    // None of our pages is shown inside another site's page.
    ['cross-origin', ({ client }) => !client.crossOrigin && !client.hasTopOrigin],
    ['rp-id', ({ authenticator }, { host }) => authenticator.rpIdHash.equals(hashOf(host.rpId))],
    ['user-present', ({ authenticator }) => authenticator.userPresent],
    [
      'user-verified',
      ({ authenticator }, { userVerification }) => authenticator.userVerified || !userVerification,
    ],
    ['backup-state', hasBackupState],
  ];

/** Undefined if every check passes. */
export function failedCheck(answer: Answer, expected: Expected): FailedCheck | undefined {
  return CHECKS.find(([, holds]) => !holds(answer, expected))?.[0];
}

/** A credential that is not backup eligible must not be backed up, and eligibility never changes (section 6.1.3). */
function hasBackupState({ authenticator }: Answer, { backupEligible }: Expected): boolean {
  const { backupEligible: eligible, backedUp } = authenticator;
  return (eligible || !backedUp) && (backupEligible === undefined || backupEligible === eligible);
}

function hashOf(rpId: string): Buffer {
  return createHash('sha256').update(rpId).digest();
}
