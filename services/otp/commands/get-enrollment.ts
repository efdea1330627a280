import { isActive, isUsable } from '../core/authenticator.js';
import type { Clock, OtpStore } from '../ports.js';

export interface Enrollment {
  readonly enrolled: boolean;
  /** Those that verify codes, by creation. */
  readonly authenticators: readonly { readonly id: string; readonly label: string }[];
  /** Left, and good; 0 where they were not asked for. */
  readonly recoveryCodesLeft: number;
}

/** Whether the account has OTP, and the labels to choose from. */
export async function getEnrollment(
  { store, clock }: { store: OtpStore; clock: Clock },
  { account, withRecoveryCodes = false }: { account: string; withRecoveryCodes?: boolean },
): Promise<Enrollment> {
  const active = (await store.authenticators(account, clock.now())).filter(isActive);
  const enrolled = active.length > 0;
  // They are the way back of who has passkeys alone, too.
  const areGood = withRecoveryCodes && (enrolled || (await store.hasPasskey(account)));
  return {
    enrolled,
    authenticators: active.filter(isUsable).map(({ id, label }) => ({ id, label })),
    recoveryCodesLeft: areGood ? await store.recoveryCodesLeft(account) : 0,
  };
}
