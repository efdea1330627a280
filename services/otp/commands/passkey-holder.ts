import { personOf } from '../../../libs/events/definitions/actor.js';
import { isActive } from '../core/authenticator.js';
import type { Clock, OtpStore } from '../ports.js';
import { makeRecoveryCodes, type RecoveryCodeParts } from './new-recovery-codes.js';

/**
 * Recovery codes for an account that is about to have its first passkey. Those of a person who has a second factor, and so was
 * shown them, stay; others were never shown, or are used up.
 * @returns the codes; none: the person has some
 */
export async function issuePasskeyRecoveryCodes(
  parts: RecoveryCodeParts & { readonly store: OtpStore },
  { account, frontEnd, decisionId }: { account: string; frontEnd: string; decisionId: string },
): Promise<string[]> {
  const actor = personOf({ frontEnd, decisionId });
  return parts.store.onAccount(account, async (tx) => {
    const authenticators = await tx.authenticators(parts.clock.now());
    const hasSecondFactor = authenticators.some(isActive) || (await tx.hasPasskey());
    if (hasSecondFactor && (await tx.recoveryCodesLeft()) > 0) return [];
    return makeRecoveryCodes(tx, parts, { account, actor });
  });
}

/**
 * Notes whether the account has a passkey. Safe to repeat.
 * @returns unused recovery codes that died with the last passkey, as there is no authenticator
 */
export async function notePasskeys(
  { store, clock }: { readonly store: OtpStore; readonly clock: Clock },
  { account, hasPasskeys }: { account: string; hasPasskeys: boolean },
): Promise<number> {
  if (hasPasskeys) {
    await store.onAccount(account, (tx) => tx.setPasskey(true));
    return 0;
  }
  const died = await store.onHolder(account, async (tx) => {
    if (!(await tx.hasPasskey())) return 0;
    await tx.setPasskey(false);
    const now = clock.now();
    const authenticators = await tx.authenticators(now);
    return authenticators.some(isActive) ? 0 : tx.replaceRecoveryCodes([], now);
  });
  return died ?? 0;
}
