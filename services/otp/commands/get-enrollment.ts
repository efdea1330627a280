import { isActive, isUsable } from '../core/authenticator.js';
import type { Clock, OtpStore } from '../ports.js';

export interface Enrollment {
  readonly enrolled: boolean;
  /** The authenticators that can verify codes, by creation. */
  readonly authenticators: readonly { readonly id: string; readonly label: string }[];
  /** Unused and valid codes; 0 if they were not asked for. */
  readonly recoveryCodesLeft: number;
}

/** Whether the account has OTP, and the labels to choose from. */
export async function getEnrollment(
  { store, clock }: { store: OtpStore; clock: Clock },
  { account, withRecoveryCodes = false }: { account: string; withRecoveryCodes?: boolean },
): Promise<Enrollment> {
  const active = (await store.authenticators(account, clock.now())).filter(isActive);
  const enrolled = active.length > 0;
  // They are also the way back for a person who only has passkeys.
  const areGood = withRecoveryCodes && (enrolled || (await store.hasPasskey(account)));
  return {
    enrolled,
    authenticators: active.filter(isUsable).map(({ id, label }) => ({ id, label })),
    recoveryCodesLeft: areGood ? await store.recoveryCodesLeft(account) : 0,
  };
}
