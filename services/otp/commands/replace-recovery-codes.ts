import { personOf } from '../../../libs/events/definitions/actor.js';
import type { OtpStore, Ticket } from '../ports.js';
import { newRecoveryCodes, noSecondFactor, type RecoveryCodeParts } from './new-recovery-codes.js';

/**
 * Makes new recovery codes for the person.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used; FAILED_PRECONDITION if the account has neither an
 * active authenticator nor a passkey, in which case the ticket stays valid
 */
export async function replaceRecoveryCodes(
  parts: RecoveryCodeParts & { readonly store: OtpStore },
  { ticket }: { ticket: Ticket },
): Promise<string[]> {
  const { account } = ticket;
  const codes = await parts.store.onHolder(account, async (tx) => {
    await tx.consumeTicket(ticket);
    return newRecoveryCodes(tx, parts, { account, actor: personOf(ticket) });
  });
  if (codes === undefined) throw noSecondFactor();
  return codes;
}
