import { isActive, isUsable } from '../core/authenticator.js';
import type { Clock, OtpStore } from '../ports.js';

export interface Enrollment {
  readonly enrolled: boolean;
  /** Those that verify codes, by creation. */
  readonly authenticators: readonly { readonly id: string; readonly label: string }[];
}

/** Whether the account has OTP, and the labels to choose from. */
export async function getEnrollment(
  { store, clock }: { store: OtpStore; clock: Clock },
  { account }: { account: string },
): Promise<Enrollment> {
  const active = (await store.authenticators(account, clock.now())).filter(isActive);
  return {
    enrolled: active.length > 0,
    authenticators: active.filter(isUsable).map(({ id, label }) => ({ id, label })),
  };
}
