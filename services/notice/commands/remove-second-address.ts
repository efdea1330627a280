import { type Actor, personOf } from '../../../libs/events/definitions/actor.js';
import { isAdministrator, SERVED_MS } from '../core/second-address.js';
import type { Clock, NoticeStore, Ticket } from '../ports.js';

/**
 * Removes an account's second address, and a pending one. If the person removes it, it is notified and keeps receiving
 * notices for a while, because a thief may have removed it. If an administrator removes it, it ends at once, because it
 * may belong to a stranger who wants no mail.
 * @returns addresses removed
 */
export async function removeSecondAddress(
  parts: { readonly store: NoticeStore; readonly clock: Clock },
  request: { readonly account: string; readonly actor: Actor; readonly ticket?: Ticket },
): Promise<number> {
  const { store, clock } = parts;
  const { account, actor, ticket } = request;
  return store.change(account, async (change) => {
    if (ticket !== undefined) await change.use(ticket);
    const all = await change.list(account);
    const isOver = isAdministrator(actor);
    const confirmed = all.find(({ state }) => state === 'confirmed');
    if (confirmed !== undefined) {
      const { address } = confirmed;
      await change.notify({ account, kind: 'second-address-removed', address, actor });
      await change.demote(account, isOver ? undefined : clock.now() + SERVED_MS);
    }
    const others = all.filter(({ state }) => state === 'asked' || (isOver && state === 'former'));
    await change.remove(others.map(({ id }) => id));
    return others.length + (confirmed === undefined ? 0 : 1);
  });
}

/**
 * “This was not me”: demotes the address that was set since the event and notifies it, and restores the one that it
 * replaced. The demoted one keeps receiving notices for a while, so that a thief who reads the mailbox cannot silence
 * its owner. Repeating it changes nothing.
 * @param request.since ms since the epoch
 * @returns addresses removed
 */
export async function disownSecondAddress(
  { store, clock }: { readonly store: NoticeStore; readonly clock: Clock },
  request: { readonly ticket: Ticket; readonly since: number },
): Promise<number> {
  const { ticket, since } = request;
  const { account } = ticket;
  return store.change(account, async (change) => {
    if (!(await change.useOnce(ticket))) return 0;
    const recent = (await change.list(account)).filter((one) => one.since >= since);
    const confirmed = recent.find(({ state }) => state === 'confirmed');
    const actor = personOf(ticket);
    if (confirmed !== undefined) {
      const { address } = confirmed;
      await change.notify({ account, kind: 'second-address-removed', address, actor });
      await change.demote(account, clock.now() + SERVED_MS);
    }
    const asked = recent.filter(({ state }) => state === 'asked');
    await change.remove(asked.map(({ id }) => id));
    // The first address that was demoted since then is the owner's.
    const before = recent.find(({ state }) => state === 'former');
    const isFree = confirmed !== undefined || !(await hasConfirmed(change.list(account)));
    if (before !== undefined && isFree) await change.promote(before.id);
    return asked.length + (confirmed === undefined ? 0 : 1);
  });
}

async function hasConfirmed(list: Promise<readonly { readonly state: string }[]>) {
  return (await list).some(({ state }) => state === 'confirmed');
}
