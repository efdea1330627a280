import type { Account } from '../../../libs/names/account.js';
import type { Trust } from '../core/trust.js';
import type { Ticket, TrustParts } from '../ports.js';

/**
 * Lists the trust that holds for the person of a ticket, the latest first. Consumes the ticket.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used, or its login began before the account's not-before
 */
export async function listOwnTrust(
  { store, clock }: Pick<TrustParts, 'store' | 'clock'>,
  { account, ticket }: { readonly account: Account; readonly ticket: Ticket },
): Promise<Trust[]> {
  return store.transaction(async (tx) => {
    await tx.consumeTicket(account, ticket);
    const trusts = await tx.trustsOf(account, clock.now());
    return trusts
      .filter((trust) => trust.ranOut === undefined)
      .toSorted((a, b) => b.grantedAt - a.grantedAt);
  });
}
