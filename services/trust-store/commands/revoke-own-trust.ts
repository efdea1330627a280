import type { Account } from '../../../libs/names/account.js';
import type { Ticket, TrustParts } from '../ports.js';
import { revokeTrust } from './revoke-trust.js';

export interface RevokeOwnRequest {
  readonly account: Account;
  readonly ticket: Ticket;
  /** Ids of the trust to end; empty for all. */
  readonly ids: readonly string[];
}

/**
 * Ends trust of the person of a ticket and returns how many. Consumes the ticket.
 * @throws GatepostError PERMISSION_DENIED if the ticket was used, or its login began before the account's not-before
 */
export async function revokeOwnTrust(
  parts: Pick<TrustParts, 'store' | 'clock'>,
  { account, ticket, ids }: RevokeOwnRequest,
): Promise<number> {
  return revokeTrust(parts, {
    filter: { domain: account.domain, account: account.name, ...(ids.length > 0 && { ids }) },
    ending: {
      why: 'revoked',
      reason: 'self-service',
      actor: ticket.frontEnd,
      onBehalfOf: '',
      comment: '',
      decisionId: ticket.decisionId,
    },
    first: (tx) => tx.consumeTicket(account, ticket),
  });
}
