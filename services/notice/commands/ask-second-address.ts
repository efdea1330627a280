import { invalidArgument } from '../../../libs/errors/index.js';
import { LINK_MS, mailboxOf } from '../core/second-address.js';
import type { Clock, NoticeStore, Ticket } from '../ports.js';

/**
 * Sends a confirmation link to `address`. Limits per day how many links one person may send, and how many one mailbox
 * may get from everybody. They are counted in the transaction that uses the ticket, so that nobody is flooded.
 *
 * @returns when the link expires, ms since the epoch
 * @throws GatepostError RESOURCE_EXHAUSTED; INVALID_ARGUMENT for the account's own mailbox
 */
export async function askSecondAddress(
  parts: { readonly store: NoticeStore; readonly clock: Clock; readonly newId: () => string },
  request: { readonly ticket: Ticket; readonly address: string },
): Promise<number> {
  const { store, clock, newId } = parts;
  const { ticket, address } = request;
  const { account } = ticket;
  const mailbox = mailboxOf(address);
  if (mailbox === mailboxOf(account)) {
    throw invalidArgument('address', 'it is the mailbox itself: notices go there anyway');
  }
  return store.change(account, async (change) => {
    await change.use(ticket);
    await change.countLink({ account, address: mailbox });
    const until = clock.now() + LINK_MS;
    await change.ask({ id: newId(), account, address, until });
    return until;
  });
}
