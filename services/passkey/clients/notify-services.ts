import type { AskTrustStore } from '../../../libs/not-before/index.js';
import { PASSKEY_ADDED } from '../core/passkey.js';
import type { PasskeyStore, RecoveryCodes } from '../ports.js';

/**
 * Tells other services of a change: trust-store and credential what ends, and otp whether the account still has a
 * passkey. Every call is safe to repeat, and is repeated until all have confirmed.
 */
export function notifyServices(parts: {
  readonly revokeEarlierGrants: AskTrustStore;
  readonly recoveryCodes: Pick<RecoveryCodes, 'notePasskeys'>;
  readonly store: Pick<PasskeyStore, 'hasPasskey'>;
}): AskTrustStore {
  return {
    async setNotBefore(ask) {
      if (ask.reason !== PASSKEY_ADDED) await parts.revokeEarlierGrants.setNotBefore(ask);
      // Reads the current state, so that a late message does not undo a later change.
      await parts.recoveryCodes.notePasskeys(ask.owner, await parts.store.hasPasskey(ask.owner));
    },
  };
}
