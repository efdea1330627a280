import type { Account } from '../../../libs/names/account.js';
import { CLOCK_ERROR_MS } from '../core/not-before.js';
import type { Ticket, TrustParts } from '../ports.js';
import { revokeTrust } from './revoke-trust.js';

/**
 * Ends all trust granted since the event that the person disowned with a ticket. Older tickets can no longer add or
 * change a factor. Safe to repeat: trust granted after the first call stays.
 * @returns how many ended
 */
export async function disownTrust(
  parts: Pick<TrustParts, 'store' | 'clock'>,
  { account, ticket }: { readonly account: Account; readonly ticket: Ticket },
): Promise<number> {
  const done = new Error('it was used before');
  try {
    return await revokeTrust(parts, {
      filter: {
        ...{ domain: account.domain, account: account.name },
        grantedSince: ticket.loginBegunAt,
      },
      ending: {
        why: 'revoked',
        reason: 'disowned',
        actor: ticket.frontEnd,
        onBehalfOf: '',
        comment: '',
        decisionId: ticket.decisionId,
      },
      first: async (tx) => {
        if (!(await tx.useOnce(ticket))) throw done;
        // The intruder may hold a ticket that could still add a factor.
        await tx.refuseTicketsBefore(account, parts.clock.now() + CLOCK_ERROR_MS);
      },
    });
  } catch (error) {
    if (error === done) return 0;
    throw error;
  }
}
