import type { AskTrustStore } from '../../../libs/not-before/index.js';
import { PASSKEY_ADDED } from '../core/passkey.js';
import type { PasskeyStore, RecoveryCodes } from '../ports.js';

/**
 * What others have to know of a change: trust-store and credential what ends, otp whether the account still has a passkey. All of it is
 * safe to repeat, and is repeated until all have confirmed.
 */
export function tellOthers(parts: {
  readonly endEarned: AskTrustStore;
  readonly recoveryCodes: Pick<RecoveryCodes, 'notePasskeys'>;
  readonly store: Pick<PasskeyStore, 'hasPasskey'>;
}): AskTrustStore {
  return {
    async setNotBefore(ask) {
      if (ask.reason !== PASSKEY_ADDED) await parts.endEarned.setNotBefore(ask);
      // As it is when it is told: what is told late does not undo what was made since.
      await parts.recoveryCodes.notePasskeys(ask.owner, await parts.store.hasPasskey(ask.owner));
    },
  };
}
