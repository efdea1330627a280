import type { Actor } from '../../../libs/events/definitions/actor.js';
import type { OtpStore } from '../ports.js';
import { newRecoveryCodes, noSecondFactor, type RecoveryCodeParts } from './new-recovery-codes.js';

/**
 * Makes new recovery codes for an account, on behalf of an administrator.
 * @throws GatepostError FAILED_PRECONDITION if the account has neither an active authenticator nor a passkey
 */
export async function issueRecoveryCodes(
  parts: RecoveryCodeParts & { readonly store: OtpStore },
  request: { account: string; actor: Actor },
): Promise<string[]> {
  const codes = await parts.store.onHolder(request.account, (tx) =>
    newRecoveryCodes(tx, parts, request),
  );
  if (codes === undefined) throw noSecondFactor();
  return codes;
}
