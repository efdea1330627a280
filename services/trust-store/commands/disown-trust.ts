import type { Account } from '../../../libs/names/account.js';
import { CLOCK_ERROR_MS } from '../core/not-before.js';
import type { Ticket, TrustParts } from '../ports.js';
import { revokeTrust } from './revoke-trust.js';

/**
 * Ends what was granted since the event of a ticket, which was not the person's doing, and has tickets
 * from before add and change no factor. Safe to repeat: what the person is granted after that stays.
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
        // Who got in may hold a ticket that would add a factor once more.
        await tx.refuseTicketsBefore(account, parts.clock.now() + CLOCK_ERROR_MS);
      },
    });
  } catch (error) {
    if (error === done) return 0;
    throw error;
  }
}
