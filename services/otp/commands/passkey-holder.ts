import { personOf } from '../../../libs/events/definitions/actor.js';
import { isActive } from '../core/authenticator.js';
import type { Clock, OtpStore } from '../ports.js';
import { makeRecoveryCodes, type RecoveryCodeParts } from './new-recovery-codes.js';

/**
 * Makes recovery codes for an account that is about to get its first passkey. If the person has a second factor and
 * unused codes, they were shown them and the codes stay. Otherwise the codes were never shown or are used up.
 * @returns the new codes, or none if the person has some; and whether there is an authenticator
 */
export async function issuePasskeyRecoveryCodes(
  parts: RecoveryCodeParts & { readonly store: OtpStore },
  { account, frontEnd, decisionId }: { account: string; frontEnd: string; decisionId: string },
): Promise<{ readonly codes: string[]; readonly hasAuthenticator: boolean }> {
  const actor = personOf({ frontEnd, decisionId });
  return parts.store.onAccount(account, async (tx) => {
    const authenticators = await tx.authenticators(parts.clock.now());
    const hasAuthenticator = authenticators.some(isActive);
    const hasSecondFactor = hasAuthenticator || (await tx.hasPasskey());
    const keeps = hasSecondFactor && (await tx.recoveryCodesLeft()) > 0;
    const codes = keeps ? [] : await makeRecoveryCodes(tx, parts, { account, actor });
    return { codes, hasAuthenticator };
  });
}

/**
 * Stores whether the account has a passkey. Safe to repeat.
 * @returns whether there is an authenticator, and how many unused recovery codes were removed with the last passkey if
 * there is none
 */
export async function notePasskeys(
  { store, clock }: { readonly store: OtpStore; readonly clock: Clock },
  { account, hasPasskeys }: { account: string; hasPasskeys: boolean },
): Promise<{ readonly recoveryCodes: number; readonly hasAuthenticator: boolean }> {
  const now = clock.now();
  if (hasPasskeys) {
    return store.onAccount(account, async (tx) => {
      await tx.setPasskey(true);
      return { recoveryCodes: 0, hasAuthenticator: (await tx.authenticators(now)).some(isActive) };
    });
  }
  const noted = await store.onHolder(account, async (tx) => {
    const hasAuthenticator = (await tx.authenticators(now)).some(isActive);
    if (!(await tx.hasPasskey())) return { recoveryCodes: 0, hasAuthenticator };
    await tx.setPasskey(false);
    const recoveryCodes = hasAuthenticator ? 0 : await tx.replaceRecoveryCodes([], now);
    return { recoveryCodes, hasAuthenticator };
  });
  return noted ?? { recoveryCodes: 0, hasAuthenticator: false };
}
