import { createHash } from 'node:crypto';
import type { SignInHost } from './hosts.js';
import type { AuthenticatorData, ClientData } from './response.js';

/** Which check refused an answer, for the record. Closed: auditors switch over it. */
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

/** Which check refused a registration; `attestation` and `model`: where the operator lists models. */
export type FailedRegistrationCheck = FailedCheck | 'attestation' | 'model';

/** What an answer is compared with. */
export interface Expected {
  readonly type: 'webauthn.create' | 'webauthn.get';
  /** base64url */
  readonly challenge: string;
  readonly host: SignInHost;
  readonly userVerification: boolean;
  /** Of the passkey, as it was made; undefined: it is being made. */
  readonly backupEligible: boolean | undefined;
}

interface Answer {
  readonly client: ClientData;
  readonly authenticator: AuthenticatorData;
}

/**
 * The steps of WebAuthn Level 3 sections 7.1 (registering) and 7.2 (verifying an assertion) that need no signature, in the
 * specification's order. The library repeats most of them; cross-origin use it takes, and the backup state it leaves to us.
 */
const CHECKS: readonly (readonly [FailedCheck, (answer: Answer, expected: Expected) => boolean])[] =
  [
    ['type', ({ client }, { type }) => client.type === type],
    ['challenge', ({ client }, { challenge }) => client.challenge === challenge],
    ['origin', ({ client }, { host }) => host.origins.includes(client.origin)],
    // No page of ours is shown inside another's.
    ['cross-origin', ({ client }) => !client.crossOrigin && !client.hasTopOrigin],
    ['rp-id', ({ authenticator }, { host }) => authenticator.rpIdHash.equals(hashOf(host.rpId))],
    ['user-present', ({ authenticator }) => authenticator.userPresent],
    [
      'user-verified',
      ({ authenticator }, { userVerification }) => authenticator.userVerified || !userVerification,
    ],
    ['backup-state', hasBackupState],
  ];

/** Undefined: none refuses it. */
export function failedCheck(answer: Answer, expected: Expected): FailedCheck | undefined {
  return CHECKS.find(([, holds]) => !holds(answer, expected))?.[0];
}

/** What is not eligible is not backed up; eligibility never changes (section 6.1.3). */
function hasBackupState({ authenticator }: Answer, { backupEligible }: Expected): boolean {
  const { backupEligible: eligible, backedUp } = authenticator;
  return (eligible || !backedUp) && (backupEligible === undefined || backupEligible === eligible);
}

function hashOf(rpId: string): Buffer {
  return createHash('sha256').update(rpId).digest();
}
